"""A folder of files back into a message. Believes nothing, forgives what real partners are known to do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from otklik.integrations.msed import (
    container,
    document22,
    envelope,
    markup,
    message,
    notice,
    passport_in,
    receipt,
    signing,
    values,
)
from otklik.integrations.msed.dialect import version_of
from otklik.integrations.msed.markup import Element
from otklik.integrations.msed.message import Header
from otklik.integrations.msed.wire import (
    NIL_UID,
    BadPacket,
    Defect,
    Document,
    Message,
    Party,
    Verdict,
    Version,
)

_MESSAGE_FILES = ("document.xml", "communication.xml", "notification.xml", "acknowledgment.xml")


class Unpacked(NamedTuple):
    message: Message
    version: Version  # in which to answer


def unpack(
    files: Mapping[str, bytes],
    *,
    own: Party | None = None,
    signer: signing.Signer | None = None,
    demand_signature: bool = False,
) -> Unpacked:
    """Read a packet, envelope included.

    own: who we are; tells a return address from our own and finds us among several destinations.
    signer: checks signatures; without it `signed` stays UNCHECKED. demand_signature: refuse all but VALID.
    Raises BadPacket.
    """
    try:
        cover = _cover(files)
        root, remarks = _message_xml(files)
    except Defect as defect:
        raise BadPacket(str(defect)) from defect
    try:
        header = message.header(root, cover, own=own)
        header = replace(header, remarks=(*remarks, *header.remarks))
        found = _message(root, header, files, signer)
        if demand_signature and isinstance(found, Document) and found.signed is not Verdict.VALID:
            raise Defect(f"Нет подписи: электронная подпись документа {found.signed.value}")
    except Defect as defect:
        raise _bad(defect, root, cover, own) from defect
    return Unpacked(found, header.version)


def _bad(defect: Defect, root: Element, cover: envelope.Envelope, own: Party | None) -> BadPacket:
    """With what can be read of the sender, for an answer accepted=false. A receipt is never answered."""
    sender = message.source(root, cover, own=own)
    uid = values.guid_or_empty(markup.attribute(markup.child(root, "header"), "uid"))
    is_receipt = markup.child(root, "acknowledgment") is not None
    try:
        version = version_of(markup.namespace(root), markup.attribute(root, "version"))
    except Defect:
        version = None
    return BadPacket(
        str(defect),
        message_uid=uid,
        source=sender,
        answerable=bool(uid and uid != NIL_UID and sender.uid and not is_receipt),
        version=version,
    )


def _cover(files: Mapping[str, bytes]) -> envelope.Envelope:
    covers = [name for name in files if envelope.is_envelope(name)]
    if len(covers) != 1:
        raise Defect(envelope.SEVERAL if covers else envelope.NONE)
    cover = envelope.read(files[covers[0]])
    if words := envelope.mismatch(cover, files):
        raise Defect(words)
    return cover


def _message_xml(files: Mapping[str, bytes]) -> tuple[Element, tuple[str, ...]]:
    """The only message XML; an attached XML may lie beside it if the message has one of the usual names."""
    found = [name for name in files if name.lower().endswith(".xml")]
    usual = [name for name in found if name.lower() in _MESSAGE_FILES]
    chosen = usual or found
    if len(chosen) != 1:
        raise Defect("В пакете нет сообщения XML" if not found else "В пакете больше одного сообщения XML")
    root, remarks = markup.parse(files[chosen[0]])
    if markup.name(root) != "communication":
        raise Defect(f"Корень XML не communication, а «{markup.name(root)[:60]}»")
    return root, remarks


def _message(
    root: Element, header: Header, files: Mapping[str, bytes], signer: signing.Signer | None
) -> Message:
    """The content decides what it is; the word of `header/@type` is often wrong in practice."""
    if (body := markup.child(root, "acknowledgment")) is not None:
        return receipt.read(body, header)
    if (body := markup.child(root, "notification")) is not None:
        return notice.read(body, header)
    if (body := markup.child(root, "container")) is not None:
        return _document(body, header, files, signer)
    if markup.child(root, "document") is not None:
        return document22.read(root, header, files)
    raise Defect("В сообщении нет ни документа, ни контейнера, ни уведомления, ни квитанции")


def _document(
    body: Element, header: Header, files: Mapping[str, bytes], signer: signing.Signer | None
) -> Document:
    name = markup.text(body, "body")
    found = passport_in.file_named(files, name)
    if found is None:
        raise Defect(f"Нет контейнера «{name[:100]}», названного в сообщении")
    inside = container.unzipped(found[1])
    card, remarks = passport_in.root_of(inside)
    document = passport_in.read(card, header, inside, remarks)
    return replace(document, signed=_verdict(card, document, inside, signer)) if signer else document


def _verdict(
    card: Element, document: Document, inside: Mapping[str, bytes], signer: signing.Signer
) -> Verdict:
    """The worst of the signatures over the text and, where there is one, over the container."""
    text = document.body.content if document.body else b""
    checks = []
    for name in passport_in.signature_names(card):
        found = passport_in.file_named(inside, name)
        checks.append(signer.verify(text, found[1]) if found else Verdict.ABSENT)
    if name := passport_in.container_signature_name(card):
        found = passport_in.file_named(inside, name)
        covered = {own: content for own, content in inside.items() if found is None or own != found[0]}
        checks.append(signer.verify(container.signed_bytes(covered), found[1]) if found else Verdict.ABSENT)
    order = (Verdict.BROKEN, Verdict.ABSENT, Verdict.UNCHECKED, Verdict.VALID)
    return min(checks, key=order.index, default=Verdict.ABSENT)
