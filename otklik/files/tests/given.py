"""Pictures made for tests: every format, with and without what must not stay in them."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image

RED, BLUE = (200, 20, 20), (20, 20, 200)


def two_halves(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """The left half red, the right half blue: one sees which way it was turned."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture


def a_picture(format_: str = "JPEG", size: tuple[int, int] = (400, 300), **more: Any) -> bytes:
    """Bytes of a file of this format: JPEG, PNG, WEBP, GIF … HEIF comes in one size only."""
    if format_ == "HEIF":
        return a_heic()
    out = io.BytesIO()
    two_halves(size).save(out, format_, **more)
    return out.getvalue()


def a_heic() -> bytes:
    """The two halves as telephones send them, 64 by 48. Pillow only reads HEIC: the file was written by libheif."""
    return (Path(__file__).parent / "fixtures/two_halves.heic").read_bytes()


def with_gps(orientation: int = 1) -> bytes:
    """A JPEG that tells where and by which telephone it was taken."""
    exif = Image.Exif()
    exif[0x0110] = "Telephone 12"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 45.0, 7.0), 3: "E", 4: (37.0, 37.0, 4.0)})
    return a_picture(
        exif=exif, comment=b"flat 12, ring twice", xmp=b"<x:xmpmeta>exif:GPSLatitude</x:xmpmeta>"
    )


def a_bomb(side: int = 30_000) -> bytes:
    """A PNG of a few kilobytes that says it is `side` by `side` points."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    rows = zlib.compress(bytes((side // 8 + 1) * 200), 9)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
