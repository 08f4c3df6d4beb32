"""`otklik import settlements | addresses FILE`; territories are read by `borderfile`."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import Point

from otklik.kit.importing import (
    BadFile,
    BadValue,
    Report,
    Row,
    RowError,
    merge,
    read_rows,
    refuse_repeats,
    trial_or_real,
)
from otklik.places import addresses, register
from otklik.places.models import OKTMO, Settlement, Territory
from otklik.places.register import Line


def import_settlements(path: Path, *, dry_run: bool) -> Report:
    """CSV or JSON with code, name, kind, territory_code, lon, lat, population; the last three may be empty.

    Found again by code. Settlements that are not in the file stay. Raises BadFile.
    """
    report = Report()
    known = set(Territory.objects.values_list("code", flat=True))
    with trial_or_real(dry_run=dry_run):
        merge(Settlement, ("code",), _settlements(path, known, report), report)
    return report


def import_addresses(path: Path, *, dry_run: bool, on: date, settlement: str = "") -> Report:
    """Streets and houses: a folder or .zip of the state register (GAR XML), or a CSV.

    CSV: settlement (its code), street, house; street_kind, lon, lat where known. A file of one settlement may
    leave that column out and name it in `settlement`. GAR: settlements too, what is valid on the day `on`; it
    has no coordinates, and points that are known already stay. Raises BadFile.
    """
    report = Report()
    with trial_or_real(dry_run=dry_run):
        if path.is_dir() or path.suffix.lower() == ".zip":
            from otklik.places import gar  # lxml: a web process never needs it

            gar.load(path, on=on, report=report)
        else:
            register.store(_lines(path, settlement, report), report)
    return report


def _settlements(path: Path, territories: Collection[str], report: Report) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for row in read_rows(path, need=("code", "name", "kind", "territory_code")):
        with report.row(row.number):
            values = _settlement(row)
            refuse_repeats(seen, values["code"], "code")
            code = values["territory_code"]
            if code not in territories and code[:8] not in territories:
                text = f"территории {code} в базе нет; загрузите её, иначе обращения отсюда попадут на стол"
                report.notes.append(RowError(row.number, "territory_code", text))
            yield values


def _settlement(row: Row) -> dict[str, Any]:
    code = row.text("territory_code", longest=11, required=True)
    if not re.match(OKTMO, code):
        raise BadValue("territory_code", f"«{code}» не подходит; нужен код ОКТМО из 8 или 11 цифр")
    return {
        "code": row.text("code", longest=36, required=True),
        "name": row.text("name", longest=150, required=True),
        "kind": addresses.settlement_kind(row.text("kind", longest=30)),
        "territory_code": code,
        "point": _point(row),
        "population": row.whole("population"),
    }


def _point(row: Row) -> Point | None:
    lon, lat = row.number_between("lon", -180, 180), row.number_between("lat", -85, 85)
    if (lon is None) != (lat is None):
        raise BadValue("lon" if lon is None else "lat", "пусто; укажите обе координаты или ни одной")
    return None if lon is None or lat is None else Point(lon, lat, srid=4326)


def _lines(path: Path, settlement: str, report: Report) -> Iterator[Line]:
    """Asks the database now and not while the rows are read: meanwhile COPY holds the connection."""
    known = set(Settlement.objects.values_list("code", flat=True))
    if settlement and settlement not in known:
        raise BadFile(f"Населённого пункта «{settlement}» в базе нет. Сначала загрузите населённые пункты.")
    return _lines_of(path, settlement, known, report)


def _lines_of(path: Path, settlement: str, known: Collection[str], report: Report) -> Iterator[Line]:
    need = ("street", "house") if settlement else ("settlement", "street", "house")
    for row in read_rows(path, need=need):
        with report.row(row.number):
            yield _line(row, settlement, known)


def _line(row: Row, settlement: str, known: Collection[str]) -> Line:
    code = row.text("settlement", longest=36) or settlement
    if code not in known:
        raise BadValue(
            "settlement", f"населённого пункта «{code}» в базе нет; загрузите его или исправьте код"
        )
    name, kind = addresses.street_parts(row.text("street", longest=200))
    said = row.text("street_kind", longest=30)
    house = addresses.house_number(row.text("house", longest=60, required=True))
    if len(house) > register.HOUSE_LONGEST:
        raise BadValue("house", f"«{house}» длиннее {register.HOUSE_LONGEST} знаков; это не номер дома")
    point = _point(row)
    return Line(
        settlement=code,
        kind=addresses.kind_of(said) if said else kind,
        street=row.text("street", longest=200) if said else name,
        house=house,
        lon=point.x if point else None,
        lat=point.y if point else None,
    )
