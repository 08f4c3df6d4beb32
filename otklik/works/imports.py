"""Works from a file of an official, or from a program of an organisation: CSV or JSON, each row by itself.

A row is known by its `id`: sent again it changes nothing, or makes the work as it is told now. Rows that are wrong are
told by their number; the others are taken.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from otklik.kit.errors import Refusal
from otklik.kit.importing import BadValue, Report, Row, read_rows, trial_or_real
from otklik.people.models import User
from otklik.places import queries as places
from otklik.works import areas, publishing, whereabouts
from otklik.works.models import Work
from otklik.works.publishing import BadWork, Hand, Origin, Owner, Wish
from otklik.works.whereabouts import BadPlaces, Spot

NEED: Final = ("id", "kind", "text", "starts_at", "ends_at")
MOST: Final = 2000  # rows of a file
STEP: Final = 50
_FORMS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M")


def import_file(  # as the page of uploads calls it
    path: Path,
    *,
    owner: Owner,
    by: User | None,
    now: datetime,
    dry_run: bool,
    seen: Callable[[int], None] = lambda _rows: None,
) -> Report:
    """seen: is told after every STEP rows how many there were. Raises BadFile."""
    rows = _counted(read_rows(path, need=NEED, part="works"), seen)
    return take(rows, owner, by=by, now=now, source=Work.Source.FILE, dry_run=dry_run)


def import_items(items: Iterable[Mapping[str, Any]], owner: Owner, *, now: datetime) -> Report:
    """What a program sent; numbers of rows begin with 1."""
    rows = (Row(number, values) for number, values in enumerate(items, start=1))
    return take(rows, owner, by=None, now=now, source=Work.Source.PROGRAM)


def take(  # rows, whose they are, how
    rows: Iterable[Row],
    owner: Owner,
    *,
    by: User | None,
    now: datetime,
    source: Work.Source,
    dry_run: bool = False,
) -> Report:
    """A row is one transaction: killed in the middle and sent again, nothing is there twice.

    A trial takes each row back by itself: no row asks about another, and nobody's locks are held for long.
    """
    report, seen = Report(), set[str]()
    for row in rows:
        with report.row(row.number), trial_or_real(dry_run=dry_run):
            if len(seen) >= MOST:
                raise BadValue("", f"строк больше {MOST}; разделите файл")
            external_id = row.text("id", longest=100, required=True)
            if external_id in seen:
                raise BadValue("id", f"«{external_id}» уже есть выше; оставьте одну строку")
            seen.add(external_id)
            _take(row, Origin(source, None, external_id), owner, by, now, report)
    return report


def _counted(rows: Iterable[Row], seen: Callable[[int], None]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number and number % STEP == 0:
            seen(number)
        yield row


def _take(  # a row, whose it is, and where it is counted
    row: Row, origin: Origin, owner: Owner, by: User | None, now: datetime, report: Report
) -> None:
    there = Work.objects.filter(
        authority=owner.authority_id, organisation=owner.organisation_id, external_id=origin.external_id
    ).first()
    hand = Hand((owner,), by, row.text("reason", longest=300))
    try:
        if row.flag("cancelled", default=False):
            _cancel(there, hand, now, report)
            return
        wish = _wish(row)
        if there is None:
            publishing.publish(wish, owner, by=by, now=now, origin=origin)
            report.created += 1
            return
        was = publishing.mark_of(there)
        made = there if _same(there, wish) else publishing.edit(there.pk, wish, hand, now=now)
        _count(report, changed=publishing.mark_of(made) != was)
    except BadWork as bad:
        name, words = next(iter(bad.errors.items()))
        raise BadValue(name, words) from bad
    except Refusal as refusal:
        raise BadValue("", refusal.text) from refusal


def _cancel(there: Work | None, hand: Hand, now: datetime, report: Report) -> None:
    if there is None:
        raise BadValue("id", "таких работ ещё не было; отменять нечего")
    was = there.cancelled
    publishing.cancel(there.pk, hand, now=now)
    _count(report, changed=not was)


def _count(report: Report, *, changed: bool) -> None:
    if changed:
        report.updated += 1
    else:
        report.unchanged += 1


def _same(there: Work, wish: Wish) -> bool:
    """What is over and is sent once more as it was is no trouble; what was cancelled is not as it was."""
    times = (there.starts_at, there.ends_at, there.kind) == (wish.starts_at, wish.ends_at, wish.kind)
    words = (there.text, there.typed, there.performer) == (wish.text, wish.typed, wish.performer)
    return times and words and there.emergency == wish.emergency and not there.cancelled


def _wish(row: Row) -> Wish:
    kind = row.choice("kind", [kind.value for kind in Work.Kind])
    where = _where(row)
    return Wish(
        kind=kind,
        text=row.text("text", longest=publishing.TEXT_MAX, required=True),
        performer=row.text("performer", longest=publishing.PERFORMER_MAX),
        emergency=row.flag("emergency", default=False),
        starts_at=_moment(row, "starts_at"),
        ends_at=_moment(row, "ends_at"),
        **where,
    )


def _where(row: Row) -> dict[str, Any]:
    """By settlement and addresses, by municipality, or by an area in GeoJSON."""
    named = row.text("settlement", longest=200)
    code = row.text("municipality", longest=11)
    area = row.values.get("area")
    try:
        if named:
            place = _settlement(named)
            lines = row.text("addresses", longest=20_000, lines=True).replace("|", "\n")
            found = whereabouts.read(place, lines)
            typed = {
                "scope": "addresses",
                "settlement": place.label,
                "settlement_id": place.id,
                "addresses": lines,
            }
            return {
                "spots": tuple(found.spots),
                "told": tuple(found.told),
                "point": found.middle,
                "typed": typed,
            }
        if area:
            label = row.text("where", longest=300) or "место на карте"
            return {"area": areas.of_geojson(area), "told": (label,), "typed": {"area": area, "where": label}}
    except BadPlaces as bad:
        raise BadValue("addresses" if named else "area", bad.text) from bad
    if row.text("radius", longest=40):
        return _circle(row)
    if not code:
        raise BadValue("settlement", "не сказано, где; заполните settlement, municipality или area")
    territory = places.territory_by_code(code, on=timezone.localdate())
    if territory is None:
        raise BadValue("municipality", f"муниципалитета с кодом ОКТМО «{code}» нет; исправьте код")
    typed = {"scope": "territory", "territory": code}
    return {"spots": (Spot(code),), "told": (territory.name,), "typed": typed}


def _circle(row: Row) -> dict[str, Any]:
    lon, lat = row.number_between("lon", -180, 180), row.number_between("lat", -85, 85)
    radius = row.number_between("radius", *areas.RADIUS)
    if lon is None or lat is None or radius is None:
        raise BadValue("radius", "для круга нужны lat, lon и radius")
    near = places.settlements_near(lon, lat, limit=1)
    told = f"{near[0].name}: " if near else ""
    typed = {"scope": "circle", "center": f"{lat}, {lon}", "radius": int(radius)}
    return {
        "area": areas.circle(lon, lat, int(radius)),
        "told": (f"{told}{int(radius)} м вокруг точки {lat}, {lon}",),
        "point": (lon, lat),
        "typed": typed,
    }


def _settlement(named: str) -> places.SettlementRow:
    found = places.settlement_by_code(named)
    if found:
        return found
    called = places.settlements_called(named)
    if len(called) == 1:
        return called[0]
    if called:
        raise BadValue("settlement", f"«{named}»: таких несколько; допишите муниципалитет через запятую")
    raise BadValue("settlement", f"населённого пункта «{named}» нет; исправьте название")


def _moment(row: Row, name: str) -> datetime:
    """ISO 8601 with its zone, or the region's time."""
    typed = row.text(name, longest=40, required=True)
    try:
        found = datetime.fromisoformat(typed)
        return found if found.tzinfo else timezone.make_aware(found)
    except (ValueError, OverflowError):
        pass
    for form in _FORMS:
        try:
            return timezone.make_aware(datetime.strptime(typed, form))  # noqa: DTZ007  # the region's time
        except (ValueError, OverflowError):
            continue
    raise BadValue(name, f"«{typed}» не время; напишите ГГГГ-ММ-ДД ЧЧ:ММ или ДД.ММ.ГГГГ ЧЧ:ММ")
