"""«Документ» of 2.2 (and, to read, of 2.0–2.6): one XML and loose files beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from otklik.integrations.msed import markup, values
from otklik.integrations.msed.markup import Element, Pen
from otklik.integrations.msed.message import NO_NAME, Header, num, put_num
from otklik.integrations.msed.wire import (
    ANNOTATION_LIMIT,
    APPEAL,
    LINK_KINDS,
    Citizen,
    Defect,
    Document,
    Executor,
    FilePart,
    Link,
    Signatory,
)

WORD: Final = "Документ"
_TEXT: Final = "Текст документа"
_ENCLOSURE: Final = "Текст приложения"
_KNOWN_TYPES: Final = ("pdf", "tif", "doc", "txt")


@dataclass(frozen=True, slots=True)
class LooseFile:
    """A file under its name on the wire."""

    name: str
    title: str
    pages: int | None
    content: bytes


def write(pen: Pen, root: Element, document: Document, files: tuple[LooseFile, ...]) -> None:
    """files: the text first, then the attachments. Raises Defect: nobody signs, a link of an unknown kind."""
    body = pen.put(root, "document", uid=values.guid(document.document_uid), id=document.document_id[:127])
    pen.put(body, "kind", document.kind or APPEAL)
    put_num(pen, body, document.number, document.on)
    _signatory_out(pen, pen.put(body, "signatories"), document.signatory, document.on)
    addressees = pen.put(body, "addressees")
    for title in document.addressee_titles or (document.recipient.name,):
        pen.put(pen.put(addressees, "addressee"), "organization", title or NO_NAME)
    pen.put(body, "pages", str(files[0].pages or 0))
    if files[1:]:
        pen.put(body, "enclosuresPages", str(sum(file.pages or 1 for file in files[1:])))
    pen.put(body, "annotation", document.annotation or document.kind, limit=ANNOTATION_LIMIT)
    _enclosures_out(pen, body, files)
    _citizen_out(pen, body, document.citizen)
    if document.links:
        links = pen.put(body, "links")
        for link in document.links:
            _link_out(pen, links, link)
    _executor_out(pen, body, document.executor)
    _files_out(pen, root, files)


def _signatory_out(pen: Pen, parent: Element, signatory: Signatory | None, on: date) -> None:
    if signatory is None:
        raise Defect("Не указан подписавший")
    element = pen.put(parent, "signatory")
    pen.put(element, "person", signatory.name or NO_NAME)
    pen.maybe(element, "post", signatory.post)
    pen.put(element, "signed", (signatory.on or on).isoformat())


def _enclosures_out(pen: Pen, body: Element, files: tuple[LooseFile, ...]) -> None:
    if not files[1:]:
        return
    enclosures = pen.put(body, "enclosures")
    for place, file in enumerate(files[1:], start=1):
        element = pen.put(enclosures, "enclosure")
        pen.put(element, "title", file.title or file.name, limit=ANNOTATION_LIMIT)
        pen.put(element, "pages", str(file.pages or 1))
        pen.put(element, "files", str(place))


def _citizen_out(pen: Pen, body: Element, citizen: Citizen | None) -> None:
    if citizen is None:
        return
    element = pen.put(pen.put(body, "correspondents"), "correspondent")
    pen.maybe(element, "region", citizen.region)
    pen.put(element, "person", citizen.name or NO_NAME)
    pen.maybe(element, "contactInfo", citizen.contact)
    if citizen.number:
        put_num(pen, element, citizen.number, None)


def _link_out(pen: Pen, parent: Element, link: Link) -> None:
    if link.kind not in LINK_KINDS:
        raise Defect(f"Неизвестный вид связи «{link.kind}»")
    element = pen.put(parent, "link", uid=values.guid(link.document_uid) if link.document_uid else "")
    pen.put(element, "linkType", link.kind)
    put_num(pen, pen.put(element, "reference"), link.number, link.on)


def _executor_out(pen: Pen, body: Element, executor: Executor | None) -> None:
    if executor is None:
        return
    element = pen.put(body, "executor")
    pen.put(element, "person", executor.name or NO_NAME)
    pen.maybe(element, "post", executor.post)
    pen.maybe(element, "contactInfo", executor.phone)


def _files_out(pen: Pen, root: Element, files: tuple[LooseFile, ...]) -> None:
    listed = pen.put(root, "files")
    for place, file in enumerate(files):
        kind = file.name.rpartition(".")[2].lower()
        known = kind if kind in _KNOWN_TYPES else ""
        element = pen.put(listed, "file", localName=file.name, localId=str(place), type=known)
        pen.put(element, "group", _ENCLOSURE if place else _TEXT)
        pen.maybe(element, "description", file.title, limit=ANNOTATION_LIMIT)
        if file.pages is not None:
            pen.put(element, "pages", str(file.pages))


def read(root: Element, header: Header, files: Mapping[str, bytes]) -> Document:
    """files: of the packet, by name. Raises Defect: no uid, no date at all, or a listed file is missing."""
    body = markup.child(root, "document")
    number, on = num(markup.child(body, "num"))
    remarks = list(header.remarks)
    if on is None:
        remarks.append("У документа нет даты, взята дата сообщения")
        on = values.local(header.created).date() if header.created else None
    if on is None:
        raise Defect("Нет даты документа")
    text, attachments = _files_in(root, files)
    if text is None:
        remarks.append("Отсутствует текст документа")
    return Document(
        message_uid=header.message_uid,
        document_uid=values.guid(markup.attribute(body, "uid")),
        document_id=markup.attribute(body, "id"),
        number=number,
        on=on,
        kind=markup.text(body, "kind"),
        annotation=markup.text(body, "annotation"),
        created=header.created or values.moment(on.isoformat()),
        sender=header.sender,
        recipient=header.recipient,
        signatory=_signatory_in(markup.child(body, "signatories", "signatory")),
        executor=_executor_in(markup.child(body, "executor")),
        citizen=_citizen_in(markup.child(body, "correspondents", "correspondent")),
        links=tuple(_link_in(link) for link in markup.children(markup.child(body, "links"), "link")),
        body=text,
        attachments=attachments,
        addressee_titles=tuple(
            title
            for addressee in markup.children(markup.child(body, "addressees"), "addressee")
            if (title := markup.text(addressee, "organization"))
        ),
        remarks=tuple(remarks),
    )


def _signatory_in(element: Element | None) -> Signatory | None:
    if element is None:
        return None
    signed = markup.text(element, "signed")
    name = markup.text(element, "person") or markup.text(element, "organization")
    return Signatory(name, markup.text(element, "post"), values.day(signed) if signed else None)


def _executor_in(element: Element | None) -> Executor | None:
    if element is None:
        return None
    name = markup.text(element, "person") or markup.text(element, "organization")
    return Executor(name, markup.text(element, "contactInfo"), markup.text(element, "post"))


def _citizen_in(element: Element | None) -> Citizen | None:
    if element is None:
        return None
    return Citizen(
        name=markup.text(element, "person"),
        region=markup.text(element, "region"),
        contact=markup.text(element, "contactInfo"),
        number=num(markup.child(element, "num"))[0],
    )


def _link_in(element: Element) -> Link:
    """The partner may describe the other document in full instead of referring to it: uid inside."""
    document = markup.child(element, "document")
    reference = document if document is not None else markup.child(element, "reference")
    number, on = num(markup.child(reference, "num"))
    uid = markup.attribute(element, "uid") or markup.attribute(document, "uid")
    return Link(markup.text(element, "linkType") or "Связан с", values.guid_or_empty(uid), number, on)


def _files_in(root: Element, files: Mapping[str, bytes]) -> tuple[FilePart | None, tuple[FilePart, ...]]:
    """The text and the attachments. Without a word on what is what, the first PDF is the text."""
    present = {name.lower(): content for name, content in files.items()}
    titles = _titles(root)
    parts: list[tuple[str, FilePart]] = []
    for file in markup.children(markup.child(root, "files"), "file"):
        name = markup.attribute(file, "localName")
        if name.lower() not in present:
            raise Defect(f"Нет файла «{name[:100]}», названного в сообщении")
        title = markup.text(file, "description") or titles.get(markup.attribute(file, "localId"), "")
        pages = values.whole_number(markup.text(file, "pages"))
        parts.append((markup.text(file, "group"), FilePart(name, present[name.lower()], title, pages)))
    text = next((part for group, part in parts if group == _TEXT), None)
    if text is None:
        text = next((part for group, part in parts if not group and part.name.lower().endswith(".pdf")), None)
    return text, tuple(part for _, part in parts if part is not text)


def _titles(root: Element) -> dict[str, str]:
    """Titles of enclosures by the local number of each of their files."""
    enclosures = markup.child(root, "document", "enclosures")
    return {
        place: markup.text(enclosure, "title")
        for enclosure in markup.children(enclosures, "enclosure")
        for place in markup.text(enclosure, "files").split()
    }
