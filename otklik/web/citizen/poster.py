"""The picture that messengers and social networks show beside a link to an appeal or a poll (Open Graph)."""

import hashlib
import io
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from otklik.appeals import labels
from otklik.appeals.queries.brief import Poster
from otklik.appeals.rules import number as numbers
from otklik.look import naming
from otklik.web.citizen.files import HOUR

if TYPE_CHECKING:  # Pillow comes with the first picture, not with the process
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Words = tuple[str, str, str, str]  # kind, title, a line below it, foot
WIDTH, HEIGHT = 1200, 630  # pixels: what VK, Telegram and the rest cut nothing off
_LOOK: Final = "1"  # a part of the ETag: change it with the drawing
_EDGE: Final = 80
_COLOURS: Final = 64
_INK, _SOFT, _ACCENT, _GROUND = "#ffffff", "#c3d2e6", "#3f7ff0", "#0f2440"
_FONTS: Final = "node_modules/@fontsource-variable/golos-text/files/golos-text-{}-wght-normal.woff2"
# Each file holds one alphabet; the first that has the letter draws it.
_ALPHABETS: Final = {
    "cyrillic": ((0x0400, 0x045F), (0x0490, 0x0491), (0x04B0, 0x04B1), (0x2116, 0x2116)),
    "cyrillic-ext": ((0x0460, 0x052F),),
}


def tag(words: Words) -> str:
    """ETag: the same while the picture would be the same."""
    drawn = json.dumps([_LOOK, naming.portal("ru"), naming.region("ru"), *words])
    return f'"{hashlib.sha256(drawn.encode()).hexdigest()[:24]}"'


def answered(request: HttpRequest, words: Words) -> HttpResponse:
    """The picture; 304 while nothing has changed."""
    headers = {"Cache-Control": HOUR, "ETag": tag(words)}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(draw(words), content_type="image/png", headers=headers)


def draw(words: Words) -> bytes:
    """PNG of WIDTH × HEIGHT."""
    from PIL import Image, ImageDraw

    kind, topic, address, foot = words
    picture = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 20, HEIGHT), fill=_ACCENT)
    _line(pen, (_EDGE, 60), f"{naming.portal('ru')} · {naming.region('ru')}", 30, 500, _SOFT)
    _line(pen, (_EDGE, 130), kind, 34, 700, "#8fb4ff")
    y = 185
    for line in _lines(topic, 68, 700, 3):
        _line(pen, (_EDGE, y), line, 68, 700, _INK)
        y += 80
    y += 16
    for line in _lines(address, 34, 400, 2):
        _line(pen, (_EDGE, y), line, 34, 400, _SOFT)
        y += 44
    pen.line((_EDGE, 540, WIDTH - _EDGE, 540), fill="#2c4a72", width=2)
    _line(pen, (_EDGE, 560), foot, 32, 600, _INK)
    out = io.BytesIO()
    picture.quantize(_COLOURS).save(out, "PNG")
    return out.getvalue()


def of_appeal(found: Poster) -> Words:
    """In the portal's language whoever asks: the picture is kept for everybody."""
    with translation.override(settings.LANGUAGE_CODE):
        state = str(labels.STATE[found.state])
        foot = f"№ {numbers.spoken(found.number)}   ·   {state}"
        return (str(labels.KIND[found.kind]), found.topic, found.address, foot)


def _line(pen: "ImageDraw", at: tuple[int, int], words: str, size: int, weight: int, fill: str) -> None:
    x = float(at[0])
    for alphabet, piece in _pieces(words):
        font = _font(alphabet, size, weight)
        pen.text((x, at[1] + size), piece, font=font, fill=fill, anchor="ls")
        x += font.getlength(piece)


def _lines(words: str, size: int, weight: int, most: int) -> list[str]:
    """Cut between words into lines that fit; the last one ends with «…» where not all fits."""
    lines, rest = [""], words.split()
    while rest:
        longer = f"{lines[-1]} {rest[0]}".strip()
        if not lines[-1] or _width(longer, size, weight) <= WIDTH - 2 * _EDGE:
            lines[-1] = longer
            rest.pop(0)
        elif len(lines) == most:
            break
        else:
            lines.append("")
    lines = [_fitting(line, size, weight, more=False) for line in lines[:-1]] + [
        _fitting(lines[-1], size, weight, more=bool(rest))
    ]
    return [line for line in lines if line]


def _fitting(line: str, size: int, weight: int, *, more: bool) -> str:
    """One word may be wider than the picture."""
    end = "…" if more else ""
    while line and _width(line + end, size, weight) > WIDTH - 2 * _EDGE:
        line, end = line[:-1].rstrip(), "…"
    return line + end


def _width(words: str, size: int, weight: int) -> float:
    return sum(_font(alphabet, size, weight).getlength(piece) for alphabet, piece in _pieces(words))


def _pieces(words: str) -> list[tuple[str, str]]:
    """Neighbouring letters of one alphabet together."""
    found: list[tuple[str, str]] = []
    for letter in words:
        alphabet = _alphabet(letter)
        if found and found[-1][0] == alphabet:
            found[-1] = (alphabet, found[-1][1] + letter)
        else:
            found.append((alphabet, letter))
    return found


def _alphabet(letter: str) -> str:
    for name, ranges in _ALPHABETS.items():
        if any(first <= ord(letter) <= last for first, last in ranges):
            return name
    return "latin"


@cache
def _font(alphabet: str, size: int, weight: int) -> "FreeTypeFont":
    """Golos Text out of the built front end: FreeType in Pillow's wheel reads WOFF2 and its axis of weight."""
    from PIL import ImageFont

    font = ImageFont.truetype(_file(alphabet), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


@cache
def _file(alphabet: str) -> str:
    manifest = Path(settings.DJANGO_VITE["default"]["manifest_path"])
    built = json.loads(manifest.read_text())[_FONTS.format(alphabet)]["file"]
    return str(manifest.parent.parent / built)
