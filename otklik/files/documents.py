"""Files that come with answers: kept as they are, served only as downloads under a name and type of our own."""

from pathlib import PurePath
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal

# What officials may enclose, and how each begins: no programs, no pages, no macros.
KINDS: Final = {
    ".pdf": b"%PDF-",
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
    ".odt": b"PK\x03\x04",
    ".ods": b"PK\x03\x04",
}


class BadDocument(Refusal):
    """Not of a kind that we take, empty or too large; the text says what to do."""

    code = "bad_document"
    status = 422


def check(raw: bytes, name: str) -> None:
    """name: as it was sent. Raises BadDocument. What comes from МСЭД is not asked: its partners are known."""
    said = {"name": name[-80:]}
    begins = KINDS.get(PurePath(name).suffix.lower())
    if begins is None or not raw.startswith(begins):
        raise BadDocument(_("«%(name)s» не подойдёт: приложите PDF, DOCX, XLSX, ODT, ODS или фото.") % said)
    if len(raw) > settings.DOCUMENT_BYTES:
        said["mb"] = str(settings.DOCUMENT_BYTES // 10**6)
        raise BadDocument(_("«%(name)s» больше %(mb)s МБ. Уменьшите файл.") % said)


def keep(raw: bytes, *, file_id: UUID) -> None:
    """Store the bytes. A repeat overwrites with the same."""
    default_storage.save(path(file_id), ContentFile(raw))


def read(file_id: UUID) -> bytes:
    """The bytes. Raises FileNotFoundError (folder) or the storage's own error when it is gone."""
    with default_storage.open(path(file_id)) as file:
        return bytes(file.read())


def drop(file_id: UUID) -> None:
    """A repeat finds nothing to do."""
    default_storage.delete(path(file_id))


def path(file_id: UUID) -> str:
    return f"documents/{file_id.hex[-2:]}/{file_id.hex}"
