"""An answer as JSON or as XML: both are written from one tree of plain values."""

from io import StringIO
from typing import Any, Final
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import msgspec

from otklik.web.atom import UNFIT

TYPES: Final = {"json": "application/json", "xml": "text/xml; charset=utf-8"}
_BARE: "Final[AttributesImpl[str]]" = AttributesImpl({})
# What the standard calls the elements of each list.
_ONE_OF: Final = {
    "attributes": "attribute",
    "endpoints": "endpoint",
    "errors": "error",
    "formats": "format",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "services": "service",
    "values": "value",
}


def written(tree: Any, *, root: str, form: str) -> bytes:
    """tree: made of msgspec.Struct and lists. root: the outermost element, which JSON has no name for."""
    return msgspec.json.encode(tree) if form == "json" else _xml(root, msgspec.to_builtins(tree))


def _xml(root: str, plain: Any) -> bytes:
    page = StringIO()
    pen = XMLGenerator(page, "utf-8", short_empty_elements=True)
    pen.startDocument()
    _element(pen, root, plain)
    pen.endDocument()
    return page.getvalue().encode()


def _element(pen: XMLGenerator, name: str, value: Any) -> None:
    """None is an empty element. What XML can not hold is left out of texts."""
    pen.startElement(name, _BARE)
    match value:
        case dict():
            for inner, its in value.items():
                _element(pen, inner, its)
        case list():
            for its in value:
                _element(pen, _ONE_OF[name], its)
        case None:
            pass
        case bool():
            pen.characters("true" if value else "false")
        case _text:
            pen.characters(UNFIT.sub("", str(value)))
    pen.endElement(name)
