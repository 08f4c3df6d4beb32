"""How a person is told something: by the channels and at the pace that they chose, and how they end it."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from otklik.kit import links
from otklik.outbox.models import Message, Muted
from otklik.outbox.put import Address, Note, put
from otklik.people.models import User

# Sent at once whatever the person chose: without it something would end that they began, or an official's term pass.
URGENT: Final = frozenset({"confirmation", "question", "terms"})
# News of polls: who gets them is User.poll_news, and whoever ends them goes on hearing of their appeals.
POLLS: Final = frozenset({"poll-open", "poll-results", "survey-open"})
BATCH: Final = 1000  # people told by one statement
PATIENCE: Final = timedelta(minutes=10)


def tell(user: User | None, note: Note, *, email: str = "", phone: str = "") -> None:
    """Write the note down for this person; `email` is for one without an account, "" for none.

    phone: E.164, of one who has neither an account nor an e-mail: told by SMS.
    Two statements; who chose no letters gets none unless the kind is one of URGENT.
    """
    put(note, _addresses(user, note.kind) if user else _stranger(email, phone, note.kind))


def _addresses(user: User, kind: str) -> list[Address]:
    urgent = kind in URGENT
    if not user.is_active or not (user.wants_letters or urgent):
        return []
    held = user.pace == User.Pace.DAILY and not urgent
    letter = Address(user.email, user_id=user.pk, language=user.language, held=held)
    found = [letter] if user.email and not user.email_trouble else []
    subscriptions = user.push_subscriptions.filter(dead_at=None).values_list("pk", "channel")
    found += [
        Address(str(pk), Message.Channel(channel), user.pk, user.language) for pk, channel in subscriptions
    ]
    return found


def _stranger(email: str, phone: str, kind: str) -> list[Address]:
    if not email:
        return [Address(phone, Message.Channel.SMS)] if phone else []
    if kind not in URGENT and Muted.objects.filter(email=email.lower()).exists():
        return []
    return [Address(email)]


def tell_many(users: QuerySet[User], note: Note) -> int:
    """Write the note down for each of `users` who wants letters, as `tell` would; return how many messages are new.

    note.once must name the event: a repeat after a kill goes on where it stopped and tells nobody twice. The template
    gets each person's `name` besides the context. One statement finds the people, two write for each BATCH of them:
    rows are made by the database, for a popular appeal has a hundred thousand followers.
    """
    keys = list(users.filter(is_active=True, wants_letters=True).order_by("pk").values_list("pk", flat=True))
    said = [note.kind, note.about, json.dumps(note.context, ensure_ascii=False), note.once]
    written = 0
    with connection.cursor() as cursor:
        for start in range(0, len(keys), BATCH):
            for sql in (_LETTERS, _PUSHES):
                cursor.execute(sql, [*said, keys[start : start + BATCH]])
                written += cursor.rowcount
    return written


def tell_of_polls(people: Sequence[int], note: Note) -> int:
    """Write a note of POLLS down for these accounts; return how many people have a new message.

    Who may be told `people.audience` says. By letter only those who asked for letters of polls; note.once and `name` as
    for `tell_many`. Three statements for each BATCH.
    """
    said = [note.kind, note.about, json.dumps(note.context, ensure_ascii=False), note.once]
    by_letter = User.objects.filter(poll_news=User.PollNews.LETTER).values_list("pk", flat=True)
    told: set[int] = set()
    with connection.cursor() as cursor:
        for start in range(0, len(people), BATCH):
            some = list(people[start : start + BATCH])
            for sql, keys in ((_LETTERS, list(by_letter.filter(pk__in=some))), (_PUSHES, some)):
                cursor.execute(f"{sql} RETURNING user_id", [*said, keys])
                told.update(user_id for (user_id,) in cursor.fetchall())
    return len(told)


def polls_go_out(*, now: datetime) -> bool:
    """Whether what was told of polls in the last PATIENCE is still on its way: news of millions written at once would
    keep codes and answers waiting for hours behind them. Longer than that nothing waits for a channel that stands.
    """
    going = Message.objects.filter(state=Message.State.WAITING, due_at__lte=now, kind__in=POLLS)
    return going.filter(created_at__gt=now - PATIENCE).exists()


_LETTERS: Final = """
INSERT INTO outbox_message (kind, channel, user_id, "to", about, language, context, state, once)
SELECT n.kind, 'email', u.id, u.email, n.about, u.language, n.context || jsonb_build_object('name', u.name),
  CASE WHEN u.pace = 'daily' THEN 'held' ELSE 'waiting' END, n.once || ' ' || u.id
