"""What differs between the versions, in one table, and how a version is known by its marks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from otklik.integrations.msed import values
from otklik.integrations.msed.wire import Defect, NoticeKind, Version

IEDMS: Final = "http://www.infpres.com/IEDMS"
IEDMS_271: Final = "urn:IEDMS:MESSAGE"


@dataclass(frozen=True, slots=True)
class Dialect:
    version: Version
    namespace: str  # of messages
    encoding: str  # of messages
    zoned: bool  # times carry their offset
    container: str  # namespace of the passport; "": documents travel as loose files
    passport_version: str
    document_file: str  # name of the message XML that brings a document
    foreign_notices: tuple[NoticeKind, ...]  # notifications that the version does not know

    def moment(self, at: datetime) -> str:
        local = values.local(at)
        return local.isoformat() if self.zoned else local.replace(tzinfo=None).isoformat()


DIALECTS: Final = {
    Version.V2_2: Dialect(
        version=Version.V2_2,
        namespace=IEDMS,
        encoding="windows-1251",
        zoned=False,
        container="",
        passport_version="",
        document_file="document.xml",
        foreign_notices=(NoticeKind.PUBLISHED, NoticeKind.STATE_REGISTERED),
    ),
    Version.V2_7: Dialect(
        version=Version.V2_7,
        namespace=IEDMS,
        encoding="windows-1251",
        zoned=False,
        container="http://minsvyaz.ru/container",
        passport_version="1.0",
        document_file="document.xml",
        foreign_notices=(NoticeKind.STATE_REGISTERED,),
    ),
    Version.V2_7_1: Dialect(
        version=Version.V2_7_1,
        namespace=IEDMS_271,
        encoding="utf-8",
        zoned=True,
        container="urn:IEDMS:CONTAINER",
        passport_version="2.7.1",
        document_file="communication.xml",
        foreign_notices=(),
    ),
}

_READ: Final = {
    "2.0": Version.V2_2,
    "2.2": Version.V2_2,
    "2.5": Version.V2_2,
    "2.6": Version.V2_2,
    "2.7": Version.V2_7,
    "2.7.0": Version.V2_7,
    "2.7.1": Version.V2_7_1,
}


def version_of(namespace: str, declared: str) -> Version:
    """The version of ours that answers the sender best. Raises Defect: unknown namespace or version."""
    if namespace == IEDMS_271:
        return Version.V2_7_1  # the namespace belongs to this version alone, whatever number was written
    if namespace != IEDMS:
        raise Defect(f"Неизвестное пространство имён сообщения «{namespace[:80]}»")
    if declared.strip() not in _READ:
        raise Defect(f"Неизвестная версия формата «{declared[:20]}»")
    return _READ[declared.strip()]
