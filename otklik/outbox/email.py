"""A message as an e-mail: one connection for a batch, an unsubscribe header where the person may say «no more»."""

import smtplib
import socket
from collections.abc import Mapping
from contextlib import suppress
from email.utils import format_datetime
from typing import Any, Final

from django.conf import settings
from django.core.mail import get_connection

from otklik.kit import links
from otklik.kit.mailbox import Letter
from otklik.outbox import wording
from otklik.outbox.channel import Gone, Undeliverable
from otklik.outbox.models import Message
from otklik.outbox.wording import Words

# By this header of the letter that comes back a report of its delivery is believed (`bounces`).
CHECK: Final = "X-Otklik-Check"
# smtplib's own errors and a missing template are OSErrors too: only these mean that nobody listens at all.
_SERVER_GONE: Final = (
    ConnectionError,
    TimeoutError,
    socket.gaierror,
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)


class Email:
    """channel.Post of settings.EMAIL_BACKEND."""

    def __enter__(self) -> "Email":
        self._server = get_connection()
        try:
            self._server.open()
        except _SERVER_GONE as e:
            raise Gone(f"{type(e).__name__}: {e}") from e
        return self

    def __exit__(self, *error: object) -> None:
        """Say goodbye; a server that is gone needs none."""
        with suppress(OSError, smtplib.SMTPException):
            self._server.close()

    def send(self, message: Message, words: Words, more: Mapping[str, Any]) -> None:
        """`more["unsubscribe"]`: the address that ends such letters."""
        try:
            letter(message, words, more, self._server).send()
        except smtplib.SMTPRecipientsRefused as e:
            code, said = next(iter(e.recipients.values()))  # there is one
            if code < 500:
                raise
            raise Undeliverable(f"{code} {said.decode(errors='replace')}") from e
        except _SERVER_GONE as e:
            raise Gone(f"{type(e).__name__}: {e}") from e


def letter(message: Message, words: Words, more: Mapping[str, Any], server: Any = None) -> Letter:
    """As it goes out, at every try the same; what may be ended has the headers of RFC 8058 and says below how."""
    subject, body = words
    headers = {
        "Message-ID": message_id(message.pk),
        "Date": format_datetime(message.created_at),
        "Auto-Submitted": "auto-generated",
        CHECK: links.sign("bounce", message.pk, at=message.created_at),
    }
    if end := more.get("unsubscribe"):
        headers["List-Unsubscribe"] = f"<{end}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        body += wording.footer(message, end)
    return Letter(subject, body, to=[message.to], headers=headers, connection=server)


def message_id(key: int) -> str:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return f"<otklik-{key}@{host}>"
