"""Of an emblem only shapes and dots come through."""

import io
import zlib

import pytest
from PIL import Image, PngImagePlugin

from otklik.look import emblem

pytestmark = pytest.mark.desks

GOOD = """<?xml version="1.0"?><!-- maker --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10">
<title>Герб</title><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
<g transform="translate(1 2)"><path d="M0 0L5,5z" fill="url(#a)"/></g></svg>"""


def a_png(side: int = 600, **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (side, side), (20, 80, 184, 128)).save(out, "PNG", **more)
    return out.getvalue()


def test_a_drawing_is_written_anew():
    content, kind = emblem.clean(GOOD.encode())
    assert (kind, b"maker" in content, b"url(#a)" in content, "Герб".encode() in content) == (
        "svg",
        False,
        True,
        True,
    )
    assert emblem.clean(content) == (content, kind)


def test_a_picture_is_drawn_anew_and_small():
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "secret")
    content, kind = emblem.clean(a_png(pnginfo=said))
    assert (kind, Image.open(io.BytesIO(content)).size, b"secret" in content) == ("png", (256, 256), False)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onclick="x"/>',
        '<path style="fill:red"/>',
        '<style>*{fill:url(https://example.test)}</style>',
        '<image href="https://example.test/x.png"/>',
        '<use href="#a"/>',
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<path fill="url(https://example.test/x)"/>',
        '<path fill="url( javascript:x )"/>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
        '<animate attributeName="href" to="javascript:x"/>',
        '<path xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/>',
        "<svg/>",
        "<g>" * 40 + "</g>" * 40,
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_is_refused(inside):
    with pytest.raises(emblem.BadEmblem):
        emblem.clean(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'.encode())


BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
)


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"<svg", b"<html/>", b"\x89PNG\r\n\x1a\n", b"GIF89a", BOMB.encode(), b"x" * 600_000, b"\xff\xfe<svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>', a_png(8)[:-20],
        b'<?xml version="1.0" encoding="none"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
    ],
)  # fmt: skip
def test_what_is_no_emblem_is_refused(raw):
    with pytest.raises(emblem.BadEmblem):
        emblem.clean(raw)


def test_a_picture_that_would_fill_the_memory_is_refused():
    head = b"\x89PNG\r\n\x1a\n"
    size = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x06\x00\x00\x00"
    raw = head + (13).to_bytes(4, "big") + size + zlib.crc32(size).to_bytes(4, "big")
    raw += (4).to_bytes(4, "big") + b"IDAT" + bytes(4) + zlib.crc32(b"IDAT" + bytes(4)).to_bytes(4, "big")
    with pytest.raises(emblem.BadEmblem, match="слишком много точек"):
        emblem.clean(raw)
