"""How a person is told something: by the channels and at the pace that they chose."""

from typing import Final

from otklik.outbox.models import Message, Muted
from otklik.outbox.put import Address, Note, put
from otklik.people.models import User

# Sent at once whatever the person chose: without it something would end that they began.
URGENT: Final = frozenset({"confirmation", "question"})


def tell(user: User | None, note: Note, *, email: str = "") -> None:
    """Write the note down for this person; `email` is for one without an account, "" for none.

    Two statements; who chose no letters gets none unless the kind is one of URGENT.
    """
    put(note, _addresses(user, note.kind) if user else _stranger(email, note.kind))


def _addresses(user: User, kind: str) -> list[Address]:
    urgent = kind in URGENT
    if not user.is_active or not (user.wants_letters or urgent):
        return []
    held = user.pace == User.Pace.DAILY and not urgent
    letter = Address(user.email, user_id=user.pk, language=user.language, held=held)
    found = [letter] if user.email and not user.email_trouble else []
    subscriptions = user.push_subscriptions.filter(dead_at=None).values_list("pk", flat=True)
    found += [Address(str(pk), Message.Channel.PUSH, user.pk, user.language) for pk in subscriptions]
    return found


def _stranger(email: str, kind: str) -> list[Address]:
    if not email or (kind not in URGENT and Muted.objects.filter(email=email.lower()).exists()):
        return []
    return [Address(email)]
