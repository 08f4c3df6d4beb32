"""«Уведомление» (`notification`): tells how it goes with a document."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from otklik.integrations.msed import markup, values
from otklik.integrations.msed.dialect import Dialect
from otklik.integrations.msed.markup import Element, Pen
from otklik.integrations.msed.message import NO_NAME, REMARK_LIMIT, Header, num, put_num
from otklik.integrations.msed.wire import ANNOTATION_LIMIT, REFUSAL_REASONS, Defect, Notice, NoticeKind

WORD: Final = "Уведомление"
_ELEMENTS: Final = {
    NoticeKind.ACCEPTED: "documentAccepted",
    NoticeKind.REFUSED: "documentRefused",
    NoticeKind.EXECUTOR_ASSIGNED: "executorAssigned",
    NoticeKind.REPORT_PREPARED: "reportPrepared",
    NoticeKind.REPORT_SENT: "reportSent",
    NoticeKind.COURSE_CHANGED: "courseChanged",
    NoticeKind.PUBLISHED: "documentPublished",
    NoticeKind.STATE_REGISTERED: "documentAccepted",
}


def write(pen: Pen, root: Element, notice: Notice, dialect: Dialect) -> None:
    """`foundation` and `comment` are always there: 2.5 demands them and 2.2 allows them.

    Raises Defect: the version does not know such a notification.
    """
    if notice.kind in dialect.foreign_notices:
        raise Defect(f"Версия {dialect.version.value} не знает уведомления «{notice.kind.value}»")
    body = pen.put(
        root,
        "notification",
        type=notice.kind.value,
        uid=values.guid(notice.document_uid),
        id=notice.document_id[:127],
    )
    event = pen.put(body, _ELEMENTS[notice.kind])
    pen.put(event, "time", dialect.moment(notice.time))
    foundation = pen.put(event, "foundation")
    pen.put(foundation, "organization", notice.recipient.name or NO_NAME)
    put_num(pen, foundation, notice.foundation_number, notice.foundation_on)
    _WRITERS[_ELEMENTS[notice.kind]](pen, event, notice)
    pen.put(body, "comment", _comment(notice), limit=REMARK_LIMIT)


def _comment(notice: Notice) -> str:
    """A reason that the schema does not list goes out here in full."""
    own_words = notice.reason if notice.reason not in REFUSAL_REASONS else ""
    return ". ".join(part for part in (own_words, notice.comment) if part) or notice.kind.value


def _accepted_out(pen: Pen, event: Element, notice: Notice) -> None:
    put_num(pen, event, notice.number, notice.on)


def _refused_out(pen: Pen, event: Element, notice: Notice) -> None:
    pen.put(event, "reason", notice.reason if notice.reason in REFUSAL_REASONS else REFUSAL_REASONS[0])


def _assigned_out(pen: Pen, event: Element, notice: Notice) -> None:
    roles = {"secretary": notice.secretary, "manager": notice.manager, "executor": notice.executor}
    for role, who in roles.items():
        pen.put(pen.put(event, role), "person", who or NO_NAME)


def _prepared_out(pen: Pen, event: Element, notice: Notice) -> None:
    signatory = pen.put(event, "signatory")
    pen.put(signatory, "person", notice.manager or NO_NAME)
    pen.put(signatory, "signed", (notice.on or values.local(notice.time).date()).isoformat())


def _sent_out(pen: Pen, event: Element, notice: Notice) -> None:
    report = pen.put(event, "report")
    pen.put(report, "organization", notice.sender.name or NO_NAME)
    put_num(pen, report, notice.number, notice.on)


def _course_out(pen: Pen, event: Element, notice: Notice) -> None:
    pen.put(event, "courseText", notice.text or notice.kind.value, limit=ANNOTATION_LIMIT)


def _published_out(pen: Pen, event: Element, notice: Notice) -> None:
    if notice.number:
        put_num(pen, event, notice.number, notice.on)
    pen.maybe(event, "publicationPoint", notice.text)


_WRITERS: Final[dict[str, Callable[[Pen, Element, Notice], None]]] = {
    "documentAccepted": _accepted_out,
    "documentRefused": _refused_out,
    "executorAssigned": _assigned_out,
    "reportPrepared": _prepared_out,
    "reportSent": _sent_out,
    "courseChanged": _course_out,
    "documentPublished": _published_out,
}


def read(body: Element, header: Header) -> Notice:
    """Raises Defect: it names no document, or no time.

    The element says what happened; the word of `@type` only tells two kinds apart that share an element. A
    kind nobody has described (e.g. «Продление срока») becomes COURSE_CHANGED with its words as the text.
    """
    event = next((child for child in body if markup.name(child) in _WRITERS), None)
    word = markup.attribute(body, "type")
    notice = _bare(body, event, header)
    if event is None:
        text = ". ".join(part for part in (word, notice.comment) if part) or WORD
        remark = f"Неизвестный вид уведомления «{word[:60]}»"
        return replace(notice, text=text, remarks=(*notice.remarks, remark))
    number, on = _number(event)
    signatory = markup.child(event, "signatory")
    return replace(
        notice,
        kind=_kind(markup.name(event), word),
        number=number,
        on=on,
        reason=markup.text(event, "reason"),
        secretary=who(markup.child(event, "secretary")),
        manager=who(signatory if signatory is not None else markup.child(event, "manager")),
        executor=who(markup.child(event, "executor")),
        text=markup.text(event, "courseText") or markup.text(event, "publicationPoint"),
    )


def _kind(element: str, word: str) -> NoticeKind:
    if word == NoticeKind.STATE_REGISTERED and element == "documentAccepted":
        return NoticeKind.STATE_REGISTERED
    return next(kind for kind, name in _ELEMENTS.items() if name == element)


def _bare(body: Element, event: Element | None, header: Header) -> Notice:
    number, on = num(markup.child(event, "foundation", "num"))
    at = _time(event, header)
    return Notice(
        message_uid=header.message_uid,
        created=header.created or at,
        sender=header.sender,
        recipient=header.recipient,
        kind=NoticeKind.COURSE_CHANGED,
        document_uid=values.guid(markup.attribute(body, "uid")),
        document_id=markup.attribute(body, "id"),
        time=at,
        foundation_number=number,
        foundation_on=on,
        comment=markup.text(body, "comment"),
        remarks=header.remarks,
    )


def _time(event: Element | None, header: Header) -> datetime:
    written = markup.text(event, "time")
    if written:
        return values.moment(written)
    if header.created is None:
        raise Defect("В уведомлении нет времени")
    return header.created


def _number(event: Element) -> tuple[str, date | None]:
    """Of the registration or of the report; a report being prepared has only the day of signing."""
    if signed := markup.text(event, "signatory", "signed"):
        return "", values.day(signed)
    report = markup.child(event, "report")
    return num(markup.child(event if report is None else report, "num"))


def who(element: Element | None) -> str:
    """A person, else an organisation or a department, in one line."""
    name = markup.text(element, "person") or markup.text(element, "organization")
    parts = [name or markup.text(element, "department"), markup.text(element, "post")]
    return ", ".join(part for part in parts if part)
