"""Letters to the author. One function per letter; each is called by exactly one step.

A letter is a row stored with the change that causes it; the worker renders `templates/letters/<kind>.txt` (first line:
subject) and sends it. A dead mail server delays letters and nothing else.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from otklik.appeals import labels
from otklik.appeals.lifecycle import Decision, Kind, RefusalReason
from otklik.appeals.models import Answer, Appeal, Letter
from otklik.appeals.rules import number
from otklik.kit import clock, links, posting

KEEP_TRYING: Final = timedelta(days=7)


def confirmation(appeal: Appeal) -> None:
    _queue(appeal, "confirmation", token=links.sign("confirm", appeal.pk))


def received(appeal: Appeal) -> None:
    _queue(appeal, "received")


def refused(appeal: Appeal, *, reason: RefusalReason, words: str) -> None:
    _queue(appeal, "refused", reason=reason.value, words=words)


def question(appeal: Appeal, *, words: str) -> None:
    _queue(appeal, "question", words=words, token=links.sign("author", appeal.pk))


def merged(appeal: Appeal, *, original: Appeal) -> None:
    _queue(appeal, "merged", original=original.number)


def published(appeal: Appeal) -> None:
    _queue(appeal, "published")


def sent(appeal: Appeal, *, msed_number: str) -> None:
    _queue(appeal, "sent", msed_number=msed_number)


def answered(appeal: Appeal, answer: Answer) -> None:
    _queue(
        appeal,
        "answered",
        decision=answer.decision,
        text=answer.text,
        token=links.sign("author", appeal.pk),
    )


def returned(appeal: Appeal, *, by_right: bool) -> None:
    _queue(appeal, "returned", by_right=by_right)


def closed(appeal: Appeal, *, rated: bool) -> None:
    _queue(appeal, "closed", rated=rated, thanks=appeal.kind == Kind.THANKS)


# Half a minute more at each try, for a day: a mail server that is back gets the letters within the hour.
@app.task(queue="letters", retry=RetryStrategy(max_attempts=75, linear_wait=30))
def send_later(*, letter_id: int) -> None:
    send(letter_id=letter_id, now=clock.now())


def send(*, letter_id: int, now: datetime) -> None:
    """Send the letter once; a repeat finds it sent. Its Message-ID is the same at every try.

    Raises OSError, smtplib.SMTPException: the mail server did not take it; the queue tries again.
    """
    with posting.failures_counted(Letter.objects.filter(pk=letter_id)):
        _send(letter_id, now=now)


@transaction.atomic
def _send(letter_id: int, *, now: datetime) -> None:
    waiting = Letter.objects.select_for_update(of=("self",)).select_related("appeal__topic").only(*_NEEDED)
    letter = waiting.get(pk=letter_id)
    if letter.sent_at:
        return
    posting.post(letter, text_of(letter), name=f"otklik-{letter.pk}", now=now)


# Columns that a letter is made of: an appeal's text and point are not read for it.
_NEEDED: Final = (
    "kind", "to", "context", "attempts", "sent_at",
    "appeal__number", "appeal__address", "appeal__author_name", "appeal__answer_by", "appeal__topic__title",
)  # fmt: skip


def queue_unsent(*, now: datetime, limit: int = 500) -> int:
    """Queue letters that have waited for an hour: their job was lost or gave up. Returns how many.

    Those that could not be sent for KEEP_TRYING stay unsent, with their number of attempts.
    """
    return posting.queue_late(
        Letter.objects.all(), send_later, lock="letter", keep_trying=KEEP_TRYING, now=now, limit=limit
    )


def text_of(letter: Letter) -> tuple[str, str]:
    """Subject and body of the letter, from its template."""
    appeal = letter.appeal
    shown: dict[str, Any] = {
        **letter.context,
        "number": number.spoken(appeal.number),
        "topic": appeal.topic.title,
        "address": appeal.address,
        "name": appeal.author_name,
        "portal": settings.PORTAL_NAME,
        "base": settings.BASE_URL,
        "page": f"{settings.BASE_URL}/appeals/{appeal.number}",
        "moderation_hours": settings.MODERATION_HOURS,
        "question_days": settings.QUESTION_DAYS,
        "confirm_days": settings.CONFIRM_DAYS,
        "close_days": settings.CLOSE_AFTER_DAYS,
        "answer_by": appeal.answer_by,
    }
    if "original" in shown:
        shown["original_page"] = f"{settings.BASE_URL}/appeals/{shown['original']}"
        shown["original"] = number.spoken(shown["original"])
    if "reason" in shown:
        shown["reason"] = labels.REFUSAL[RefusalReason(shown["reason"])]
    if "decision" in shown:
        shown["decision"] = labels.DECISION[Decision(shown["decision"])]
    return posting.rendered(_templates, letter.kind, shown)


def _queue(appeal: Appeal, kind: str, **context: Any) -> None:
    if not appeal.author_email:
        return
    letter = Letter.objects.create(appeal=appeal, kind=kind, to=appeal.author_email, context=context)
    send_later.defer(letter_id=letter.pk)


_templates = posting.templates(settings.BASE / "appeals/templates/letters")
