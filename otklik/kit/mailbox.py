"""Letters as files, one .eml each: the demo's and the tests' post office.

The file is named by the letter's Message-ID and written whole (temporary name, then rename), so sending the same
letter twice leaves one file.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class FolderBackend(BaseEmailBackend):
    """Writes into settings.MAIL_FOLDER; makes the folder. Raises OSError when it can't be written."""

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
