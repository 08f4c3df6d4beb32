"""Letters as PDF/A-1b. Called in workers only: typst is loaded by the first call, never by a web process."""

import io
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, cast

from PIL import Image

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATE: Final = Path(__file__).with_name("letter.typ")
TEXT_LIMIT: Final = 200_000  # characters: about 70 pages
_UNPRINTABLE: Final = re.compile("[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENDLESS: Final = re.compile(r"\S{60}(?=\S)")  # a word that no line can hold
_JPEG_QUALITY: Final = 88


def appeal_pdf(
    *,
    title: str,
    facts: Sequence[tuple[str, str]],
    text: str,
    pictures: Sequence[bytes] = (),
    heading: str = "",
    signatory: str = "",
) -> tuple[bytes, int]:
    """The letter and its number of pages; photos follow the text, one a page.

    All words are data: whatever a person typed is printed, never obeyed. facts: label and value, in order.
    heading: who writes, over the title. signatory: under the text. pictures: JPEG goes in as it is, anything
    else Pillow knows is re-encoded. Raises OSError: a picture is not a picture.
    """
    data = {
        "title": printable(title),
        "facts": [[printable(label), printable(value)] for label, value in facts],
        "text": printable(text),
        "heading": printable(heading),
        "signatory": printable(signatory),
        "pictures": len(pictures),
    }
    return typeset(TEMPLATE, data, [_jpeg(picture) for picture in pictures])


def typeset(template: Path, data: Mapping[str, Any], pictures: Sequence[bytes] = ()) -> tuple[bytes, int]:
    """PDF/A-1b of a template and its number of pages, which the template tells under <pages>.

    data: all words, as JSON. pictures: JPEG, as 0.jpg, 1.jpg … beside the template.
    """
    import typst  # 25 MB: only where a letter is made

    with TemporaryDirectory(prefix="msed-") as folder:
        source = Path(folder, template.name)
        source.write_bytes(_read(template))
        for place, picture in enumerate(pictures):
            source.with_name(f"{place}.jpg").write_bytes(picture)
        compiler = typst.Compiler(
            input=source, root=source.parent, font_paths=_fonts(), sys_inputs={"data": json.dumps(data)}
        )
        content = compiler.compile(format="pdf", pdf_standards="a-1b")
        pages = json.loads(compiler.query("<pages>", field="value", one=True))
    return cast(bytes, content), int(pages)


def printable(words: str) -> str:
    """Without control characters; an endless word gets places to break."""
    tidy = words.replace("\r\n", "\n").replace("\t", " ")[:TEXT_LIMIT]
    return _ENDLESS.sub("\\g<0>\u200b", _UNPRINTABLE.sub("", tidy))


def _jpeg(picture: bytes) -> bytes:
    """PDF/A-1 has no transparency and our profile no CMYK, so only plain JPEG goes in untouched."""
    with Image.open(io.BytesIO(picture)) as image:
        if image.format == "JPEG" and image.mode in ("RGB", "L"):
            return picture
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue()


@cache
def _read(template: Path) -> bytes:
    return template.read_bytes()


@cache
def _fonts() -> "Fonts":
    """Only the fonts inside typst: the same letter on every machine, and no search of the disk."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
