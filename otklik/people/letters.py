"""Letters about an account. One function per letter; each is called by exactly one place: `web.account`, for rights
`authorities.staff`.

They are written down with the change that causes them. Their links are made at the moment of sending (`finish`): no
key that opens an account lies in the database, and a link is as fresh as its letter.
"""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str

from otklik.outbox.models import Message
from otklik.outbox.put import Address, Note, put
from otklik.people import proof
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


def finish(message: Message) -> dict[str, Any] | None:
    """What only the moment of sending can make for a letter; None: it has lost its reason meanwhile."""
    if message.kind == "confirm":
        waiting = EmailAddress.objects.filter(user=message.user_id, email=message.to, verified=False).first()
        return {"path": f"/register/confirm/{EmailConfirmationHMAC(waiting).key}"} if waiting else None
    if message.kind == "reset":
        user = User.objects.filter(letters=message, is_active=True).first()
        return {"path": f"/password/reset/{_key(user)}"} if user else None
    if message.kind == "identity-prove":
        return {"path": f"/login/finish/{proof.sign(message.context['mark'], email=message.to)}"}
    return {}


def _key(user: User) -> str:
    return f"{user_pk_to_url_str(user)}/{default_token_generator.make_token(user)}"


def _write(kind: str, to: str, user: User, **context: Any) -> None:
    note = Note(kind, {"name": user.name, **context})
    put(note, [Address(to, user_id=user.pk, language=user.language)])
