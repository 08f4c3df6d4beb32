"""Letters about an account. One function per letter; each is called by exactly one place of `web.account`.

A letter is a row stored with the change that causes it; the worker renders `templates/letters/<kind>.txt` (first line:
subject) and sends it. Its links are made at that moment, so they are as fresh as the letter.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

import jinja2
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from otklik.kit import clock
from otklik.people.models import Letter, User

# Older ones would bring links to somebody who has long asked for new ones.
KEEP_TRYING: Final = timedelta(days=1)


def confirm(user: User, *, to: str) -> None:
    """`to` may be another address than the account's: the one that it is to have."""
    _queue("confirm", to, user)


def already_yours(*, to: str) -> None:
    """Somebody registers with an e-mail that has an account: only its owner learns of it."""
    _queue("already-yours", to, None)


def reset(user: User, *, to: str) -> None:
    _queue("reset", to, user)


def password_changed(user: User, *, to: str) -> None:
    _queue("password-changed", to, user)


def email_changed(user: User, *, to: str, new: str) -> None:
    """To the address that the account had until now."""
    _queue("email-changed", to, user, new=new)


# Half a minute more at each try, for some hours: a mail server that is back gets the letters within the hour.
@app.task(queue="letters", retry=RetryStrategy(max_attempts=40, linear_wait=30))
def send_account_letter(*, letter_id: int) -> None:
    send(letter_id=letter_id, now=clock.now())


def send(*, letter_id: int, now: datetime) -> None:
    """Send the letter once; a repeat finds it sent. One that has lost its reason meanwhile is deleted.

    Raises OSError, smtplib.SMTPException: the mail server did not take it; the queue tries again.
    """
    try:
        _send(letter_id, now=now)
    except Exception:  # whatever it was: the try is counted and the queue is told
        Letter.objects.filter(pk=letter_id).update(attempts=F("attempts") + 1)
        raise


def queue_unsent(*, now: datetime, limit: int = 500) -> int:
    """Queue letters that have waited for an hour: their job was lost or gave up. Returns how many."""
    late = {"created_at__lt": now - timedelta(hours=1), "created_at__gt": now - KEEP_TRYING}
    waiting = Letter.objects.filter(sent_at=None, **late).order_by("created_at")
    queued = 0
    for letter_id in list(waiting.values_list("pk", flat=True)[:limit]):
        with suppress(AlreadyEnqueued), transaction.atomic():
            lock = f"account-letter-{letter_id}"
            send_account_letter.configure(queueing_lock=lock).defer(letter_id=letter_id)
            queued += 1
    return queued


def text_of(letter: Letter) -> tuple[str, str]:
    """Subject and body of the letter, from its template, with links made now."""
    shown: dict[str, Any] = {
        **letter.context,
        "name": letter.user.name if letter.user else "",
        "to": letter.to,
        "portal": settings.PORTAL_NAME,
        "base": settings.BASE_URL,
        "confirm_days": settings.CONFIRM_DAYS,
        "reset_hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        "path": _path(letter),
    }
    subject, _, body = _templates.get_template(f"{letter.kind}.txt").render(shown).partition("\n")
    return subject.strip(), body.strip() + "\n"


@transaction.atomic
def _send(letter_id: int, *, now: datetime) -> None:
    waiting = Letter.objects.select_for_update(of=("self",)).select_related("user")
    letter = waiting.filter(pk=letter_id, sent_at=None).first()
    if letter is None:
        return
    if letter.kind == "confirm" and _waits(letter) is None:
        letter.delete()
        return
    subject, body = text_of(letter)
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<otklik-account-{letter.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, to=[letter.to], headers=headers).send()
    letter.sent_at = now
    letter.attempts += 1
    letter.save(update_fields=["sent_at", "attempts"])


def _path(letter: Letter) -> str:
    """Where the letter's link leads on the portal; "" for a letter without one."""
    if letter.kind == "confirm":
        return f"/register/confirm/{EmailConfirmationHMAC(_waits(letter)).key}"
    if letter.kind == "reset":
        return f"/password/reset/{user_pk_to_url_str(letter.user)}/{default_token_generator.make_token(letter.user)}"
    return ""


def _waits(letter: Letter) -> Any:
    """The address that waits for the confirmation; None: it is confirmed or gone."""
    return EmailAddress.objects.filter(user=letter.user, email=letter.to, verified=False).first()


def _queue(kind: str, to: str, user: User | None, **context: Any) -> None:
    with transaction.atomic():
        letter = Letter.objects.create(user=user, kind=kind, to=to, context=context)
        send_account_letter.defer(letter_id=letter.pk)


# Plain text: nothing to escape.
_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(settings.BASE / "people/templates/letters"),
    undefined=jinja2.StrictUndefined,
    autoescape=False,  # noqa: S701  # text/plain
    keep_trailing_newline=True,
)
