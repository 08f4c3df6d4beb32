"""Square pictures of the portal for the home screen of a phone, as PNG: phones take no SVG there."""

import io
from typing import Final

from PIL import Image, ImageDraw

SIDES: Final = (192, 512)
_FINE: Final = 4  # drawn so many times larger and made small: smooth edges
# The mark of the product, frontend/src/brand/mark.svg, in its 40 units.
_BUBBLE: Final = (2, 2, 38, 31)
_TAIL: Final = ((9, 29), (9, 37.6), (10.7, 38.4), (22, 30))
_TICK: Final = ((17.3, 24.6), (11.2, 18.5), (13.9, 15.8), (17.3, 19.2), (26.1, 10.4), (28.8, 13.1))


def icon(side: int, *, accent: str, emblem: bytes | None, full: bool) -> bytes:
    """emblem: a PNG; None draws the mark in the accent.

    full: the ground reaches the edges and the drawing stays in the middle, since the phone cuts a shape of its own out
    («maskable»); else the corners are clear.
    """
    ground = (255, 255, 255, 255) if full else (0, 0, 0, 0)
    made = Image.new("RGBA", (side, side), ground)
    inner = round(side * (0.6 if full else 0.96))
    drawing = _fitted(emblem, inner) if emblem else _mark(inner, accent)
    made.alpha_composite(drawing, ((side - drawing.width) // 2, (side - drawing.height) // 2))
    out = io.BytesIO()
    made.save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(emblem: bytes, side: int) -> Image.Image:
    picture = Image.open(io.BytesIO(emblem), formats=("PNG",)).convert("RGBA")
    ratio = side / max(picture.size)
    width, height = (max(1, round(part * ratio)) for part in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _mark(side: int, accent: str) -> Image.Image:
    large = side * _FINE
    unit = large / 40
    picture = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle([part * unit for part in _BUBBLE], radius=7 * unit, fill=accent)
    pen.polygon([(x * unit, y * unit) for x, y in _TAIL], fill=accent)
    pen.polygon([(x * unit, y * unit) for x, y in _TICK], fill="#ffffff")
    return picture.resize((side, side), Image.Resampling.LANCZOS)
