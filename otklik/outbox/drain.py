"""Sending what waits. Any number of workers may do it at once: each takes rows of its own.

Each channel is drained by itself: a gateway that is dead delays its own messages only. A row is claimed by moving its
`due_at` on; a worker that is killed leaves its claims to whoever comes a minute later. A kill between the server's
«taken» and our UPDATE sends that one again, the same to the last byte.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import connection
from django.db.models import F

from otklik.outbox import stops, stores, wording
from otklik.outbox.channel import Gone, Later, NotYet, Pointless, Post, Stopped, Undeliverable
from otklik.outbox.email import Email
from otklik.outbox.models import Message, Stop
from otklik.outbox.push import Push
from otklik.outbox.sms import Sms

log = logging.getLogger(__name__)

CLAIM: Final = timedelta(seconds=60)
BATCH: Final = 50
KEEP_TRYING: Final = timedelta(days=7)
_LONGEST_PAUSE: Final = timedelta(minutes=15)
_BREATH: Final = timedelta(seconds=10)
_POSTS: Final[Mapping[Message.Channel, Callable[[], Post]]] = {
    Message.Channel.EMAIL: Email,
    Message.Channel.PUSH: Push,
    Message.Channel.SMS: Sms,
    **{channel: partial(stores.StoreApp, channel) for channel in stores.CHANNELS},
}

# Makes what only the moment of sending can make; None: the message has lost its reason. Raises NotYet.
Finish = Callable[[Message], dict[str, Any] | None]
# The address does not exist: told once, after the row says so.
Undelivered = Callable[[Message], None]
# A channel stands still: told at every try, to be said once for each `since`.
Standing = Callable[[Stop], None]


def waits(*, now: datetime) -> list[Message.Channel]:
    """Channels that have something to send: one statement on a small index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT channel FROM unnest(%s::text[]) AS known (channel) WHERE EXISTS"
            " (SELECT FROM outbox_message AS m"
            "  WHERE m.channel = known.channel AND m.state = 'waiting' AND m.due_at <= %s)"
            " AND NOT EXISTS (SELECT FROM outbox_stop AS s WHERE s.channel = known.channel AND s.until > %s)",
            [Message.Channel.values, now, now],
        )
        return [Message.Channel(channel) for (channel,) in cursor.fetchall()]


def batch(
    *,
    finish: Finish,
    undeliverable: Undelivered,
    clock: Callable[[], datetime],
    channel: Message.Channel = Message.Channel.EMAIL,
    standing: Standing = lambda stop: None,
) -> int:
    """Claim some of what waits and send it; return how many were dealt with. 0: nothing waits, or nobody takes it."""
    began = clock()
    messages = _claimed(channel, began)
    if not messages:
        return 0
    done, heard = 0, False
    edited = wording.in_force()
    try:
        with _POSTS[channel]() as post:
            for place, message in enumerate(messages):
                if clock() - began > CLAIM / 2:  # a slow server: what is left goes to the next batch
                    _release(messages[place:], due_at=began)
                    break
                heard |= _one(message, post, edited, finish=finish, undeliverable=undeliverable, now=clock())
                done += 1
    except Gone as e:
        log.warning("%s: nobody takes messages: %s", channel, e)
        for message in messages[done : done + 1]:  # none when only the goodbye failed
            _put_off(message, error=e, now=clock())
        _release(messages[done + 1 :], due_at=clock() + max(_BREATH, timedelta(seconds=e.after)))
        if isinstance(e, Stopped):
            standing(stops.begin(channel, said=str(e), now=clock()))
        return 0
    if channel in stores.CHANNELS and (heard or channel not in stores.offered()):
        stops.end(channel)
    return done


def _one(
    message: Message,
    post: Post,
    edited: wording.Edited,
    *,
    finish: Finish,
    undeliverable: Undelivered,
    now: datetime,
) -> bool:
    """Send one and say so in its row; whether the other side looked at it. Raises Gone."""
    try:
        more = finish(message)
        if more is None:
            raise Pointless
        post.send(message, wording.text_of(message, more, edited), more)
    except Gone:
        raise
    except Pointless:
        _settle(message, state=Message.State.DROPPED)
    except NotYet as e:
        _release([message], due_at=e.until)
    except Undeliverable as e:
        message.error = str(e)[:300]
        _settle(message, state=Message.State.FAILED, error=message.error)
        undeliverable(message)
        return True
    except Exception as e:  # noqa: BLE001  # one that cannot be made or is refused for now must not stop the others
        log.warning("message %s %s: %s", message.pk, message.kind, type(e).__name__)
        _put_off(message, error=e, now=now)
    else:
        _sent(message, now)
        return True
    return False


def _claimed(channel: Message.Channel, now: datetime) -> list[Message]:
    """Ours until CLAIM has passed: one statement, and no other worker waits for it.

    WITH is evaluated once; below IN the planner may ask again for each row, and so claim more than BATCH.
    """
    rows = Message.objects.raw(
        "WITH mine AS MATERIALIZED ("
        " SELECT id FROM outbox_message WHERE state = 'waiting' AND channel = %s AND due_at <= %s"
        " AND NOT EXISTS (SELECT FROM outbox_stop AS s WHERE s.channel = %s AND s.until > %s)"
        " ORDER BY due_at, id LIMIT %s FOR UPDATE OF outbox_message SKIP LOCKED)"
        " UPDATE outbox_message AS m SET due_at = %s, attempts = m.attempts + 1"
        " FROM mine WHERE m.id = mine.id RETURNING m.*",
        [channel, now, channel, now, BATCH, now + CLAIM],
    )
    return sorted(rows, key=lambda message: message.pk)


def _sent(message: Message, now: datetime) -> None:
    """By hand: it is half of what a letter costs PostgreSQL and us, and the ORM would double our part."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_message SET state = 'sent', sent_at = %s, error = '' WHERE id = %s",
            [now, message.pk],
        )


def _settle(message: Message, **columns: Any) -> None:
    Message.objects.filter(pk=message.pk).update(**columns)


def _put_off(message: Message, *, error: Exception, now: datetime) -> None:
    """Half a minute more at each try, a quarter of an hour at most, or as the other side asks; for KEEP_TRYING."""
    said = str(error) if isinstance(error, Gone) else f"{type(error).__name__}: {error}"
    columns: dict[str, Any] = {"error": said[:300]}
    if now - message.created_at > KEEP_TRYING:
        columns["state"] = Message.State.FAILED
    else:
        asked = timedelta(seconds=error.after if isinstance(error, Gone | Later) else 0)
        columns["due_at"] = now + max(min(timedelta(seconds=30) * message.attempts, _LONGEST_PAUSE), asked)
    _settle(message, **columns)


def _release(messages: list[Message], *, due_at: datetime) -> None:
    """Claimed and not tried."""
    ids = [message.pk for message in messages]
    Message.objects.filter(pk__in=ids).update(due_at=due_at, attempts=F("attempts") - 1)
