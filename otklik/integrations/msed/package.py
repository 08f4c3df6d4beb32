"""A message as a folder of files, and back: `pack` and `unpack` are what the portal calls."""

from typing import Final, cast

from lxml import etree

from otklik.integrations.msed import (
    container,
    document22,
    envelope,
    markup,
    message,
    notice,
    passport,
    receipt,
    schema,
    signing,
    stamps,
    values,
)
from otklik.integrations.msed.dialect import DIALECTS, Dialect
from otklik.integrations.msed.document22 import LooseFile
from otklik.integrations.msed.markup import Element
from otklik.integrations.msed.wire import (
    BadPacket,
    Defect,
    Document,
    FilePart,
    Message,
    Notice,
    Package,
    Receipt,
    Version,
)

CONTAINER_WORD: Final = "Транспортный контейнер"
ZIP_NAME: Final = "document.edc.zip"
UNSIGNED_NOTE: Final = "Документ передан без электронной подписи"


def pack(message_: Message, *, version: Version, signer: signing.Signer) -> Package:
    """Everything that a receiver needs, checked by our schema. Unsigned, it gives the same bytes each time.

    Raises BadPacket: the message breaks the format (its `reason` says how), or a document's recipient has no
    MEDO address. SigningFailed: the signer could not sign.
    """
    dialect = DIALECTS[version]
    try:
        files = _contents(message_, dialect, signer)
        name = values.guid(message_.message_uid)
        if isinstance(message_, Document) and not message_.recipient.address:
            raise Defect(f"У получателя нет адреса МЭДО: {message_.recipient.name}")
    except Defect as defect:
        raise BadPacket(
            str(defect), message_uid=message_.message_uid, source=message_.sender, version=version
        ) from defect
    cover = f"{name}.ini"
    files[cover] = envelope.write(_envelope(message_, tuple(files)))
    return Package(name, files, cover)


def renewed(package: Package, *, message_uid: str) -> Package:
    """The packet as a new message: what MEDO wants once the network has refused the first (medo.md A6).

    The document, its container and signatures stay as they are, byte for byte.
    """
    uid = values.guid(message_uid)
    files = {name: content for name, content in package.files.items() if name != package.envelope}
    name = next(name for name in files if name.endswith(".xml"))  # `pack` puts the message first
    root, _ = markup.parse(files[name])
    header = markup.child(root, "header")
    assert header is not None  # noqa: S101  # we wrote it
    header.set(f"{{{markup.namespace(root)}}}uid", uid)
    encoding = root.getroottree().docinfo.encoding
    files[name] = cast(bytes, etree.tostring(root, encoding=encoding, xml_declaration=True))
    cover = f"{uid}.ini"
    return Package(uid, {**files, cover: package.files[package.envelope]}, cover)


def _envelope(message_: Message, files: tuple[str, ...]) -> envelope.Envelope:
    """Flags as regional peers set them: a receipt wants no reading receipt, a notice no delivery receipt."""
    address = message_.recipient.address
    return envelope.Envelope(
        subject=_subject(message_),
        addresses=(address,) if address else (),
        files=files,
        sent=message_.created,
        signed=not isinstance(message_, Receipt),
        wants_delivered=not isinstance(message_, Notice),
        wants_read=not isinstance(message_, Receipt),
    )


def _subject(message_: Message) -> str:
    if isinstance(message_, Receipt):
        return "ЭСД МЭДО (Квитанция)"
    if isinstance(message_, Notice):
        return f"ЭСД МЭДО (Уведомление {message_.kind.value})"
    uid = values.guid(message_.document_uid).upper()
    return f"ЭСД МЭДО ({values.number(message_.number)} от {message_.on:%d.%m.%Y} {{{uid}}})"


def _contents(message_: Message, dialect: Dialect, signer: signing.Signer) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    if isinstance(message_, Receipt):
        pen, root = message.begin(message_, receipt.WORD, dialect)
        receipt.write(pen, root, message_, dialect)
        name = "acknowledgment.xml"
    elif isinstance(message_, Notice):
        pen, root = message.begin(message_, notice.WORD, dialect)
        notice.write(pen, root, message_, dialect)
        name = "notification.xml"
    elif dialect.container:
        files, signed = _container(message_, dialect, signer)
        pen, root = message.begin(message_, CONTAINER_WORD, dialect, note="" if signed else UNSIGNED_NOTE)
        holder = pen.put(root, "container", type="Документ в электронном виде")
        pen.put(holder, "body", ZIP_NAME)
        if signed:
            pen.put(holder, "signature", container.SIGNATURE)
        name = dialect.document_file
    else:
        parts = loose_files(message_, taken={dialect.document_file})
        pen, root = message.begin(message_, document22.WORD, dialect)
        document22.write(pen, root, message_, parts)
        files, name = {part.name: part.content for part in parts}, dialect.document_file
    message.address(pen, root, message_.recipient)
    return {name: _xml(root, dialect.version, dialect.encoding), **files}


def _xml(root: Element, version: Version, encoding: str) -> bytes:
    """Characters that windows-1251 lacks come out as references, so nothing is lost."""
    schema.check(root, version)
    return cast(bytes, etree.tostring(root, encoding=encoding, xml_declaration=True))


def loose_files(document: Document, *, taken: set[str]) -> tuple[LooseFile, ...]:
    """The text (always .pdf) and the attachments under names that every receiver takes, all different."""
    if document.body is None:
        raise Defect("Нет файла документа")
    if not document.body.content.startswith(b"%PDF-"):
        raise Defect("Файл документа не PDF")
    text = _loose(document.body, taken, extension="pdf")
    return (text, *(_loose(part, taken) for part in document.attachments))


def _loose(part: FilePart, taken: set[str], *, extension: str = "") -> LooseFile:
    name = values.wire_name(part.name, taken, extension=extension)
    title = part.description
    if name != part.name and part.name not in title:
        title = f"{title} ({part.name})" if title else part.name
    return LooseFile(name, title, part.pages, part.content)


def _container(document: Document, dialect: Dialect, signer: signing.Signer) -> tuple[dict[str, bytes], bool]:
    """The zip, and whether it is signed."""
    taken = {container.PASSPORT, container.SIGNATURE.lower(), passport.STAMP.lower()}
    taken |= {passport.SIGNATURE.lower(), passport.SIGNATURE_STAMP.lower()}
    text, *attachments = loose_files(document, taken=taken)
    signature = signer.sign(text.content)
    inside = {text.name: text.content, passport.SIGNATURE: signature or signing.UNSIGNED}
    inside[passport.STAMP] = stamps.registration(values.number(document.number), document.on)
    name = document.signatory.name if document.signatory else ""
    inside[passport.SIGNATURE_STAMP] = stamps.signature(name, signer.owner)
    signature_names = []
    for file in attachments:
        inside[file.name] = file.content
        if signature and (over := signer.sign(file.content)):
            signature_names.append(values.wire_name(file.name, taken, extension="p7s"))
            inside[signature_names[-1]] = over
    enclosed = passport.Enclosed(
        text=text,
        attachments=tuple(attachments),
        attachment_signatures=tuple(signature_names),
        container_signature=container.SIGNATURE if signature else "",
    )
    card = _xml(passport.write(document, dialect, enclosed), dialect.version, "utf-8")
    inside = {container.PASSPORT: card, **inside}
    whole = signer.sign(container.signed_bytes(inside)) if signature else None
    if whole:
        inside[container.SIGNATURE] = whole
    return {ZIP_NAME: container.zipped(inside, at=document.created)}, whole is not None
