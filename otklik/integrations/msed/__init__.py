"""МСЭД, the interdepartmental document system: speaks MEDO 2.2, 2.7 and 2.7.1 over a directory spool.

Knows the wire format and none of our tables. Use only what is named here; README.md tells the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from otklik.integrations.msed.gateway import Fake, fake, gateway, signer
from otklik.integrations.msed.signing import NoSignature, OpensslGost, Signer, SigningFailed
from otklik.integrations.msed.spool import Arrival, DirectoryTransport, Transport
from otklik.integrations.msed.wire import (
    MOSCOW,
    NIL_UID,
    REFUSAL_REASONS,
    BadPacket,
    Citizen,
    Document,
    Executor,
    FilePart,
    Link,
    Message,
    Notice,
    NoticeKind,
    Package,
    Party,
    Receipt,
    Signatory,
    Verdict,
    Version,
)

if TYPE_CHECKING:
    from otklik.integrations.msed.package import pack, renewed
    from otklik.integrations.msed.pdf import appeal_pdf
    from otklik.integrations.msed.unpacking import Unpacked, unpack

__all__ = [
    "MOSCOW",
    "NIL_UID",
    "REFUSAL_REASONS",
    "Arrival",
    "BadPacket",
    "Citizen",
    "DirectoryTransport",
    "Document",
    "Executor",
    "Fake",
    "FilePart",
    "Link",
    "Message",
    "NoSignature",
    "Notice",
    "NoticeKind",
    "OpensslGost",
    "Package",
    "Party",
    "Receipt",
    "Signatory",
    "Signer",
    "SigningFailed",
    "Transport",
    "Unpacked",
    "Verdict",
    "Version",
    "appeal_pdf",
    "fake",
    "gateway",
    "pack",
    "renewed",
    "signer",
    "unpack",
]

# What makes and reads packets brings lxml along, 8 MB: loaded by the first use, which a web process has seldom.
_HOMES: Final = {
    **dict.fromkeys(("pack", "renewed"), "package"),
    **dict.fromkeys(("Unpacked", "unpack"), "unpacking"),
    "appeal_pdf": "pdf",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
