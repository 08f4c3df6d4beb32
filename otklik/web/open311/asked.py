"""What the query string of `requests` asks for, and what is wrong with it."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from django.utils.translation import gettext as _
from msgspec import Meta, Struct

from otklik.appeals.queries import names
from otklik.appeals.queries.requests import DEEPEST, Wanted
from otklik.appeals.rules import number as numbers
from otklik.stats.queries import inbox
from otklik.web.api.asking import BadQuery
from otklik.web.map import narrow

LONGEST: Final = timedelta(days=90)  # as the standard says
SIZE: Final = 50
Listed = Annotated[str, Meta(max_length=1000)]
Moment = Annotated[str, Meta(max_length=40)]


class Asked(Struct):
    """jurisdiction_id and api_key are passed over."""

    service_request_id: Listed = ""
    service_code: Listed = ""
    start_date: Moment = ""
    end_date: Moment = ""
    status: Listed = ""
    q: Annotated[str, Meta(max_length=200)] = ""
    bbox: Annotated[str, Meta(max_length=200)] = ""
    page: Annotated[int, Meta(ge=1, le=DEEPEST)] = 1
    page_size: Annotated[int, Meta(ge=1, le=SIZE)] = SIZE
    cursor: Annotated[str, Meta(max_length=400)] = ""

    @property
    def skip(self) -> int:
        """Rows before the page; none where a cursor says its place."""
        return 0 if self.cursor else (self.page - 1) * self.page_size


def ids(asked: str) -> list[str]:
    """Numbers of appeals; what can be none is left out. Raises BadQuery: more than fit on a page."""
    said = _parts(asked)
    if len(said) > SIZE:
        raise BadQuery({"service_request_id": _("нужно не больше %(n)d номеров.") % {"n": SIZE}})
    return [plain for one in said if (plain := numbers.read(one))]


def wanted(asked: Asked, *, now: datetime) -> Wanted:
    """Raises BadQuery, narrow.BadPlace."""
    if asked.skip + asked.page_size > DEEPEST:
        raise BadQuery({"page": _("первая тысяча здесь кончается: дальше ведёт cursor из заголовка Link.")})
    first, last = span(asked.start_date, asked.end_date, now=now)
    status = set(_parts(asked.status)) or {"open", "closed"}
    if not status <= {"open", "closed"}:
        raise BadQuery({"status": _("нужно одно из: %(values)s.") % {"values": "open, closed"}})
    topics = _topics(asked.service_code)
    one = topics[0] if len(topics) == 1 else None
    box = narrow.box({"bbox": asked.bbox})
    return Wanted(
        first=first,
        last=last,
        topic=one.code if one else "",
        topics=() if one else tuple(topic.id for topic in topics),
        open="open" in status,
        closed="closed" in status,
        box=box,
        crowded=box is not None and (bool(asked.q) or inbox.is_crowded(box)),
    )


def _topics(said: str) -> list[names.Named]:
    known = names.topics().by_code
    codes = dict.fromkeys(_parts(said))
    if unknown := next((code for code in codes if code not in known), None):
        raise BadQuery({"service_code": _("кода %(code)s здесь нет.") % {"code": unknown[:64]}})
    return [known[code] for code in codes]


def span(start_date: str, end_date: str, *, now: datetime) -> tuple[datetime, datetime | None]:
    """Ninety days from the side that is named; the last ones where none is. Both ends belong to it. Raises BadQuery."""
    first, end = _moment("start_date", start_date), _moment("end_date", end_date)
    if first and end and first > end:
        raise BadQuery({"end_date": _("конец раньше начала.")})
    if first and end and end - first > LONGEST:
        raise BadQuery({"end_date": _("между началом и концом не больше 90 дней.")})
    if first and not end:
        end = min(first, now) + LONGEST
    return first or (end or now) - LONGEST, end + timedelta(microseconds=1) if end else None


def _moment(name: str, said: str) -> datetime | None:
    """UTC where nothing else is said. A plus that nobody escaped has become a blank."""
    if not said:
        return None
    try:
        found = datetime.fromisoformat(said[:19] + said[19:].replace(" ", "+"))
    except ValueError:
        found = None
    if found is None or not 1990 <= found.year <= 2199:
        raise BadQuery({name: _("нужны дата и время вида 2026-11-26T09:00:00Z.")})
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _parts(said: str) -> list[str]:
    return [part.strip() for part in said.split(",") if part.strip()]
