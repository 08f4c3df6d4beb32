"""XML both ways: a pen that writes qualified names, and a reader that trusts nothing.

Reading goes by local names and takes attributes with or without a namespace: partners forget it often.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from otklik.integrations.msed import values
from otklik.integrations.msed.wire import Defect

Element = etree._Element

NO_NAME: Final = "не указано"
XML_LIMIT: Final = 8 * 1024 * 1024  # bytes of one XML file
_PROLOG_DTD: Final = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!(?:DOCTYPE|ENTITY)", re.DOTALL)
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class Pen:
    """Writes elements and attributes of one namespace; every attribute is qualified, as MEDO demands."""

    def __init__(self, namespace: str, prefix: str) -> None:
        self._space = f"{{{namespace}}}"
        self._prefixes = {prefix: namespace}

    def root(self, name: str, **attributes: str) -> Element:
        element = etree.Element(self._space + name, nsmap=self._prefixes)
        return self._with(element, attributes)

    def put(
        self, parent: Element, name: str, text: str = "", *, limit: int = 511, **attributes: str
    ) -> Element:
        """Append an element; its text is cleaned and cut, and one of blanks only says so in words.

        Attributes that are "" are left out.
        """
        element = etree.SubElement(parent, self._space + name)
        if text:
            element.text = values.clean(text, limit) or NO_NAME
        return self._with(element, attributes)

    def maybe(self, parent: Element, name: str, text: str, *, limit: int = 511) -> None:
        """The same, but only if there is a text."""
        if values.clean(text, limit):
            self.put(parent, name, text, limit=limit)

    def _with(self, element: Element, attributes: dict[str, str]) -> Element:
        for name, value in attributes.items():
            if tidy := values.clean(values.one_line(value), 255):
                element.set(self._space + name, tidy)
        return element


def parse(raw: bytes) -> tuple[Element, tuple[str, ...]]:
    """Root of the XML and remarks on how it had to be read. Raises Defect: not XML, too big, or it has a DTD.

    No entity, no DTD and nothing outside the bytes is ever read. Where the declared encoding is not the real
    one (windows-1251 declared, UTF-8 written, and the reverse: both come in real mail), the real one is used.
    """
    if len(raw) > XML_LIMIT:
        raise Defect("XML больше допустимого размера")
    if _PROLOG_DTD.match(raw.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")):
        raise Defect("XML с DTD не принимается")
    encoding, remark = _encoding(raw)
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as e:
        raise Defect(f"Ошибка в XML: {str(e)[:150]}") from e
    if root.getroottree().docinfo.internalDTD is not None:
        raise Defect("XML с DTD не принимается")
    return root, (remark,) if remark else ()


def _encoding(raw: bytes) -> tuple[str | None, str]:
    """Encoding to force, if any, and a remark. Russian in windows-1251 is practically never valid UTF-8."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None, ""  # UTF-16: the parser sees the mark
    found = _DECLARED.match(raw.lstrip(b"\xef\xbb\xbf"))
    declared = found[1].decode().lower() if found else "utf-8"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        if declared != "utf-8":
            return None, ""
        return "windows-1251", "XML объявлен в utf-8, а записан в windows-1251"
    if declared == "utf-8" or raw.isascii():
        return None, ""
    return "utf-8", f"XML объявлен в {declared}, а записан в utf-8"


def name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    return str(element.tag)[1:].partition("}")[0] if str(element.tag).startswith("{") else ""


def attribute(element: Element | None, local: str) -> str:
    """Value of the attribute, whatever its namespace; "" if absent."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == local:
            return str(value).strip()
    return ""


def children(element: Element | None, local: str) -> Iterator[Element]:
    if element is not None:
        yield from (child for child in element if name(child) == local)


def child(element: Element | None, *path: str) -> Element | None:
    """First child by local name, step by step."""
    for local in path:
        element = next(children(element, local), None)
    return element


def text(element: Element | None, *path: str) -> str:
    """Text of the element at `path`; "" if there is none."""
    found = child(element, *path)
    return (found.text or "").strip() if found is not None else ""
