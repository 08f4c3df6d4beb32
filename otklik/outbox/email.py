"""A message as an e-mail."""

import smtplib
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage

from otklik.outbox import wording
from otklik.outbox.models import Message

# smtplib's own errors and a missing template are OSErrors too: only these mean that nobody listens at all.
SERVER_GONE: Final = (
    ConnectionError,
    TimeoutError,
    socket.gaierror,
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)


class Undeliverable(Exception):
    """The server says for good that there is no such address."""


def send(message: Message, more: Mapping[str, Any], post: Any) -> None:
    """Hand the letter to the open connection `post`. Its Message-ID is the same at every try.

    Raises Undeliverable; OSError, smtplib.SMTPException: not now.
    """
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<otklik-{message.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    letter = EmailMessage(*wording.text_of(message, more), to=[message.to], headers=headers, connection=post)
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as e:
        code, words = next(iter(e.recipients.values()))  # there is one
        if code < 500:
            raise
        raise Undeliverable(f"{code} {words.decode(errors='replace')}") from e


def close(post: Any) -> None:
    """Say goodbye; a server that is gone needs none."""
    with suppress(OSError, smtplib.SMTPException):
        post.close()
