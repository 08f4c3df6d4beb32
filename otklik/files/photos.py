"""Photos: checked by their content, written anew, kept in three sizes. The sent file itself is never kept.

Writing anew is what makes a photo safe: EXIF with the place and the phone's number goes, and so does anything hidden
behind the picture.
"""

import io
import struct
import warnings
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError

from otklik.kit.errors import Refusal

FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF")
# Longest side in pixels of each size kept.
SIZES: Final = {"full": 1920, "card": 640, "thumb": 240}
# A list brings many thumbs at once: each is worth a second look at its bytes, and so small that nobody sees the rest.
_QUALITY: Final = {"full": 82, "card": 80, "thumb": 62}
# How to turn a picture by its EXIF orientation. Not ImageOps.exif_transpose: it writes EXIF anew, so a photo with
# nothing wrong but its EXIF would fail there in a dozen ways.
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class BadPhoto(Refusal):
    """Not a photo, or one that we do not take; the text says what to do."""

    code = "bad_photo"
    status = 422


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels of the full size."""

    width: int
    height: int


def keep(raw: bytes, *, photo_id: UUID) -> Sizes:
    """Check `raw`, write it anew in all sizes into the storage. A repeat overwrites with the same.

    Raises BadPhoto: too many bytes or pixels, not JPEG/PNG/WebP/HEIC inside (whatever the name says), broken.
    """
    return _kept(_opened(raw), photo_id)


def crop(whole_id: UUID, box: tuple[int, int, int, int], *, photo_id: UUID) -> Sizes:
    """A piece of a kept photo as a photo of its own; the whole one stays as it is. A repeat writes the same.

    box: percent from the upper left corner: left, top, right, bottom. Raises FileNotFoundError as `read`.
    """
    picture = _opened(read(whole_id, "full"))
    sides = (picture.width, picture.height) * 2
    left, top, right, bottom = (side * part // 100 for side, part in zip(sides, box, strict=True))
    piece = picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    return _kept(piece, photo_id)


def _kept(picture: Image.Image, photo_id: UUID) -> Sizes:
    full: Image.Image | None = None
    for name, side in SIZES.items():
        picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        full = full or picture.copy()
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=_QUALITY[name], optimize=name != "full", progressive=False)
        default_storage.save(path(photo_id, name), ContentFile(out.getvalue()))
    assert full is not None  # noqa: S101  # SIZES is never empty
    return Sizes(*full.size)


def read(photo_id: UUID, size: str) -> bytes:
    """Bytes of the JPEG. Raises FileNotFoundError (folder) or the storage's own error when it is gone."""
    with default_storage.open(path(photo_id, size)) as file:
        return bytes(file.read())


def path(photo_id: UUID, size: str) -> str:
    """Where a size lies in the storage: spread over 256 folders by the random end of the id."""
    return f"photos/{photo_id.hex[-2:]}/{photo_id.hex}-{size}.jpg"


def _opened(raw: bytes) -> Image.Image:
    import pi_heif

    if len(raw) > settings.PHOTO_BYTES:
        raise BadPhoto(
            _("Фото больше %(mb)d МБ. Уменьшите его и приложите снова.")
            % {"mb": settings.PHOTO_BYTES // 10**6}
        )
    pi_heif.register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(raw), formats=FORMATS)
            if picture.width * picture.height > settings.PHOTO_PIXELS:
                raise BadPhoto(_("В фото слишком много точек. Уменьшите его и приложите снова."))
            picture.draft("RGB", (SIZES["full"], SIZES["full"]))  # JPEG decodes straight to a smaller size
            turn = _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
            plain = _on_white(picture)
    except UnidentifiedImageError as e:
        raise BadPhoto(_("Это не фото. Подойдут файлы JPEG, PNG, WebP и HEIC.")) from e
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as e:
        raise BadPhoto(_("В фото слишком много точек. Уменьшите его и приложите снова.")) from e
    except (
        OSError,
        SyntaxError,
        ValueError,
        RuntimeError,
        struct.error,
    ) as e:  # RuntimeError: HEIC's decoder
        raise BadPhoto(_("Файл повреждён, прочитать фото не удалось. Приложите другой.")) from e
    plain.info = {}  # Pillow writes the comment of the old JPEG into the new one
    return plain.transpose(turn) if turn is not None else plain


def _on_white(picture: Image.Image) -> Image.Image:
    """RGB; what is transparent becomes white, not black."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")


def drop(photo_id: UUID) -> None:
    """Delete every size; a repeat finds nothing to do."""
    for name in SIZES:
        default_storage.delete(path(photo_id, name))
