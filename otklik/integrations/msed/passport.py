"""`passport.xml` of a 2.7 or 2.7.1 container: the document's card."""

from dataclasses import dataclass
from typing import Final

from otklik.integrations.msed import stamps, values
from otklik.integrations.msed.dialect import Dialect
from otklik.integrations.msed.document22 import LooseFile
from otklik.integrations.msed.markup import Element, Pen
from otklik.integrations.msed.message import NO_NAME
from otklik.integrations.msed.wire import (
    ANNOTATION_LIMIT,
    APPEAL,
    Citizen,
    Defect,
    Document,
    Executor,
    Link,
    Version,
)

STAMP: Final = "regStamp.png"
SIGNATURE: Final = "sign_1.p7s"
SIGNATURE_STAMP: Final = "stamp_1.png"
# Defaults of MEDO's dictionaries; senders are rated by whether they give the ids (README).
_KIND_ID: Final = "DK00000000"
_PLAIN_ID: Final = "DC00000000"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What lies in the container beside the passport, by the names on the wire."""

    text: LooseFile
    attachments: tuple[LooseFile, ...]
    attachment_signatures: tuple[str, ...]  # "" for an attachment without one; () if none has
    container_signature: str  # "" if the container is not signed


def write(document: Document, dialect: Dialect, enclosed: Enclosed) -> Element:
    """Raises Defect: nobody signs, or a link has no date (a passport must name it)."""
    pen = Pen(dialect.container, "c")
    root = pen.root("container", uid=values.guid(document.document_uid), version=dialect.passport_version)
    ids = dialect.version is Version.V2_7_1
    _requisites_out(pen, root, document, ids=ids)
    _author_out(pen, root, document, ids=ids)
    addressees = pen.put(root, "addressees")
    for title in document.addressee_titles or (document.recipient.name,):
        own = ids and title == document.recipient.name
        _organization_out(pen, pen.put(addressees, "addressee"), title, document.recipient.uid if own else "")
    _files_out(pen, root, enclosed)
    return root


def _organization_out(pen: Pen, parent: Element, title: str, uid: str) -> None:
    element = pen.put(parent, "organization", id=values.guid(uid) if uid else "")
    pen.put(element, "title", title or NO_NAME)


def _requisites_out(pen: Pen, root: Element, document: Document, *, ids: bool) -> None:
    requisites = pen.put(root, "requisites")
    pen.put(requisites, "documentKind", document.kind or APPEAL, id=_KIND_ID if ids else "")
    pen.put(requisites, "classification", "Обычная информация", id=_PLAIN_ID if ids else "")
    pen.put(requisites, "annotation", _annotation(document), limit=ANNOTATION_LIMIT)
    if document.links:
        links = pen.put(requisites, "links")
        for link in document.links:
            _link_out(pen, links, link, document)


def _annotation(document: Document) -> str:
    """The citizen has no element here, so the last line names him; the text gives way, not he."""
    text = document.annotation or document.kind
    if document.citizen is None:
        return text
    line = "\nЗаявитель: " + values.clean(_citizen_line(document.citizen), 1000)
    return values.clean(text, ANNOTATION_LIMIT - len(line)) + line


def _citizen_line(citizen: Citizen) -> str:
    number = f"№ {citizen.number}" if citizen.number else ""
    return values.one_line(", ".join(p for p in (citizen.name, citizen.region, citizen.contact, number) if p))


def _link_out(pen: Pen, parent: Element, link: Link, document: Document) -> None:
    if link.on is None:
        raise Defect("У связанного документа нет даты, а паспорт контейнера её требует")
    element = pen.put(parent, "link", uid=values.guid(link.document_uid) if link.document_uid else "")
    _organization_out(pen, element, document.recipient.name, "")
    registration = pen.put(element, "registration")
    pen.put(registration, "number", values.number(link.number))
    pen.put(registration, "date", link.on.isoformat())


def _author_out(pen: Pen, root: Element, document: Document, *, ids: bool) -> None:
    if document.signatory is None:
        raise Defect("Не указан подписавший")
    author = pen.put(pen.put(root, "authors"), "author")
    _organization_out(pen, author, document.sender.name, document.sender.uid if ids else "")
    registration = pen.put(author, "registration")
    pen.put(registration, "number", values.number(document.number))
    pen.put(registration, "date", document.on.isoformat())
    _stamp_out(pen, registration, "registrationStamp", STAMP, stamps.REGISTRATION)
    sign = pen.put(author, "sign")
    person = pen.put(sign, "person")
    pen.put(person, "post", document.signatory.post or NO_NAME)
    pen.put(person, "name", document.signatory.name or NO_NAME)
    signature = pen.put(sign, "documentSignature", localName=SIGNATURE, type="Утверждающая")
    _stamp_out(pen, signature, "signatureStamp", SIGNATURE_STAMP, stamps.SIGNATURE)
    if document.executor:
        _executor_out(pen, author, document.executor)


def _executor_out(pen: Pen, author: Element, executor: Executor) -> None:
    element = pen.put(author, "executor")
    pen.maybe(element, "post", executor.post)
    pen.put(element, "name", executor.name or NO_NAME)
    pen.put(element, "phone", executor.phone or NO_NAME)


def _stamp_out(pen: Pen, parent: Element, name: str, file: str, place: stamps.Place) -> None:
    position = pen.put(pen.put(parent, name, localName=file), "position")
    pen.put(position, "page", "1")
    corner = pen.put(position, "topLeft")
    pen.put(corner, "x", str(place.x))
    pen.put(corner, "y", str(place.y))
    dimension = pen.put(position, "dimension")
    pen.put(dimension, "w", str(place.w))
    pen.put(dimension, "h", str(place.h))


def _files_out(pen: Pen, root: Element, enclosed: Enclosed) -> None:
    text = pen.put(root, "document", localName=enclosed.text.name)
    if enclosed.text.pages:
        pen.put(text, "pagesQuantity", str(enclosed.text.pages))
    if enclosed.attachments:
        pen.put(text, "enclosurePagesQuantity", str(sum(file.pages or 1 for file in enclosed.attachments)))
    pen.maybe(text, "description", enclosed.text.title, limit=ANNOTATION_LIMIT)
    if enclosed.attachments:
        attachments = pen.put(root, "attachments")
        signatures = enclosed.attachment_signatures or ("",) * len(enclosed.attachments)
        for place, (file, signature) in enumerate(zip(enclosed.attachments, signatures, strict=True)):
            element = pen.put(attachments, "attachment", localName=file.name)
            pen.put(element, "order", str(place))
            pen.maybe(element, "description", file.title, limit=ANNOTATION_LIMIT)
            if signature:
                pen.put(element, "signature", localName=signature)
    if enclosed.container_signature:
        pen.put(root, "containerSignature", localName=enclosed.container_signature)
