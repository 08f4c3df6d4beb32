"""Sign-in by outside identity: there and back, the first time, and the page of an account's ways in.

What speaks to other servers (`requests`, PyJWT) is loaded by the first person who signs in so.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from otklik.integrations.esia import wire
from otklik.kit import clock
from otklik.kit.links import BadLink
from otklik.people import identity, names
from otklik.web import access
from otklik.web.account.forms import errors, typed
from otklik.web.errors import too_many
from otklik.web.identity import answers, flow, forms, services

View = Callable[..., HttpResponse]


def _failures_shown(view: View) -> View:
    """What went wrong at the other side is a page of ours."""

    @wraps(view)
    def shown(request: HttpRequest, provider: str) -> HttpResponse:
        from otklik.web.identity.trouble import Trouble

        try:
            return view(request, provider)
        except Trouble as trouble:
            return answers.failed(request, provider, answers.failure_of(request, None, trouble))

    return shown


@require_POST
@_failures_shown
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """To the other side. `process=connect` joins the account that is signed in."""
    services.service(provider)
    joins = request.POST.get("process") == "connect"
    if (access.person(request) is not None) != joins:
        return redirect("login" if joins else "home")
    if not ratelimit.consume(request, action="login"):
        return too_many(request)
    there = get_adapter(request).get_provider(request, provider)
    process = "connect" if joins else "login"
    answer: HttpResponse = there.redirect(request, process=process, next_url=get_next_redirect_url(request))
    return answer


@require_GET
@never_cache
@_failures_shown
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """From the other side, by the browser that was sent there, once: `state` says so."""
    from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView

    services.service(provider)
    there = get_adapter(request).get_provider(request, provider)
    answer: HttpResponse = OAuth2CallbackView.adapter_view(there.get_oauth2_adapter(request))(request)
    return answer


@require_http_methods(["GET", "POST"])
@never_cache
def finish(request: HttpRequest) -> HttpResponse:
    """The first time: who is it, and which e-mail is theirs."""
    login = flow.pending(request)
    if login is None:
        return redirect("login")
    form = forms.Finish(login, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _asked(request, form)
    if not form.is_valid():
        return _asked(request, form, status=422)
    if not ratelimit.consume(request, action="signup"):
        return too_many(request)
    with transaction.atomic():
        return flow.finish(request, form.taken_over(), email=form.cleaned_data["email"])


def _asked(request: HttpRequest, form: forms.Finish, *, status: int = 200) -> HttpResponse:
    user = form.login.user
    whole = names.whole(given_name=user.given_name, patronymic=user.patronymic, surname=user.surname)
    context = {
        "form": form,
        "typed": typed,
        "errors": errors(form),
        "service": flow.outside(form.login).service,
        "name": whole if form.named else "",
    }
    return render(request, "identity/finish.html", context, status=status)


@require_GET
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """Says the same whatever the address."""
    login = flow.pending(request)
    return render(request, "identity/sent.html", {"email": login.user.email}) if login else redirect("login")


@require_http_methods(["GET", "POST"])
@never_cache
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter. Mail robots open links, so only the button joins."""
    login = flow.pending(request)
    if login is None:
        raise BadLink(
            _("Откройте ссылку в том же браузере, в котором начали вход, или начните вход ещё раз.")
        )
    email = flow.proved(request, token)
    if request.method == "POST":
        with transaction.atomic():
            user = identity.admit(flow.outside(login), email=email, now=clock.now())
            return flow.enter(request, login, user)
    return render(request, "identity/prove.html", {"email": email, "service": flow.outside(login).service})


@require_GET
@access.signed_in
def own(request: access.PersonRequest) -> HttpResponse:
    rows, titles = identity.own(request.user), services.titles()
    joined = {row.provider for row in rows}
    on = services.ESIA in joined and bool(settings.ESIA_URL)
    context = {
        "rows": [(row, titles.get(row.provider, row.provider)) for row in rows],
        "others": [service for service in services.offered() if service.id not in joined],
        "leave": wire.logout_url(settings.ESIA_URL, client_id=settings.ESIA_CLIENT_ID, back=settings.BASE_URL)
        if on
        else "",
    }
    return render(request, "identity/own.html", context)


@require_POST
@access.signed_in
def drop(request: access.PersonRequest, identity_id: int) -> HttpResponse:
    identity.drop(request.user, identity_id, titles=services.titles())
    messages.success(request, _("Вход отключён."))
    return redirect("socialaccount_connections")
