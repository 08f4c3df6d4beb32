"""Letters about an account. One function per letter; each is called by exactly one place: `web.account`, for rights
`authorities.staff`.

They are written down with the change that causes them. Their links are made at the moment of sending (`finish`): no
key that opens an account lies in the database, and a link is as fresh as its letter.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings

from otklik.kit import clock, codes
from otklik.outbox.models import Message
from otklik.outbox.put import Address, Note, put
from otklik.people import proof, reach
from otklik.people.models import User


def confirm(user: User, *, to: str) -> None:
    """`to` may be another address than the account's: the one that it is to have."""
    _write("confirm", to, user)


def already_yours(*, to: str) -> None:
    """Somebody registers with an e-mail that has an account: only its owner learns of it."""
    put(Note("already-yours"), [Address(to)])


def reset(user: User, *, to: str) -> None:
    _write("reset", to, user)


def password_changed(user: User, *, to: str) -> None:
    _write("password-changed", to, user)


def email_changed(user: User, *, to: str, new: str) -> None:
    """To the address that the account had until now."""
    _write("email-changed", to, user, new=new)


def role_changed(user: User, *, role: str) -> None:
    """role: what the person is now, in words."""
    _write("role-changed", user.email, user, role=role)


def prove(*, to: str, service: str, mark: str) -> None:
    """Whoever enters from `service` says that this e-mail is theirs. mark: what their browser holds."""
    put(Note("identity-prove", {"service": service, "mark": mark}), [Address(to)])


def identity_joined(user: User, *, service: str) -> None:
    _write("identity-joined", user.email, user, service=service)


def identity_dropped(user: User, *, service: str) -> None:
    _write("identity-dropped", user.email, user, service=service)


def login_code(*, to: str, nonce: str) -> None:
    """The code for one sign-in in the browser that holds the nonce."""
    user = User.objects.get(email=to)
    _write("login-code", to, user, nonce=nonce)


def phone_code(user: User, *, to: str, nonce: str) -> None:
    """By SMS, to the number that the account is to have."""
    note = Note("phone-code", {"nonce": nonce})
    put(note, [Address(to, Message.Channel.SMS, user.pk, user.language)])


def phone_changed(user: User, *, phone: str) -> None:
    """To the e-mail. `phone`: the new one, "" when somebody else has proved that the number is theirs now."""
    _write("phone-changed", user.email, user, phone=phone)


def factor_changed(user: User, *, what: str) -> None:
    """what: app-on, app-off, key-on, key-off, codes, forgotten."""
    _write("factor-changed", user.email, user, what=what)


def confirmation_code(address: EmailAddress, *, now: datetime, days_ago: int = 0) -> str:
    """The code that a letter of confirmation carries on this day (UTC); it is taken until the end of the next."""
    return codes.digits("confirm", address.pk, address.email, now.date().toordinal() - days_ago)


def phone_code_of(user_id: int, *, phone: str, nonce: str) -> str:
    return codes.digits("phone", user_id, phone, nonce, length=6)


def login_code_of(nonce: str) -> str:
    return codes.digits("login", nonce)


def finish(message: Message) -> dict[str, Any] | None:
    """What only the moment of sending can make for a letter; None: it has lost its reason meanwhile."""
    if made := _FINISH.get(message.kind):
        return made(message)
    return {"unsubscribe": reach.unsubscribe_link(message)} if reach.may_be_ended(message.kind) else {}


def _confirm(message: Message) -> dict[str, Any] | None:
    waiting = EmailAddress.objects.filter(user=message.user_id, email=message.to, verified=False).first()
    if waiting is None:
        return None
    code = codes.spaced(confirmation_code(waiting, now=clock.now()))
    return {"path": f"/register/confirm/{EmailConfirmationHMAC(waiting).key}", "code": code}


def _reset(message: Message) -> dict[str, Any] | None:
    user = User.objects.filter(letters=message, is_active=True).first()
    return {"path": f"/password/reset/{_key(user)}"} if user else None


def _login_code(message: Message) -> dict[str, Any]:
    code = codes.spaced(login_code_of(message.context["nonce"]))
    return {"code": code, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}


def _phone_code(message: Message) -> dict[str, Any]:
    code = phone_code_of(message.user_id or 0, phone=message.to, nonce=message.context["nonce"])
    return {"code": codes.spaced(code)}


def _prove(message: Message) -> dict[str, Any]:
    return {"path": f"/login/finish/{proof.sign(message.context['mark'], email=message.to)}"}


_FINISH: Final[dict[str, Callable[[Message], dict[str, Any] | None]]] = {
    "confirm": _confirm,
    "reset": _reset,
    "login-code": _login_code,
    "phone-code": _phone_code,
    "identity-prove": _prove,
}


def _key(user: User) -> str:
    return f"{user_pk_to_url_str(user)}/{default_token_generator.make_token(user)}"


def _write(kind: str, to: str, user: User, **context: Any) -> None:
    note = Note(kind, {"name": user.name, **context})
    put(note, [Address(to, user_id=user.pk, language=user.language)])
