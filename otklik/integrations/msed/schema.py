"""Our XSDs (folder xsd/), compiled once a process. Every message we send passes them."""

from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

from lxml import etree

from otklik.integrations.msed import markup
from otklik.integrations.msed.wire import Defect, Version

FOLDER: Final = Path(__file__).parent / "xsd"
# libxml2 sets its types up with the first schema of the process and does not guard that: two threads that compile their
# first schemas at once leave it broken, so that no packet is made any more until the process is started again.
_ONE_AT_A_TIME: Final = Lock()


def path(root_name: str, version: Version) -> Path:
    """The schema for a root element: `communication` (a message) or `container` (a passport; not in 2.2)."""
    kind = {"communication": "message", "container": "container"}[root_name]
    return FOLDER / f"{kind}-{version.value}.xsd"


def check(root: markup.Element, version: Version) -> None:
    """Raises Defect with what that the schema of that version refuses."""
    compiled = _compiled(markup.name(root), version)
    if not compiled.validate(root):
        told = str(compiled.error_log.last_error).partition(": ")[2]  # type: ignore[attr-defined]  # stubs lack it
        raise Defect(f"Не проходит схему {version.value}: {told[:250]}")


def validate(xml: bytes, version: Version) -> None:
    """The same for bytes. Raises Defect also where they are no XML."""
    check(markup.parse(xml)[0], version)


def _compiled(root_name: str, version: Version) -> etree.XMLSchema:
    with _ONE_AT_A_TIME:
        return _made(root_name, version)


@cache
def _made(root_name: str, version: Version) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(path(root_name, version))))
