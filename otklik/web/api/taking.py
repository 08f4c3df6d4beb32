"""The body of a request: JSON read into a msgspec.Struct, or the bytes of a photo."""

from typing import Any, Final, TypeVar

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.files.photos import BadPhoto
from otklik.kit.errors import Refusal
from otklik.web.api import asking

JSON_MAX: Final = 65_536  # bytes
PHOTO: Final = "photo"  # the part of a multipart body that holds the file
S = TypeVar("S", bound=msgspec.Struct)


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
    """taken: a Struct, or bytes for a photo; asking.Nothing: the body is not looked at.

    Raises Unreadable, TooLarge, WrongType, asking.BadBody, BadPhoto.
    """
    if taken is asking.Nothing:
        return asking.Nothing()
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
