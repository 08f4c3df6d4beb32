"""/api/v1/registration and /api/v1/password/reset: an account is begun in the app, by the letters of the portal."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.people import names
from otklik.web.account import by_app, registering
from otklik.web.account.adapter import PASSWORD_MAX
from otklik.web.account.forms import AgainForm, errors
from otklik.web.api.v1.entering import Session, begun, enters

Part = Annotated[str, Meta(max_length=names.NAME_MAX)]
Email = Annotated[str, Meta(max_length=names.EMAIL_MAX)]


class Registration(Struct):
    """rules: true, the person agrees to the rules of the portal (/rules)."""

    surname: Part
    given_name: Part
    email: Email
    password: Annotated[str, Meta(max_length=PASSWORD_MAX)]
    rules: bool
    patronymic: Part = ""
    phone: Annotated[str, Meta(max_length=40)] = ""


@enters(_("Зарегистрироваться"), takes=Registration)
def register(said: Registration, *, request: HttpRequest) -> None:
    """A letter with a link and a code goes to the e-mail. The same answer whether it has an account or not, and to a
    repeat. 422: `fields`.
    """
    parts = ("surname", "given_name", "patronymic", "email", "phone")
    rules = {"rules": "1"} if said.rules else {}
    by_app.register(
        request, {part: getattr(said, part) for part in parts} | {"password1": said.password} | rules
    )


class Confirmation(Struct):
    email: Email
    code: Annotated[str, Meta(max_length=40)]
    password: Annotated[str, Meta(max_length=PASSWORD_MAX)] = ""
    device: Annotated[str, Meta(max_length=100)] = ""


class Confirmed(Struct):
    session: Session | None


@enters(_("Подтвердить почту кодом из письма"), takes=Confirmation, gives=Confirmed)
def confirm(said: Confirmation, *, request: HttpRequest) -> Confirmed:
    """With the `password` typed for the registration the device is signed in at once; `session` is null where it was
    left out or is another: sign in. 422 `wrong_code`.
    """
    email = _checked(said.email)
    user = by_app.confirm(request, email=email, code=said.code, password=said.password)
    return Confirmed(begun(request, user, device=said.device) if user else None)


class Letter(Struct):
    email: Email


@enters(_("Прислать письмо о подтверждении ещё раз"), takes=Letter)
def again(said: Letter, *, request: HttpRequest) -> None:
    """To an address that waits for its confirmation, once in a few minutes; the same answer for any other."""
    registering.again(request, email=_checked(said.email))


@enters(_("Задать новый пароль: письмо со ссылкой"), takes=Letter)
def reset(said: Letter, *, request: HttpRequest) -> None:
    """The link opens a page of the portal. The same answer whether the address has an account or not."""
    by_app.reset(request, email=said.email)


def _checked(email: str) -> str:
    form = AgainForm({"email": email})
    if not form.is_valid():
        raise by_app.BadTyped(errors(form))
    return str(form.cleaned_data["email"])
