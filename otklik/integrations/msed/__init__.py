"""МСЭД, the interdepartmental document system: speaks MEDO 2.2, 2.7 and 2.7.1 over a directory spool.

Knows the wire format and none of our tables. Use only what is named here; README.md tells the rest.
"""

from otklik.integrations.msed.gateway import Fake, fake, gateway, signer
from otklik.integrations.msed.package import Package, pack, renewed
from otklik.integrations.msed.pdf import appeal_pdf
from otklik.integrations.msed.signing import NoSignature, OpensslGost, Signer, SigningFailed
from otklik.integrations.msed.spool import Arrival, DirectoryTransport, Transport
from otklik.integrations.msed.unpacking import Unpacked, unpack
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
    Party,
    Receipt,
    Signatory,
    Verdict,
    Version,
)

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
