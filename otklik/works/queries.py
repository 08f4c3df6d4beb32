"""What pages and programs ask about works. What is at an address is found by an index, however many works there are."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.kit import paging
from otklik.kit.paging import Cut
from otklik.kit.replica import rows
from otklik.places import queries as places
from otklik.works import publishing
from otklik.works.models import Change, Work
from otklik.works.whereabouts import Spot

PAGE: Final = 20
AT: Final = 20  # works told of one address
HORIZON: Final = timedelta(days=30)  # what begins later nobody asks an address about
COUNTED: Final = 5000  # works of the map


@dataclass(frozen=True, slots=True)
class Row:
    """A work as everybody sees it. Nothing personal."""

    id: int
    kind: str  # a Work.Kind value
    emergency: bool
    text: str
    performer: str
    publisher: str  # the authority or the organisation
    where: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    area_codes: list[str]
    point: tuple[float, float] | None

    def is_on(self, now: datetime) -> bool:
        return not self.cancelled and self.starts_at <= now < self.ends_at

    def is_over(self, now: datetime) -> bool:
        return self.cancelled or self.ends_at <= now


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the journal. starts_at, ends_at: the times before it moved."""

    what: str
    at: datetime
    reason: str
    starts_at: datetime | None
    ends_at: datetime | None


_AT: Final = """
SELECT w.id, w.kind, w.emergency, w.text, w.performer, coalesce(nullif(a.short_name, ''), a.name, o.name), w."where",
       w.starts_at, w.ends_at, w.cancelled, w.area_codes, ST_X(w.point), ST_Y(w.point)
FROM (
    SELECT work_id AS id FROM works_place WHERE key = ANY(%(keys)s) AND ends_at > %(now)s
    UNION
    SELECT id FROM works_work WHERE area && ST_Point(%(lon)s, %(lat)s, 4326) AND ends_at > %(now)s
      AND ST_Covers(area, ST_Point(%(lon)s, %(lat)s, 4326))
) found
JOIN works_work w ON w.id = found.id AND NOT w.cancelled AND w.starts_at < %(until)s
LEFT JOIN authorities_authority a ON a.id = w.authority_id LEFT JOIN people_organisation o ON o.id = w.organisation_id
ORDER BY w.starts_at, w.id LIMIT %(limit)s
"""


def at(spot: Spot, point: tuple[float, float] | None, *, now: datetime, most: int = AT) -> list[Row]:
    """Works that are or will be at this place, the earliest first. One statement. point: lon, lat."""
    lon, lat = point or (None, None)
    values = {"keys": spot.keys, "now": now, "until": now + HORIZON, "lon": lon, "lat": lat, "limit": most}
    return [_row(row) for row in rows(_AT, values)]


def at_address(
    settlement_id: int,
    address: str,
    *,
    now: datetime,
    point: tuple[float, float] | None = None,
    most: int = AT,
) -> tuple[str, list[Row]]:
    """How the place is called as the register has it, and what is off there. Two statements.

    point: lon, lat, where it was put by hand; else that of the house.
    """
    found = places.resolve_address(settlement_id, address)
    if found is None:
        return "", []
    spot = Spot(found.territory_code, found.settlement_id, found.street_id, found.house_id)
    return found.label, at(spot, point or found.point, now=now, most=most)


def at_point(lon: float, lat: float, *, now: datetime, most: int = AT) -> list[Row]:
    """By the nearest house of the register and the municipality of the point. Three statements."""
    house = places.house_near(lon, lat)
    there = places.at_point(lon, lat, on=timezone.localdate(now))
    code = _code(there)
    spot = Spot(code, house[0], house[1].street_id, house[1].house_id) if house else Spot(code)
    return at(spot, (lon, lat), now=now, most=most)


def _code(there: places.Found | places.NearBorder | places.Outside) -> str:
    """At a border the side that holds the point, "" where none does."""
    if isinstance(there, places.Found):
        return there.territory.code
    return there.choices[0].code if isinstance(there, places.NearBorder) else ""


