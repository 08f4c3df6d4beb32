"""Reads `passport.xml` and the files it names."""

from collections.abc import Mapping
from datetime import date

from otklik.integrations.msed import markup, values
from otklik.integrations.msed.container import PASSPORT
from otklik.integrations.msed.markup import Element
from otklik.integrations.msed.message import Header, num
from otklik.integrations.msed.wire import Defect, Document, Executor, FilePart, Link, Signatory


def root_of(files: Mapping[str, bytes]) -> tuple[Element, tuple[str, ...]]:
    """The passport of a container. Without passport.xml the only XML counts. Raises Defect."""
    found = [name for name in files if name.lower() == PASSPORT]
    found = found or [name for name in files if name.lower().endswith(".xml")]
    if len(found) != 1:
        raise Defect("В контейнере нет passport.xml" if not found else "В контейнере больше одного XML")
    root, remarks = markup.parse(files[found[0]])
    if markup.name(root) != "container":
        raise Defect("В контейнере нет паспорта: корень XML не container")
    if found[0].lower() != PASSPORT:
        remarks = (*remarks, f"Паспорт контейнера назван «{found[0][:100]}»")
    return root, remarks


def read(root: Element, header: Header, files: Mapping[str, bytes], remarks: tuple[str, ...]) -> Document:
    """files: of the container. Raises Defect: no uid, no PDF, or a named attachment is missing."""
    author = markup.child(root, "authors", "author")
    requisites = markup.child(root, "requisites")
    number, on = num(markup.child(author, "registration"))
    if on is None:
        remarks = (*remarks, "У документа нет даты, взята дата сообщения")
        on = _day_of(header)
    text, odd = _text(markup.child(root, "document"), files)
    return Document(
        message_uid=header.message_uid,
        document_uid=values.guid(markup.attribute(root, "uid")),
        document_id="",
        number=number,
        on=on,
        kind=markup.text(requisites, "documentKind"),
        annotation=markup.text(requisites, "annotation"),
        created=header.created or values.moment(on.isoformat()),
        sender=header.sender,
        recipient=header.recipient,
        signatory=_signatory(markup.child(author, "sign", "person")),
        executor=_executor(markup.child(author, "executor")),
        citizen=None,
        links=tuple(_link(link) for link in markup.children(markup.child(requisites, "links"), "link")),
        body=text,
        attachments=_attachments(markup.child(root, "attachments"), files),
        addressee_titles=tuple(
            title
            for addressee in markup.children(markup.child(root, "addressees"), "addressee")
            if (title := markup.text(addressee, "organization", "title"))
        ),
        remarks=(*header.remarks, *remarks, *odd),
    )


def signature_names(root: Element) -> tuple[str, ...]:
    """Files with signatures of the document itself, as the passport names them."""
    return tuple(
        markup.attribute(signature, "localName")
        for author in markup.children(markup.child(root, "authors"), "author")
        for sign in markup.children(author, "sign")
        for signature in markup.children(sign, "documentSignature")
    )


def container_signature_name(root: Element) -> str:
    return markup.attribute(markup.child(root, "containerSignature"), "localName")


def file_named(files: Mapping[str, bytes], name: str) -> tuple[str, bytes] | None:
    """A file by its name, whatever the case of letters."""
    return next(((own, content) for own, content in files.items() if own.lower() == name.lower()), None)


def _day_of(header: Header) -> date:
    if header.created is None:
        raise Defect("Нет даты документа")
    return values.local(header.created).date()


def _text(element: Element | None, files: Mapping[str, bytes]) -> tuple[FilePart, tuple[str, ...]]:
    """The document's PDF; where the passport misnames it, the only PDF of the container."""
    name = markup.attribute(element, "localName")
    found = file_named(files, name)
    odd: tuple[str, ...] = ()
    if found is None:
        pdfs = [item for item in files.items() if item[0].lower().endswith(".pdf")]
        if len(pdfs) != 1:
            raise Defect(f"В контейнере нет файла документа «{name[:100]}»")
        found, odd = pdfs[0], (f"Файл документа назван в паспорте «{name[:100]}»",)
    pages = values.whole_number(markup.text(element, "pagesQuantity"))
    return FilePart(found[0], found[1], markup.text(element, "description"), pages), odd


def _attachments(element: Element | None, files: Mapping[str, bytes]) -> tuple[FilePart, ...]:
    """In the order that the passport gives them."""
    listed = sorted(
        markup.children(element, "attachment"),
        key=lambda a: values.whole_number(markup.text(a, "order")) or 0,
    )
    parts = []
    for attachment in listed:
        name = markup.attribute(attachment, "localName")
        found = file_named(files, name)
        if found is None:
            raise Defect(f"Приложение отсутствует: «{name[:100]}»")
        parts.append(FilePart(found[0], found[1], markup.text(attachment, "description")))
    return tuple(parts)


def _signatory(element: Element | None) -> Signatory | None:
    if element is None:
        return None
    return Signatory(markup.text(element, "name"), markup.text(element, "post"), None)


def _executor(element: Element | None) -> Executor | None:
    if element is None:
        return None
    return Executor(markup.text(element, "name"), markup.text(element, "phone"), markup.text(element, "post"))


def _link(element: Element) -> Link:
    number, on = num(markup.child(element, "registration"))
    return Link("", values.guid_or_empty(markup.attribute(element, "uid")), number, on)
