"""A drawn «after» photo: a street with a lamp that shines. One of a few, so that drawing costs nothing."""

import io
from functools import cache
from random import Random
from typing import Final

from PIL import Image, ImageDraw

VARIANTS: Final = 8
_SIZE: Final = (960, 720)


@cache
def after(variant: int) -> bytes:
    """JPEG. variant: any number; equal modulo VARIANTS are equal pictures."""
    luck = Random(variant % VARIANTS)  # noqa: S311  # no secret
    width, height = _SIZE
    image = Image.new("RGB", _SIZE, (150 + luck.randrange(60), 195, 235))
    pen = ImageDraw.Draw(image)
    ground = height * 2 // 3
    left = 0
    while left < width:
        wide, tall = luck.randrange(90, 190), luck.randrange(160, 380)
        shade = luck.randrange(120, 200)
        pen.rectangle((left, ground - tall, left + wide, ground), fill=(shade, shade - 20, shade - 40))
        for row in range(ground - tall + 24, ground - 30, 48):
            for column in range(left + 16, left + wide - 26, 40):
                pen.rectangle((column, row, column + 18, row + 26), fill=(240, 235, luck.randrange(150, 230)))
        left += wide + luck.randrange(8, 40)
    pen.rectangle((0, ground, width, ground + 40), fill=(120, 160, 90))
    pen.rectangle((0, ground + 40, width, height), fill=(70, 72, 76))
    for dash in range(20, width, 120):
        pen.rectangle((dash, ground + 135, dash + 60, ground + 145), fill=(235, 235, 235))
    lamp = luck.randrange(200, 760)
    pen.rectangle((lamp, ground - 300, lamp + 8, ground + 30), fill=(60, 60, 60))
    pen.ellipse((lamp - 26, ground - 330, lamp + 34, ground - 290), fill=(255, 240, 170))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