def listed(*, when: str, now: datetime, area: str = "", kind: str = "", cursor: str = "") -> Page:
    """Twenty of the region: now (what ends first), soon (what begins first), past (what ended last). One statement.

    Raises paging.BadCursor.
    """
    found = _public(area, kind)
    if when == "past":
        found = found.filter(ends_at__lte=now)
        return _page(paging.cut(found, column="ends_at", cursor=cursor, size=PAGE))
    if when == "soon":
        found = found.filter(starts_at__gt=now, cancelled=False)
        return _page(paging.cut(found, column="starts_at", cursor=cursor, size=PAGE, rising=True))
    found = found.filter(ends_at__gt=now, starts_at__lte=now, cancelled=False)
    return _page(paging.cut(found, column="ends_at", cursor=cursor, size=PAGE, rising=True))


def by_area(*, now: datetime, kind: str = "") -> Counter[str]:
    """How many works are on now in each municipality, by its OKTMO; of thousands those that end first."""
    found = _public("", kind).filter(ends_at__gt=now, starts_at__lte=now, cancelled=False).order_by("ends_at")
    rows = found.values_list("area_codes", flat=True)[:COUNTED]
    return Counter(code for codes in rows for code in codes)


def own(authorities: list[int] | None, *, cursor: str = "") -> Page:
    """Of the desks of these authorities, of everybody where None: what ends last first."""
    found = Work.objects.select_related("authority", "organisation")
    if authorities is not None:
        found = found.filter(authority__in=authorities)
    return _page(paging.cut(found, column="ends_at", cursor=cursor, size=PAGE))


def work(work_id: int, authorities: list[int] | None) -> Work:
    """For its form. authorities: whose works may be seen there, None: anybody's. Raises publishing.NotThere."""
    found = Work.objects.select_related("authority", "organisation").filter(pk=work_id).first()
    if found is None or (authorities is not None and found.authority_id not in authorities):
        raise publishing.NotThere(_("Таких работ нет, или они другого органа."))
    return found


def rings(work_id: int) -> list[list[tuple[float, float]]]:
    """Outlines of its area, lon and lat of each corner; none where it is told by addresses."""
    area = Work.objects.values_list("area", flat=True).get(pk=work_id)
    parts = [] if area is None else [area] if area.geom_type == "Polygon" else list(area)
    return [[(at[0], at[1]) for at in part.exterior_ring.tuple] for part in parts]


def one(work_id: int) -> Row | None:
    """Also what is over or cancelled. One statement."""
    found = Work.objects.select_related("authority", "organisation").filter(pk=work_id).first()
    return row_of(found) if found else None


def journal(work_id: int) -> list[Step]:
    """Newest first. One statement."""
    return [
        Step(row.what, row.at, row.reason, _read(row, "starts_at"), _read(row, "ends_at"))
        for row in Change.objects.filter(work=work_id).order_by("-pk")[:50]
    ]


def _public(area: str, kind: str) -> QuerySet[Work]:
    found = Work.objects.select_related("authority", "organisation")
    if area:
        found = found.filter(area_codes__contains=[area])
    return found.filter(kind=kind) if kind else found


def _page(cut: Cut[Work]) -> Page:
    return Page([row_of(row) for row in cut.rows], cut.newer, cut.older)


def row_of(work: Work) -> Row:
    body = work.authority
    publisher = (
        (body.short_name or body.name) if body else work.organisation.name if work.organisation else ""
    )
    point = (work.point.x, work.point.y) if work.point else None
    return Row(
        work.pk, work.kind, work.emergency, work.text, work.performer, publisher, work.where, work.starts_at,
        work.ends_at, work.cancelled, work.area_codes, point,
    )  # fmt: skip


def _row(row: tuple[Any, ...]) -> Row:
    *most, lon, lat = row
    point = None if lon is None else (lon, lat)
    return Row(*(*most, point))


def _read(row: Change, name: str) -> datetime | None:
    said = row.detail.get(name)
    return datetime.fromisoformat(said) if said else None
