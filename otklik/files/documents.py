"""Files that come with answers: kept as they are, served only as downloads under a name and type of our own."""

from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def keep(raw: bytes, *, file_id: UUID) -> None:
    """Store the bytes. A repeat overwrites with the same."""
    default_storage.save(path(file_id), ContentFile(raw))


def read(file_id: UUID) -> bytes:
    """The bytes. Raises FileNotFoundError (folder) or the storage's own error when it is gone."""
    with default_storage.open(path(file_id)) as file:
        return bytes(file.read())


def path(file_id: UUID) -> str:
    return f"documents/{file_id.hex[-2:]}/{file_id.hex}"
