"""What the app does at the doors of the portal: registers, proves an e-mail, signs in, asks for a new password. By the
forms, letters and limits of the pages; no cookie, no session.
"""

from collections.abc import Mapping
from typing import Final

from allauth.account.forms import ResetPasswordForm
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.people.models import SECOND_STEPS, User
from otklik.web import access
from otklik.web.account import registering, tries
from otklik.web.account.forms import RegisterForm, SignInForm, errors

_PASSWORD: Final = {"password1": "password"}  # as the API calls a field of the page


class NotProved(Refusal):
    """`fields` says what is wrong with what was typed."""

    code = "not_proved"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class BadTyped(NotProved):
    """Nothing is kept yet."""

    code = "bad_body"


class CodeWanted(Refusal):
    """The password was right; the same again with the code."""

    code = "code_wanted"
    status = 422


class Unconfirmed(Refusal):
    """The e-mail of the account waits for its letter, which was sent once more."""

    code = "email_unconfirmed"
    status = 403


class Closed(Refusal):
    code = "closed"
    status = 403


def register(request: HttpRequest, said: Mapping[str, str]) -> None:
    """By the fields of the page. An e-mail that has an account gets another letter and the same answer; a repeat adds
    nothing. Raises tries.TooMany, BadTyped.
    """
    some = tries.of_registration(request)
    tries.require(some)
    tries.count(some)
    form = RegisterForm(said)
    if not form.is_valid():
        raise BadTyped({_PASSWORD.get(name, name): wrong for name, wrong in errors(form).items()})
    try:
        with transaction.atomic():
            _begin_account(request, form)
    except IntegrityError:  # the same e-mail at the same moment: the other one was first and has its letter
        return


def _begin_account(request: HttpRequest, form: RegisterForm) -> None:
    """As allauth's page does it, without the session that waits for the confirmation."""
    if form.account_already_exists:
        address = EmailAddress(email=form.cleaned_data["email"])
    else:
        address = EmailAddress.objects.get(user=form.save(request))
    send_verification_email_to_address(request, address, signup=True)


def confirm(request: HttpRequest, *, email: str, code: str, password: str) -> User | None:
    """The e-mail is proved. Who it is, to be signed in at once, where the password is right as well: the letter alone
    must sign nobody in, for the account may have been begun by somebody else.

    password: "" signs nobody in. A repeat after a lost answer says the same, by the password. Raises tries.TooMany,
    registering.WrongCode.
    """
    try:
        address = registering.waiting(request, email=email, code=code)
    except registering.WrongCode:
        if password and (user := _by_password(request, email, password)):
            return user
        raise
    with transaction.atomic():
        EmailConfirmationHMAC(address).confirm(request)
    return _by_password(request, email, password) if password else None


def _by_password(request: HttpRequest, login: str, password: str) -> User | None:
    """Whose they are, where nothing more is asked."""
    try:
        user = _known(request, login, password)
    except NotProved:
        return None
    if not user.is_active or not _is_confirmed(user):
        return None
    if is_mfa_enabled(user, SECOND_STEPS) or access.second_factor_wanted(user):
        return None
    return user


def reset(request: HttpRequest, *, email: str) -> None:
    """A letter with the link for a new password; nothing for an address without an account, and nobody is told which.
    Raises tries.TooMany, BadTyped.
    """
    form = ResetPasswordForm({"email": email})
    if not form.is_valid():
        raise BadTyped(errors(form))
    if not ratelimit.consume(request, action="reset_password", key=form.cleaned_data["email"].lower()):
        raise tries.TooMany
    with transaction.atomic():
        form.save(request)


def prove(request: HttpRequest, *, login: str, password: str, code: str) -> User:
    """Whose login (e-mail or confirmed phone) and password these are. Wrong ones are counted as on the page.

    Raises NotProved, CodeWanted, Unconfirmed, Closed: nobody signs in to it, or staff without a second factor.
    """
    user = _known(request, login, password)
    if not user.is_active:
        raise Closed(_("Эта учётная запись закрыта."))
    if not _is_confirmed(user):
        if ratelimit.consume(request, action="confirm_email", key=user.email):
            registering.send_again(user.email)
        raise Unconfirmed(_("Сначала подтвердите почту: письмо отправлено ещё раз."))
    if is_mfa_enabled(user, SECOND_STEPS):
        _check_code(user, code)
    elif access.second_factor_wanted(user):
        raise Closed(
            _("Для вашей должности нужен второй шаг входа. Включите его на портале: «Безопасность».")
        )
    return user


def _known(request: HttpRequest, login: str, password: str) -> User:
    form = SignInForm({"username": login, "password": password}, request=request)
    if not form.is_valid():
        said = {"username": "login", "__all__": "password"}
        raise NotProved({said.get(name, name): str(wrong[0]) for name, wrong in form.errors.items()})
    user: User = form.user
    return user


def _is_confirmed(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())


def _check_code(user: User, code: str) -> None:
    """Of the app with codes, or a recovery code. A passkey alone signs in on the portal only."""
    if not code:
        raise CodeWanted(_("Введите код из приложения или запасной код."))
    from otklik.web.account.factor_forms import SecondStepForm  # with it comes what reads passkeys, 11 MB

    form = SecondStepForm({"code": code}, user=user)
    if not form.is_valid():
        raise NotProved({"one_time_code": str(next(iter(form.errors.values()))[0])})
    form.save()  # a recovery code is used up