FROM people_user u, (SELECT %s::text kind, %s::text about, %s::jsonb context, %s::text once) n
WHERE u.id = ANY(%s) AND u.email <> '' AND u.email_trouble = ''
ORDER BY u.id ON CONFLICT DO NOTHING
"""
_PUSHES: Final = """
INSERT INTO outbox_message (kind, channel, user_id, "to", about, language, context, state, once)
SELECT n.kind, p.channel, u.id, p.id::text, n.about, u.language, n.context || jsonb_build_object('name', u.name),
  'waiting', n.once || ' ' || u.id || ' push ' || p.id
FROM outbox_pushsubscription p JOIN people_user u ON u.id = p.user_id,
  (SELECT %s::text kind, %s::text about, %s::jsonb context, %s::text once) n
WHERE p.user_id = ANY(%s) AND p.dead_at IS NULL
ORDER BY p.id ON CONFLICT DO NOTHING
"""


# Signed into the link that ends letters: the account, or for one without an account the letter itself.
_ACCOUNT: Final = "unsubscribe"
_ACCOUNT_POLLS: Final = "unsubscribe-polls"
_LETTER: Final = "unsubscribe-letter"


@cache
def may_be_ended(kind: str) -> bool:
    """News. What is urgent and what is about the account itself (its template lies here) comes whatever was chosen."""
    return kind not in URGENT and not (settings.BASE / f"people/templates/letters/{kind}.txt").exists()


def unsubscribe_link(message: Message) -> str:
    """Good for one thing: no more news to this account, of a letter of POLLS no more of those, or no more news to this
    address. The same whenever the letter is sent.
    """
    if message.user_id is None:
        purpose, key = _LETTER, message.pk
    else:
        purpose, key = _ACCOUNT_POLLS if message.kind in POLLS else _ACCOUNT, message.user_id
    return f"{settings.BASE_URL}/unsubscribe/{links.sign(purpose, key, at=message.created_at)}"


def unsubscribe(token: str, *, days: int) -> bool:
    """No more news; a repeat changes nothing. Whether only those of polls. Raises links.BadLink."""
    purpose, key = _read(token, days=days)
    if purpose == _ACCOUNT:
        User.objects.filter(pk=key).update(wants_letters=False)
    elif purpose == _ACCOUNT_POLLS:
        User.objects.filter(pk=key).update(poll_news=User.PollNews.OFF)
    else:
        _mute(key)
    return purpose == _ACCOUNT_POLLS


def check_unsubscribe(token: str, *, days: int) -> bool:
    """Whether `unsubscribe` would end only news of polls. Raises links.BadLink: nothing."""
    return _read(token, days=days)[0] == _ACCOUNT_POLLS


def _read(token: str, *, days: int) -> tuple[str, int]:
    """What for, and whose. Raises links.BadLink."""
    for purpose in (_ACCOUNT, _ACCOUNT_POLLS):
        with suppress(links.BadLink):
            return purpose, links.read(purpose, token, days=days)
    return _LETTER, links.read(_LETTER, token, days=days)


def _mute(message_id: int) -> None:
    to = Message.objects.filter(pk=message_id).values_list("to", flat=True)
    Muted.objects.bulk_create([Muted(email=email.lower()) for email in to], ignore_conflicts=True)
