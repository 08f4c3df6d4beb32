"""Stamps: the small pictures that a 2.7.x container brings and receivers lay over the printed document."""

import io
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from otklik.integrations.msed import values

_DOTS: Final = 6  # a millimetre: 152 dpi
_LINE: Final = 200  # characters
_FONTS: Final = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
)


class Place(NamedTuple):
    """On page 1, millimetres from the top left corner. `pdf.py` keeps these places free."""

    x: int
    y: int
    w: int
    h: int


REGISTRATION: Final = Place(x=120, y=12, w=70, h=12)
SIGNATURE: Final = Place(x=110, y=262, w=80, h=24)


def registration(number: str, on: date) -> bytes:
    """PNG with the sender's number and date."""
    return _drawn(REGISTRATION, (f"№ {number}", f"от {on:%d.%m.%Y}"), framed=False)


@lru_cache(maxsize=64)
def signature(name: str, owner: tuple[str, ...]) -> bytes:
    """PNG that names who signed and by which certificate, or says plainly that there is no signature.

    owner: lines of the certificate; () where the document goes unsigned.
    """
    if owner:
        return _drawn(SIGNATURE, ("ДОКУМЕНТ ПОДПИСАН", "ЭЛЕКТРОННОЙ ПОДПИСЬЮ", *owner), framed=True)
    return _drawn(SIGNATURE, ("БЕЗ ЭЛЕКТРОННОЙ ПОДПИСИ", "Подписант:", name), framed=True)


def _drawn(place: Place, lines: tuple[str, ...], *, framed: bool) -> bytes:
    width, height = place.w * _DOTS, place.h * _DOTS
    image = Image.new("1", (width, height), 1)
    pen = ImageDraw.Draw(image)
    if framed:
        pen.rounded_rectangle((1, 1, width - 2, height - 2), radius=12, outline=0, width=2)
    step = (height - 12) // max(len(lines), 2)
    font = _font(min(step - 6, 24))
    for row, line in enumerate(lines):
        pen.text((14, 8 + row * step), _fitted(line, font, width - 28), font=font, fill=0)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()


def _fitted(line: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """Without what can't be drawn, and cut to the width."""
    line = values.one_line("".join(letter for letter in line if letter.isprintable()))[:_LINE]
    if font.getlength(line) <= width:
        return line
    while line and font.getlength(line + "…") > width:
        line = line[:-1]
    return line + "…"


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Raises OSError: none of the fonts is there (./run installs fonts-dejavu-core)."""
    for path in _FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, size)
    raise OSError(f"Нет шрифта для штампов: ни одного из {', '.join(_FONTS)}")
