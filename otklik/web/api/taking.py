"""The body of a request: JSON read into a msgspec.Struct, the bytes of a photo, or a document with its question."""

import re
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.files.documents import BadDocument
from otklik.files.photos import BadPhoto
from otklik.kit.errors import Refusal
from otklik.web.api import asking

JSON_MAX: Final = 65_536  # bytes
PHOTO: Final = "photo"  # the part of a multipart body that holds the file
DOCUMENT: Final = "document"  # the same of a document
QUESTION: Final = "question_code"  # the part that names what the document answers
CODE: Final = r"[a-z][a-z0-9_]{0,39}"
S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Upload:
    """A document as a form sends it: a name and the code of a question, with the bytes."""

    question: str
    name: str
    raw: bytes


class Unreadable(Refusal):
    code = "unreadable"
    status = 400


class TooLarge(Refusal):
    code = "too_large"
    status = 413


class WrongType(Refusal):
    code = "wrong_type"
    status = 415


def read(request: HttpRequest, taken: type[Any]) -> Any:
    """taken: a Struct, bytes for a photo, Upload for a document; asking.Nothing: the body is not looked at.

    Raises Unreadable, TooLarge, WrongType, asking.BadBody, BadPhoto, BadDocument.
    """
    if taken is asking.Nothing:
        return asking.Nothing()
    if taken is Upload:
        return _document(request)
    return _photo(request) if taken is bytes else _json(request, taken)


def _json(request: HttpRequest, taken: type[S]) -> S:
    if request.content_type != "application/json":
        raise WrongType(_("Нужен JSON: Content-Type application/json."))
    raw = request.read(JSON_MAX + 1)
    if len(raw) > JSON_MAX:
        raise TooLarge(_("Тело больше %(n)d байт.") % {"n": JSON_MAX})
    try:
        said = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        said = None
    if not isinstance(said, dict) or rb"\u0000" in raw:  # no column keeps a NUL
        raise Unreadable(_("Тело не читается: нужен объект JSON в UTF-8."))
    return asking.convert(taken, said)


def _photo(request: HttpRequest) -> bytes:
    """As the body itself, or as the file «photo» of a form."""
    if request.content_type == "multipart/form-data":
        file = request.FILES.get(PHOTO)
        raw = file.read() if file else b""
    elif (request.content_type or "").startswith("image/"):
        raw = request.read(settings.PHOTO_BYTES + 1)
    else:
        raise WrongType(_("Нужно фото: Content-Type image/… или multipart/form-data с файлом photo."))
    if not raw:
        raise BadPhoto(_("Фото не дошло целиком. Приложите его снова."))
    return raw


def _document(request: HttpRequest) -> Upload:
    """One byte more than is taken is read, so that a larger one is known by it."""
    if request.content_type != "multipart/form-data":
        raise WrongType(_("Нужна форма: Content-Type multipart/form-data с файлом document."))
    file = request.FILES.get(DOCUMENT)
    raw = file.read(settings.DOCUMENT_BYTES + 1) if file else b""
    code = request.POST.get(QUESTION, "")
    if not re.fullmatch(CODE, code):
        raise asking.BadBody({QUESTION: _("нужен код вопроса темы, на который отвечает документ.")})
    if file is None or not raw:
        raise BadDocument(_("Документ не дошёл целиком. Приложите его снова."))
    return Upload(code, (file.name or "").replace("\0", ""), raw)
