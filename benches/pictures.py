"""Photos for appeals of the bench, as heavy as a telephone's. The demo has none of its own."""

import io
from collections.abc import Sequence
from typing import Final
from uuid import uuid4

from PIL import Image, ImageFilter

from otklik.appeals.lifecycle import PUBLIC, Kind
from otklik.appeals.models import Appeal, Photo
from otklik.files import photos
from otklik.kit import clock

_SIZE: Final = (1600, 1200)
# Blurred noise, as heavy as a photo of a street: 66 KB of `card`, 7 KB of `thumb`.
_GRAIN, _SOFT = 70, 1.5


def newest(count: int) -> list[str]:
    """Numbers of what the list begins with, every second."""
    found = Appeal.objects.filter(state__in=PUBLIC, kind=Kind.PROBLEM).order_by("-published_at")
    return list(found.values_list("number", flat=True)[: 2 * count : 2])


def hang(numbers: Sequence[str], *, each: int) -> None:
    """As many photos to each of these appeals, as if they had come with them."""
    raw = _photo()
    for appeal in Appeal.objects.filter(number__in=numbers):
        for place in range(each):
            photo_id = uuid4()
            sizes = photos.keep(raw, photo_id=photo_id)
            Photo.objects.create(
                id=photo_id,
                appeal=appeal,
                place=place,
                width=sizes.width,
                height=sizes.height,
                created_at=clock.now(),
            )
        Appeal.objects.filter(pk=appeal.pk).update(has_photo=True)


def _photo() -> bytes:
    bands = [Image.effect_noise(_SIZE, _GRAIN).filter(ImageFilter.GaussianBlur(_SOFT)) for _ in range(3)]
    out = io.BytesIO()
    Image.merge("RGB", bands).save(out, "JPEG", quality=85)
    return out.getvalue()
