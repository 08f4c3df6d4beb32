"""Sending what waits. Any number of workers may do it at once: each takes rows of its own.

A row is claimed by moving its `due_at` on; a worker that is killed leaves its claims to whoever comes a minute later.
A kill between the server's «taken» and our UPDATE sends that one again, with the same Message-ID.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.mail import get_connection
from django.db.models import F

from otklik.outbox import email
from otklik.outbox.models import Message

log = logging.getLogger(__name__)

CLAIM: Final = timedelta(seconds=60)
BATCH: Final = 50
KEEP_TRYING: Final = timedelta(days=7)
_LONGEST_PAUSE: Final = timedelta(minutes=15)

# Makes what only the moment of sending can make; None: the message has lost its reason.
Finish = Callable[[Message], dict[str, Any] | None]
# The address does not exist: told once, after the row says so.
Undeliverable = Callable[[Message], None]


def waits(*, now: datetime) -> bool:
    """Is there anything to send? One statement on a small index."""
    return Message.objects.filter(state=Message.State.WAITING, due_at__lte=now).exists()


def batch(*, finish: Finish, undeliverable: Undeliverable, clock: Callable[[], datetime]) -> int:
    """Claim some of what waits and send it; return how many were dealt with. 0: nothing waits, or nobody takes it."""
    began = clock()
    messages = _claimed(began)
    if not messages:
        return 0
    done = 0
    post = get_connection()
    try:
        post.open()
        for place, message in enumerate(messages):
            if clock() - began > CLAIM / 2:  # a slow server: what is left goes to the next batch
                _release(messages[place:], due_at=began)
                break
            _one(message, post, finish=finish, undeliverable=undeliverable, now=clock())
            done += 1
    except email.SERVER_GONE as e:
        log.warning("mail server: %s", type(e).__name__)
        _put_off(messages[done], error=e, now=clock())
        _release(messages[done + 1 :], due_at=clock() + timedelta(seconds=10))
        return 0
    finally:
        email.close(post)
    return done


def _one(message: Message, post: Any, *, finish: Finish, undeliverable: Undeliverable, now: datetime) -> None:
    """Send one and say so in its row. Raises what means that the server is gone."""
    try:
        more = finish(message)
        if more is None:
            _settle(message, state=Message.State.DROPPED)
            return
        email.send(message, more, post)
    except email.Undeliverable as e:
        message.error = str(e)[:300]
        _settle(message, state=Message.State.FAILED, error=message.error)
        undeliverable(message)
    except email.SERVER_GONE:
        raise
    except Exception as e:  # noqa: BLE001  # one that cannot be made or is refused for now must not stop the others
        log.warning("message %s %s: %s", message.pk, message.kind, type(e).__name__)
        _put_off(message, error=e, now=now)
    else:
        _settle(message, state=Message.State.SENT, sent_at=now, error="")


def _claimed(now: datetime) -> list[Message]:
    """Ours until CLAIM has passed: one statement, and no other worker waits for it."""
    rows = Message.objects.raw(
        "UPDATE outbox_message SET due_at = %s, attempts = attempts + 1 WHERE id IN ("
        " SELECT id FROM outbox_message WHERE state = 'waiting' AND due_at <= %s"
        " ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING *",
        [now + CLAIM, now, BATCH],
    )
    return sorted(rows, key=lambda message: message.pk)


def _settle(message: Message, **columns: Any) -> None:
    Message.objects.filter(pk=message.pk).update(**columns)


def _put_off(message: Message, *, error: Exception, now: datetime) -> None:
    """Half a minute more at each try, a quarter of an hour at most, for KEEP_TRYING."""
    columns: dict[str, Any] = {"error": f"{type(error).__name__}: {error}"[:300]}
    if now - message.created_at > KEEP_TRYING:
        columns["state"] = Message.State.FAILED
    else:
        columns["due_at"] = now + min(timedelta(seconds=30) * message.attempts, _LONGEST_PAUSE)
    _settle(message, **columns)


def _release(messages: list[Message], *, due_at: datetime) -> None:
    """Claimed and not tried."""
    ids = [message.pk for message in messages]
    Message.objects.filter(pk__in=ids).update(due_at=due_at, attempts=F("attempts") - 1)
