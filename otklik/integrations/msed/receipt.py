"""«Квитанция» (`acknowledgment`): answers a message."""

from otklik.integrations.msed import markup, values
from otklik.integrations.msed.dialect import Dialect
from otklik.integrations.msed.markup import Element, Pen
from otklik.integrations.msed.message import REMARK_LIMIT, Header
from otklik.integrations.msed.wire import NIL_UID, Defect, Receipt, Version

WORD = "Квитанция"


def write(pen: Pen, root: Element, receipt: Receipt, dialect: Dialect) -> None:
    """Only 2.7.1 has places for the network's error; older versions get it in the comment."""
    coded = dialect.version is Version.V2_7_1
    code = "" if receipt.error_code is None else str(receipt.error_code)
    body = pen.put(
        root,
        "acknowledgment",
        uid=values.guid(receipt.acknowledged_uid),
        content=receipt.content if coded else "",
    )
    pen.put(body, "time", dialect.moment(receipt.time))
    pen.put(body, "accepted", "true" if receipt.accepted else "false")
    told = [receipt.comment]
    if coded:
        pen.maybe(body, "errorCode", code)
        pen.maybe(body, "errorFileMessage", receipt.error_file, limit=255)
    else:
        told += [code, receipt.error_file, receipt.content]
    pen.maybe(body, "comment", " ".join(part for part in told if part), limit=REMARK_LIMIT)


def read(body: Element, header: Header) -> Receipt:
    """A nil, missing or broken uid becomes NIL_UID: the network's own errors come so. Raises Defect."""
    time = markup.text(body, "time")
    if not time and header.created is None:
        raise Defect("В квитанции нет времени")
    at = values.moment(time) if time else header.created
    assert at is not None  # noqa: S101  # told to the type checker; the line above has seen to it
    return Receipt(
        message_uid=header.message_uid,
        created=header.created or at,
        sender=header.sender,
        recipient=header.recipient,
        acknowledged_uid=values.guid_or_empty(markup.attribute(body, "uid")) or NIL_UID,
        time=at,
        accepted=_accepted(markup.text(body, "accepted")),
        comment=markup.text(body, "comment"),
        error_code=values.whole_number(markup.text(body, "errorCode")),
        error_file=markup.text(body, "errorFileMessage"),
        content=markup.attribute(body, "content"),
        remarks=header.remarks,
    )


def _accepted(text: str) -> bool:
    try:
        return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
    except KeyError as e:
        raise Defect(f"В квитанции не понять «accepted»: «{text[:20]}»") from e
