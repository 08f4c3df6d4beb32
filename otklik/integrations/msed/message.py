"""What every message has round its content: `communication`, header and the address of delivery."""

from dataclasses import dataclass
from datetime import date, datetime

from otklik.integrations.msed import markup, values
from otklik.integrations.msed.dialect import Dialect, version_of
from otklik.integrations.msed.envelope import Envelope
from otklik.integrations.msed.markup import Element, Pen
from otklik.integrations.msed.wire import NIL_UID, Defect, Message, Party, Version

NO_NAME = markup.NO_NAME
REMARK_LIMIT = 2047  # characters of a comment


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a message before its content is read."""

    message_uid: str
    created: datetime | None
    sender: Party
    recipient: Party
    version: Version
    remarks: tuple[str, ...]


def begin(message: Message, word: str, dialect: Dialect, *, note: str = "") -> tuple[Pen, Element]:
    """Root with its header. word: the kind of message as MEDO calls it. note: for people who read it."""
    pen = Pen(dialect.namespace, "xdms")
    root = pen.root("communication", version=dialect.version.value)
    header = pen.put(
        root,
        "header",
        type=word,
        uid=values.guid(message.message_uid),
        created=dialect.moment(message.created),
    )
    _participant(pen, header, "source", message.sender)
    pen.maybe(header, "comment", note, limit=REMARK_LIMIT)
    return pen, root


def address(pen: Pen, root: Element, recipient: Party) -> None:
    """The end of a message. In 2.2 it may be left out, but one receiver takes the addressee from here."""
    index = pen.put(pen.put(root, "deliveryIndex"), "destination")
    _participant(pen, index, "destination", recipient)


def _participant(pen: Pen, parent: Element, name: str, party: Party) -> None:
    pen.put(pen.put(parent, name, uid=values.guid(party.uid)), "organization", party.name or NO_NAME)


def put_num(pen: Pen, parent: Element, number: str, on: date | None, *, name: str = "num") -> None:
    element = pen.put(parent, name)
    pen.put(element, "number", values.number(number))
    if on:
        pen.put(element, "date", on.isoformat())


def num(element: Element | None) -> tuple[str, date | None]:
    """Number and date of a `num`, `registration` or the like; "" and None for what is not there."""
    text = markup.text(element, "date")
    return markup.text(element, "number"), values.day(text) if text else None


def source(root: Element, envelope: Envelope, *, own: Party | None) -> Party:
    """Who sent it. The address is the envelope's, unless that is our own: then it names us."""
    element = markup.child(root, "header", "source")
    written = envelope.addresses[0] if envelope.addresses else ""
    ours = own is not None and written.lower() == own.address.lower()
    return Party(
        uid=values.guid_or_empty(markup.attribute(element, "uid")),
        name=markup.text(element, "organization"),
        address="" if ours else written,
    )


def header(root: Element, envelope: Envelope, *, own: Party | None) -> Header:
    """Raises Defect: unknown version, no sender, no uid."""
    element = markup.child(root, "header")
    version = version_of(markup.namespace(root), markup.attribute(root, "version"))
    sender = source(root, envelope, own=own)
    if not sender.uid:
        raise Defect("Нет идентификатора отправителя header:source:@uid")
    uid = markup.attribute(element, "uid")
    is_receipt = markup.child(root, "acknowledgment") is not None
    if not uid or (values.guid_or_empty(uid) == NIL_UID and not is_receipt):  # the network's errors come so
        raise Defect("Нет идентификатора сообщения communication:header:@uid")
    created = markup.attribute(element, "created")
    recipient, remarks = _recipient(root, own)
    return Header(
        message_uid=values.guid(uid),
        created=values.moment(created) if created else envelope.sent,
        sender=sender,
        recipient=recipient,
        version=version,
        remarks=remarks,
    )


def _recipient(root: Element, own: Party | None) -> tuple[Party, tuple[str, ...]]:
    """Us, if the address of delivery names us, else the first one named. Destinations may be nested."""
    index = markup.child(root, "deliveryIndex")
    named = [
        Party(uid, markup.text(place, "organization"))
        for place in (index.iter() if index is not None else ())
        if markup.name(place) == "destination"
        and (uid := values.guid_or_empty(markup.attribute(place, "uid")))
    ]
    if own is None:
        return (named[0] if named else Party("", "")), ()
    if not named:
        return own, ()
    for party in named:
        if party.uid == own.uid.lower():
            return Party(party.uid, party.name or own.name, own.address), ()
    return named[0], (f"Адресовано не нам: {named[0].name or named[0].uid}",)
