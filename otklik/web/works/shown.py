"""How works are told in words: what is off, until when, who works. Pages, the wizard and the hotline share it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.web.parts.filters import clock_time, ru_datetime
from otklik.web.parts.render import Tone
from otklik.works import queries
from otklik.works.kinds import is_about, may_concern
from otklik.works.labels import TITLES
from otklik.works.models import Change, Work
from otklik.works.queries import Row, Step

IN_FORM: Final = 3  # works shown beside a question
_AHEAD: Final = timedelta(days=1)

Subject = tuple[str, str]  # titles of the topic and of its category; "" where none is chosen yet


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    title: str
    when: str
    why: str  # planned or emergency, and who works
    badge: str
    tone: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A step of the journal, for the part `timeline`."""

    title: str
    detail: str
    at: datetime
    tone: str
    actor: str = ""


def kinds() -> list[tuple[str, str]]:
    return [(kind.value, str(kind.label)) for kind in Work.Kind]


def line(row: Row, *, now: datetime) -> Line:
    badge, tone = _badge(row, now)
    why = _("авария") if row.emergency else _("плановые работы")
    if row.performer:
        why += f", {row.performer}"
    return Line(row, str(TITLES[row.kind]), when(row, now=now), why, badge, tone)


def lines(rows: Iterable[Row], *, now: datetime) -> list[Line]:
    return [line(row, now=now) for row in rows]


def when(row: Row, *, now: datetime) -> str:
    """«до 18:00» of today, else with the day."""
    ends = _moment(row.ends_at, now)
    if row.is_on(now):
        return _("до %(ends)s") % {"ends": ends}
    return _("с %(starts)s до %(ends)s") % {"starts": _moment(row.starts_at, now), "ends": ends}


def about(subject: Subject, rows: Iterable[Row], *, now: datetime) -> list[Line]:
    """What of it a person should know who writes on this: works of the topic's kind, where none is of it those that may
    be behind it, nearest in time first. To a topic that no works can have to do with nothing is said.
    """
    topic, category = subject
    may = [row for row in rows if not topic or may_concern(row.kind, topic, category)]
    meant = [row for row in may if is_about(row.kind, topic)]
    return lines((meant or may)[:IN_FORM], now=now)


def of_draft(data: Mapping[str, Any], subject: Subject, *, now: datetime) -> list[Line]:
    """Of the place that a draft of the wizard has. Two statements; nothing is written down."""
    settlement = data.get("settlement_id")
    if not settlement or data.get("kind") == "thanks":
        return []
    point = (data["lon"], data["lat"]) if data.get("by_hand") else None
    typed = data.get("typed_address", data.get("address", ""))
    _label, rows = queries.at_address(settlement, typed, now=now, point=point)
    return about(subject, _near(rows, now), now=now)


def of_call(settlement_id: int | None, address: str, subject: Subject, *, now: datetime) -> list[Line]:
    """Of the place that an operator typed, as far as it is known. Two statements, none without a settlement."""
    if settlement_id is None:
        return []
    _label, rows = queries.at_address(settlement_id, address[:300], now=now)
    return about(subject, _near(rows, now), now=now)


def entry(step: Step) -> Entry:
    detail = step.reason
    if step.starts_at and step.ends_at:
        was = _("Было: с %(starts)s до %(ends)s.") % {
            "starts": ru_datetime(step.starts_at),
            "ends": ru_datetime(step.ends_at),
        }
        detail = f"{was} {detail}".strip()
    tone = Tone.BAD if step.what == Change.What.CANCELLED else Tone.NEUTRAL
    return Entry(str(Change.What(step.what).label), detail, step.at, tone)


def _near(rows: Iterable[Row], now: datetime) -> list[Row]:
    """What goes on, or begins within a day: of later ones nobody complains yet."""
    return [row for row in rows if row.starts_at - now < _AHEAD]


def _badge(row: Row, now: datetime) -> tuple[str, str]:
    if row.cancelled:
        return _("Отменено"), Tone.NEUTRAL
    if row.ends_at <= now:
        return _("Закончились"), Tone.GOOD
    if row.starts_at > now:
        return _("Скоро"), Tone.ACTIVE
    return _("Идут сейчас"), Tone.BAD if row.emergency else Tone.WAITING


def _moment(at: datetime, now: datetime) -> str:
    same = timezone.localdate(at) == timezone.localdate(now)
    return clock_time(at) if same else ru_datetime(at)
