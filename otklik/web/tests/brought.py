"""A file that staff bring in a test: sent, looked at, taken."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.configuration.models import Upload


def tried(client: Client, address: str, content: str | bytes, name: str = "rows.csv", **said: str) -> Any:
    """The page that says what the file would change, or the form again."""
    raw = content.encode() if isinstance(content, str) else content
    return client.post(address, {"file": SimpleUploadedFile(name, raw), **said}, follow=True)


def taken(client: Client, address: str, content: str | bytes, name: str = "rows.csv", **said: str) -> Any:
    """The page that says what it changed."""
    tried(client, address, content, name, **said)
    return client.post(f"{last()}/take", follow=True)


def last() -> str:
    """Address of what was brought last."""
    return f"/desk/uploads/{Upload.objects.latest('pk').pk}"
