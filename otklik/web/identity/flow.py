"""From «they say who it is» to a session of ours. allauth's record of the sign-in waits in the session meanwhile."""

import secrets
from datetime import date
from typing import Any, Final

from allauth.account.internal.flows import reauthentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.socialaccount.internal.flows import login as logins
from allauth.socialaccount.internal.flows import signup
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from otklik.appeals import owners
from otklik.kit import clock
from otklik.people import identity, letters, proof
from otklik.people.models import User
from otklik.web.access import ASKED_ELSEWHERE, person
from otklik.web.identity import services

_PENDING: Final = "socialaccount_sociallogin"  # allauth's name
_MARK: Final = "identity_mark"


def outside(login: SocialLogin) -> identity.Outside:
    user, more, name = login.user, login.account.extra_data, login.account.provider
    return identity.Outside(
        provider=name,
        uid=login.account.uid,
        service=services.titles().get(name, name),
        label=str(more.get("label", ""))[:200],
        given_name=user.given_name,
        patronymic=user.patronymic,
        surname=user.surname,
        phone=more.get("phone", ""),
        firms=tuple(identity.Firm(*said) for said in more.get("firms", [])),
        born_on=date.fromisoformat(more["born_on"]) if more.get("born_on") else None,
        home=more.get("home", ""),
    )


def pending(request: HttpRequest) -> SocialLogin | None:
    """Who came back from elsewhere in this browser and has no account here yet."""
    return signup.get_pending_signup(request)


def proved_email(login: SocialLogin) -> str:
    """The e-mail for which the other side vouches; "" for none."""
    return next((str(address.email) for address in login.email_addresses if address.verified), "")


def finish(request: HttpRequest, login: SocialLogin, *, email: str) -> HttpResponse:
    """Enter with a new account where the other side proved an e-mail that nobody has here; else ask for proof.

    The answer is the same whether the e-mail has an account or not.
    """
    if email == proved_email(login) and identity.holder(email) is None:
        return enter(request, login, identity.admit(outside(login), email=email, now=clock.now()))
    request.session[_PENDING] = login.serialize()
    if ratelimit.consume(request, action="confirm_email", key=email):
        request.session[_MARK] = mark = secrets.token_urlsafe(24)
        letters.prove(to=email, service=outside(login).service, mark=mark)
    return redirect("identity_sent")


def proved(request: HttpRequest, token: str) -> str:
    """The e-mail of the letter's link. Raises links.BadLink."""
    return proof.email_of(token, mark=request.session.get(_MARK, ""))


def enter(request: HttpRequest, login: SocialLogin, user: User) -> HttpResponse:
    """Sign in with a proved e-mail, whose earlier appeals join; who has a second factor is asked for it.

    Raises identity.Closed.
    """
    signup.clear_pending_signup(request)
    request.session.pop(_MARK, None)
    if not user.is_active:
        raise identity.Closed(_("Эта учётная запись закрыта."))
    said = login.account.extra_data.get("second_factor", [])
    if set(said) & set(settings.OIDC_SECOND_FACTOR):
        request.session[ASKED_ELSEWHERE] = user.pk
    owners.take_over(user, user.email, now=clock.now())
    login.user = user
    logins.record_authentication(request, login)
    answer: HttpResponse = perform_login(request, user, redirect_url=login.get_redirect_url(request))
    return answer


def connect(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    """To the account that is signed in, once its owner has shown again that it is them (allauth's rule)."""
    user = person(request)
    if user is None:
        return redirect("login")
    if reauthentication.is_reauthentication_required(request, app="allauth.socialaccount"):
        here = f"{__name__}.{go_on.__name__}"
        answer: HttpResponse = reauthentication.stash_and_reauthenticate(request, login.serialize(), here)
        return answer
    identity.join(user.pk, outside(login), now=clock.now())
    messages.success(request, _("Вход подключён."))
    return redirect("socialaccount_connections")


def go_on(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
    """allauth calls it after the password was asked again."""
    return connect(request, SocialLogin.deserialize(kept))
