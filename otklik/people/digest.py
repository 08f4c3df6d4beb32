"""The daily letter: what was held for a person since the last one, in one letter.

When it is due is read from the rows: whatever was held before today's moment and still is. So a clock that was down
writes it late, and one that comes every minute writes nothing twice.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from jinja2 import TemplateError

from otklik.outbox import wording
from otklik.outbox.models import Message
from otklik.outbox.put import Address, Note, row
from otklik.people.models import User

PEOPLE: Final = 500  # in a transaction
_LINES: Final = 50  # of a letter; what is older is only counted


def write_due(*, now: datetime) -> int:
    """Write the letters that are due; return how many. Killed in the middle: who has none yet gets it next time."""
    moment, written, last = latest_moment(now), 0, 0
    while people := _next(after=last, moment=moment):
        written += _write(people, moment=moment, now=now)
        last = people[-1]
    return written


def latest_moment(now: datetime) -> datetime:
    """The newest moment of a daily letter that has passed."""
    local = timezone.localtime(now)
    today = timezone.make_aware(datetime.combine(local.date(), time(settings.DIGEST_HOUR)))
    if today <= now:
        return today
    return timezone.make_aware(datetime.combine(local.date() - timedelta(days=1), time(settings.DIGEST_HOUR)))


def _next(*, after: int, moment: datetime) -> list[int]:
    """People with something held; one statement, which is all that those without cost."""
    held = _held(moment).filter(user_id__gt=after).order_by("user_id")
    return list(held.values_list("user_id", flat=True).distinct()[:PEOPLE])


@transaction.atomic
def _write(people: list[int], *, moment: datetime, now: datetime) -> int:
    """One letter each, and what it tells is told. Somebody else at the same: the word `once` stops one of the two."""
    words = {user_id: f"digest:{user_id}:{timezone.localdate(moment)}" for user_id in people}
    edited = wording.in_force()
    held = list(_held(moment).filter(user_id__in=people).select_for_update().order_by("user_id", "id"))
    users = User.objects.in_bulk({message.user_id for message in held})
    had = set(Message.objects.filter(once__in=words.values()).values_list("user_id", flat=True))
    letters, told, lost = [], [], []
    for user_id, group in groupby(held, key=lambda message: message.user_id):
        if user_id is None or user_id in had:  # written down late: for tomorrow's
            continue
        user, messages = users[user_id], list(group)
        if not wanted(user):
            lost += messages
            continue
        letters.append(_letter(user, messages, edited, once=words[user_id]))
        told += messages
    Message.objects.bulk_create(letters)
    _settle(told, state=Message.State.SENT, sent_at=now)
    _settle(lost, state=Message.State.DROPPED)
    return len(letters)


def wanted(user: User) -> bool:
    """Is there still somebody who reads news by e-mail?"""
    return user.is_active and user.wants_letters and bool(user.email) and not user.email_trouble


def _letter(user: User, held: Sequence[Message], edited: wording.Edited, *, once: str) -> Message:
    lines = [_line(message, edited) for message in held[-_LINES:]]
    note = Note("digest", {"name": user.name, "items": lines, "more": len(held) - len(lines)})
    letter = row(note, Address(user.email, user_id=user.pk, language=user.language))
    letter.once = once
    return letter


def _line(message: Message, edited: wording.Edited) -> dict[str, Any]:
    """Subject and link. A letter that cannot be made is named by its kind: the others must not wait for it."""
    try:
        words = wording.text_of(message, {}, edited)
    except TemplateError:
        return {"subject": f"{message.kind} {message.about}".strip(), "link": ""}
    return {"subject": words.subject, "link": words.link}


def _held(moment: datetime) -> Any:
    return Message.objects.filter(state=Message.State.HELD, created_at__lt=moment, user__isnull=False)


def _settle(messages: list[Message], **columns: Any) -> None:
    if messages:
        Message.objects.filter(pk__in=[message.pk for message in messages]).update(**columns)
