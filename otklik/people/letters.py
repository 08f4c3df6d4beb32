"""Letters about an account. One function per letter; each is called by exactly one place of `web.account`.

A letter is a row stored with the change that causes it; the worker renders `templates/letters/<kind>.txt` (first line:
subject) and sends it. Its links are made at that moment, so they are as fresh as the letter.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from otklik.kit import clock, posting
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
    with posting.failures_counted(Letter.objects.filter(pk=letter_id)):
        _send(letter_id, now=now)


def queue_unsent(*, now: datetime, limit: int = 500) -> int:
    """Queue letters that have waited for an hour: their job was lost or gave up. Returns how many."""
    return posting.queue_late(
        Letter.objects.all(),
        send_account_letter,
        lock="account-letter",
        keep_trying=KEEP_TRYING,
        now=now,
        limit=limit,
    )


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
    return posting.rendered(_templates, letter.kind, shown)


@transaction.atomic
def _send(letter_id: int, *, now: datetime) -> None:
    waiting = Letter.objects.select_for_update(of=("self",)).select_related("user")
    letter = waiting.filter(pk=letter_id, sent_at=None).first()
    if letter is None:
        return
    if letter.kind == "confirm" and _waits(letter) is None:
        letter.delete()
        return
    posting.post(letter, text_of(letter), name=f"otklik-account-{letter.pk}", now=now)


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


_templates = posting.templates(settings.BASE / "people/templates/letters")
