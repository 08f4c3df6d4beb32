"""How a person is told something: by the channels and at the pace that they chose."""

from typing import Final

from django.db.models import QuerySet

from otklik.outbox.models import Message, Muted, PushSubscription
from otklik.outbox.put import Address, Note, put
from otklik.people.models import User

# Sent at once whatever the person chose: without it something would end that they began.
URGENT: Final = frozenset({"confirmation", "question"})
BATCH: Final = 1000  # people told by one statement


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


def tell_many(users: QuerySet[User], note: Note) -> int:
    """Write the note down for each of `users` who wants letters, as `tell` would; return for how many.

    note.once must name the event: a repeat after a kill goes on where it stopped and tells nobody twice.
    Three statements for each BATCH people; each batch is kept by itself unless the caller has a transaction.
    """
    told, last = 0, 0
    willing = users.filter(is_active=True, wants_letters=True).order_by("pk")
    while batch := list(willing.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        told += len(batch)
        Message.objects.bulk_create(_messages(batch, note), ignore_conflicts=True)
    return told


def _messages(users: list[User], note: Note) -> list[Message]:
    pushed: dict[int, list[int]] = {}
    subscriptions = PushSubscription.objects.filter(user__in=users, dead_at=None)
    for user_id, key in subscriptions.values_list("user_id", "pk"):
        pushed.setdefault(user_id, []).append(key)
    found = []
    for user in users:
        held = user.pace == User.Pace.DAILY
        if user.email and not user.email_trouble:
            letter = Address(user.email, user_id=user.pk, language=user.language, held=held)
            found.append(_message(user, note, letter, once=f"{note.once} {user.pk}"))
        for key in pushed.get(user.pk, ()):
            push = Address(str(key), Message.Channel.PUSH, user.pk, user.language)
            found.append(_message(user, note, push, once=f"{note.once} {user.pk} push {key}"))
    return found


def _message(user: User, note: Note, address: Address, *, once: str) -> Message:
    return Message(
        kind=note.kind,
        channel=address.channel,
        user=user,
        to=address.to,
        about=note.about,
        language=address.language,
        context={"name": user.name, **note.context},
        state=Message.State.HELD if address.held else Message.State.WAITING,
        once=once,
    )
