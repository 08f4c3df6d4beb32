"""Sign-in of the app: a password, and the code of the second step where the account has one. No cookie, no session."""

from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.people.models import SECOND_STEPS, User
from otklik.web import access
from otklik.web.account.forms import SignInForm
from otklik.web.account.views.registration import send_again


class NotProved(Refusal):
    """`fields` says what is wrong with what was typed."""

    code = "not_proved"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


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


def prove(request: HttpRequest, *, login: str, password: str, code: str) -> User:
    """Whose login (e-mail or confirmed phone) and password these are. Wrong ones are counted as on the page.

    Raises NotProved, CodeWanted, Unconfirmed, Closed: nobody signs in to it, or staff without a second factor.
    """
    form = SignInForm({"username": login, "password": password}, request=request)
    if not form.is_valid():
        said = {"username": "login", "__all__": "password"}
        raise NotProved({said.get(name, name): str(wrong[0]) for name, wrong in form.errors.items()})
    user: User = form.user
    if not user.is_active:
        raise Closed(_("Эта учётная запись закрыта."))
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        if ratelimit.consume(request, action="confirm_email", key=user.email):
            send_again(user.email)
        raise Unconfirmed(_("Сначала подтвердите почту: письмо отправлено ещё раз."))
    if is_mfa_enabled(user, SECOND_STEPS):
        _check_code(user, code)
    elif access.second_factor_wanted(user):
        raise Closed(
            _("Для вашей должности нужен второй шаг входа. Включите его на портале: «Безопасность».")
        )
    return user


def _check_code(user: User, code: str) -> None:
    """Of the app with codes, or a recovery code. A passkey alone signs in on the portal only."""
    if not code:
        raise CodeWanted(_("Введите код из приложения или запасной код."))
    from otklik.web.account.factor_forms import SecondStepForm  # with it comes what reads passkeys, 11 MB

    form = SecondStepForm({"code": code}, user=user)
    if not form.is_valid():
        raise NotProved({"one_time_code": str(next(iter(form.errors.values()))[0])})
    form.save()  # a recovery code is used up
