"""The emblem of a region: what was sent is never kept. A PNG is drawn anew, an SVG written anew from what we know.

An SVG may hold scripts and ask strangers; from a list of shapes and attributes nothing of that comes through. What is
not on the list makes the file refused, so that nobody wonders where a part of the drawing went.
"""

import io
import re
import warnings
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from otklik.kit.errors import Refusal

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_BYTES: Final = 500_000  # sent
MOST_KEPT: Final = 64_000
SIDE: Final = 256  # pixels of a PNG at most
_MOST_PIXELS: Final = 20_000_000
_SVG: Final = "{http://www.w3.org/2000/svg}"
_SHAPES: Final = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs",
    "linearGradient", "radialGradient", "stop", "clipPath", "title", "desc",
}  # fmt: skip
_LOOKS: Final = {
    "id", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "width",
    "height", "points", "viewBox", "transform", "fill", "fill-rule", "fill-opacity", "clip-rule",
    "clip-path", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-dasharray", "stroke-opacity", "opacity", "offset", "stop-color", "stop-opacity",
    "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "preserveAspectRatio",
    "version",
}  # fmt: skip
# Numbers, words, colours, lists of them; of functions only url(#id), rgb() and those of transform.
_PLAIN: Final = re.compile(r"[\w\s.,#%+\-()]*", re.ASCII)
_CALLS: Final = re.compile(r"([\w-]*)\(([^()]*)\)", re.ASCII)
_MAY: Final = frozenset({"rgb", "matrix", "translate", "scale", "rotate", "skewX", "skewY"})


class BadEmblem(Refusal):
    """Not a picture that we take; the text says what to do."""

    code = "bad_emblem"
    status = 422


def clean(raw: bytes) -> tuple[bytes, str]:
    """The emblem as it is kept, and "png" or "svg". Raises BadEmblem."""
    if len(raw) > MOST_BYTES:
        raise BadEmblem(_("Герб больше %(kb)d КБ. Уменьшите его.") % {"kb": MOST_BYTES // 1000})
    made = (_svg(raw), "svg") if b"<svg" in raw[:5000] or raw.lstrip()[:1] == b"<" else (_png(raw), "png")
    if len(made[0]) > MOST_KEPT:
        raise BadEmblem(_("Рисунок слишком сложный. Возьмите PNG до 256 точек по большей стороне."))
    return made


def _png(raw: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(raw), formats=("PNG",))
            if picture.width * picture.height > _MOST_PIXELS:
                raise BadEmblem(_("В рисунке слишком много точек. Уменьшите его."))
            small = picture.convert("RGBA")
    except UnidentifiedImageError as e:
        raise BadEmblem(_("Это не PNG и не SVG. Сохраните герб в одном из этих видов.")) from e
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as e:
        raise BadEmblem(_("В рисунке слишком много точек. Уменьшите его.")) from e
    except (OSError, SyntaxError, ValueError) as e:
        raise BadEmblem(_("Файл повреждён, прочитать герб не удалось.")) from e
    small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    small.info = {}
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def _svg(raw: bytes) -> bytes:
    """Imports only now: one page of administrators needs them."""
    from xml.etree.ElementTree import Element, tostring

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(raw, forbid_dtd=True)
        if root.tag != f"{_SVG}svg" or not root.get("viewBox"):
            raise BadEmblem(
                _("В SVG нужен корень <svg> с viewBox. Сохраните его как «простой SVG» или возьмите PNG.")
            )
        made = Element("svg", {"xmlns": _SVG[1:-1], **_looks(root)})
        _copy(root, made, depth=0)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as e:
        raise BadEmblem(_("SVG не читается. Сохраните его заново или возьмите PNG.")) from e
    return bytes(tostring(made, encoding="utf-8"))


def _copy(source: Any, target: "Element", *, depth: int) -> None:
    """Raises BadEmblem: something that is not on the list."""
    from xml.etree.ElementTree import SubElement

    if depth > 30:
        raise BadEmblem(_("Рисунок слишком сложный. Возьмите PNG до 256 точек по большей стороне."))
    target.text = source.text if target.tag in ("title", "desc") else None
    for child in source:
        name = str(child.tag).removeprefix(_SVG)
        if not isinstance(child.tag, str):
            continue  # a comment
        if name not in _SHAPES or name == "svg":
            raise _stranger(f"<{name.rpartition('}')[2]}>")
        _copy(child, SubElement(target, name, _looks(child)), depth=depth + 1)


def _looks(source: Any) -> dict[str, str]:
    for name, value in source.attrib.items():
        if name not in _LOOKS:
            raise _stranger(f"{name.rpartition('}')[2]}=")
        calls = _CALLS.findall(value)
        foreign = any(word not in _MAY and not (word == "url" and inner[:1] == "#") for word, inner in calls)
        if foreign or not _PLAIN.fullmatch(value):
            raise _stranger(f"{name}=")
    return dict(source.attrib)


def _stranger(what: str) -> BadEmblem:
    said = {"what": what[:40]}
    return BadEmblem(
        _("В SVG есть %(what)s, такое мы не берём. Сохраните как «простой SVG» или возьмите PNG.") % said
    )
