"""How a person is told something: by the channels and at the pace that they chose."""

import json
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from otklik.outbox.models import Message, Muted
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
SELECT n.kind, 'push', u.id, p.id::text, n.about, u.language, n.context || jsonb_build_object('name', u.name),
  'waiting', n.once || ' ' || u.id || ' push ' || p.id
FROM outbox_pushsubscription p JOIN people_user u ON u.id = p.user_id,
  (SELECT %s::text kind, %s::text about, %s::jsonb context, %s::text once) n
WHERE p.user_id = ANY(%s) AND p.dead_at IS NULL
ORDER BY p.id ON CONFLICT DO NOTHING
"""
