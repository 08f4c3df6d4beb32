"""Reports of delivery that mail servers send back (RFC 3464): read, believed only with our own mark, acted on.

Anybody may send a report to that address, so nothing in it is trusted but the mark `email.CHECK` among the headers of
the letter that it returns: only who had the letter knows it.
"""

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Part
from email.parser import BytesParser
from typing import Final

from otklik.kit import links
from otklik.outbox.drain import Undelivered
from otklik.outbox.email import CHECK, message_id
from otklik.outbox.models import Message

LONGEST: Final = 1_000_000  # bytes that are read; a report with a whole letter of ours in it is far below
_DAYS: Final = 30  # a report that comes later is of no use
_KEPT: Final = 300  # characters of the diagnosis
_STATUS: Final = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True, slots=True)
class Report:
    message_id: int  # of ours, proved by the mark
    final: bool  # given up; else it only tells of a delay or a success
    permanent: bool  # status 5.x.x: there is nobody at this address
    diagnosis: str


def read(raw: bytes) -> Report | None:
    """None: not a report about a letter of ours. Whatever comes in, it raises nothing."""
    try:
        parts = list(_parts(BytesParser(policy=email.policy.compat32).parsebytes(raw[:LONGEST])))
        key = _ours(raw[:LONGEST])
        status = next(part for part in parts if part.get_content_type() == "message/delivery-status")
    except (StopIteration, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    if key is None:
        return None
    groups = [part for part in _blocks(status) if part.get("Action")]
    if not groups:
        return None
    code, action = str(groups[0].get("Status", "")), str(groups[0]["Action"]).strip().lower()
    said = str(groups[0].get("Diagnostic-Code", "")).partition(";")[2] or code
    found = _STATUS.search(code)
    permanent = action == "failed" and found is not None and found[1] == "5"
    diagnosis = " ".join(f"{code} {said}".replace("\0", "").split())[:_KEPT]
    return Report(key, action == "failed", permanent, diagnosis)


def accept(report: Report, *, undeliverable: Undelivered) -> bool:
    """Say in the letter's row that it did not arrive; a repeat changes nothing. True: it was news."""
    if not report.final:
        return False
    sent = Message.objects.filter(
        pk=report.message_id, channel=Message.Channel.EMAIL, state=Message.State.SENT
    )
    if not sent.update(state=Message.State.FAILED, error=report.diagnosis):
        return False
    if report.permanent:
        undeliverable(Message.objects.get(pk=report.message_id))
    return True


def _ours(raw: bytes) -> int | None:
    """The letter that the report returns, in whole or by its headers; None: not ours, or the mark is not right."""
    for mark in re.findall(rf"^{CHECK}:\s*(\S+)".encode(), raw, re.MULTILINE)[:5]:
        try:
            key = links.read("bounce", mark.decode("ascii"), days=_DAYS)
        except (links.BadLink, UnicodeDecodeError):
            continue
        if message_id(key).encode() in raw:
            return key
    return None


def _parts(message: Part) -> Iterator[Part]:
    for place, part in enumerate(message.walk()):
        if place > 50:
            return
        yield part


def _blocks(status: Part) -> list[Part]:
    """Groups of fields, one a recipient: the parser makes a message of each."""
    payload = status.get_payload()
    return [part for part in payload if isinstance(part, Part)] if isinstance(payload, list) else []
