"""Letters that are rows: rendered from text templates, sent once by the worker, queued again when their job is lost.

The tables are the callers'; each row has `to`, `created_at`, `sent_at` and `attempts`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import jinja2
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task


class Row(Protocol):
    to: Any
    sent_at: Any
    attempts: Any

    def save(self, *args: Any, **kwargs: Any) -> None: ...


def templates(folder: Path) -> jinja2.Environment:
    """Plain text, so nothing is escaped; a missing name is an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701  # text/plain
        keep_trailing_newline=True,
    )


def rendered(made: jinja2.Environment, kind: str, shown: Mapping[str, Any]) -> tuple[str, str]:
    """Subject (the template's first line) and body."""
    subject, _, body = made.get_template(f"{kind}.txt").render(shown).partition("\n")
    return subject.strip(), body.strip() + "\n"


def post(letter: Row, text: tuple[str, str], *, name: str, now: datetime) -> None:
    """Send the letter and keep when. name: goes into the Message-ID, the same at every try.

    The caller holds the row's lock. Raises OSError, smtplib.SMTPException: the mail server did not take it.
    """
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(*text, to=[letter.to], headers=headers).send()
    letter.sent_at = now
    letter.attempts += 1
    letter.save(update_fields=["sent_at", "attempts"])


@contextmanager
def failures_counted(letter: QuerySet[Any]) -> Iterator[None]:
    """Whatever goes wrong within the block: the try is counted and the queue is told. letter: its one row."""
    try:
        yield
    except Exception:
        letter.update(attempts=F("attempts") + 1)
        raise


def queue_late(
    letters: QuerySet[Any],
    task: Task[Any, Any, Any],
    *,
    lock: str,
    keep_trying: timedelta,
    now: datetime,
    limit: int,
) -> int:
    """Queue letters that have waited for an hour: their job was lost or gave up. Returns how many.

    lock: begins the queueing lock; a letter whose lock is queued already is passed over. Those older than
    `keep_trying` stay unsent, with their number of attempts.
    """
    late = {"created_at__lt": now - timedelta(hours=1), "created_at__gt": now - keep_trying}
    waiting = letters.filter(sent_at=None, **late).order_by("created_at")
    queued = 0
    for letter_id in list(waiting.values_list("pk", flat=True)[:limit]):
        with suppress(AlreadyEnqueued), transaction.atomic():
            task.configure(queueing_lock=f"{lock}-{letter_id}").defer(letter_id=letter_id)
            queued += 1
    return queued
