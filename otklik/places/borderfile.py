"""`otklik import territories FILE`: borders from GeoJSON, with dates of validity and successors."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry
from django.db import DataError, InternalError, connection, transaction

from otklik.kit.importing import BadFile, BadValue, Report, Row, RowError, read_json, trial_or_real
from otklik.places import borders
from otklik.places.models import OKTMO, Territory

_DAY: Final = timedelta(days=1)
# Names that files of different makers give to the same property.
_CODE: Final = ("oktmo", "code", "ОКТМО")
_NAME: Final = ("name", "official_name", "district", "название")
# How names of the only system of coordinates that is taken end.
_DEGREES: Final = ("CRS84", "EPSG::4326", "EPSG:4326", "WGS84", "WGS 84")


@dataclass(frozen=True, slots=True)
class Version:
    """A territory of the file."""

    row: int
    values: dict[str, Any]
    successor: str  # code; "" where the file names none


def import_territories(
    path: Path, *, dry_run: bool, valid_from: date | None = None, codes: Mapping[str, str] | None = None
) -> Report:
    """A FeatureCollection of polygons in degrees (WGS 84).

    Properties: oktmo, name; short_name, kind, valid_from, valid_to (last day), successor (its OKTMO) where
    known. valid_from: for features that name no day. codes: name → OKTMO, for files without codes.
    A territory is found again by code and first day. A later version ends the one before it on the day before
    and becomes its successor. A broken border is mended and noted. Raises BadFile.
    """
    report = Report()
    with trial_or_real(dry_run=dry_run):
        store(read(path, report, valid_from=valid_from, codes=codes), report)
    return report


def read(
    path: Path,
    report: Report,
    *,
    valid_from: date | None = None,
    codes: Mapping[str, str] | None = None,
    done: Callable[[float], None] | None = None,
) -> list[Version]:
    """The territories of the file that can be taken; the others are told in `report`. Raises BadFile.

    done: told what part of the file is read, from 0 to 1.
    """
    found: list[Version] = []
    seen: set[tuple[str, date]] = set()
    features = _features(path)
    for number, feature in enumerate(features, start=1):
        with report.row(number):
            version = _version(number, feature, valid_from, codes or {}, report)
            key = (version.values["code"], version.values["valid_from"])
            if key in seen:
                raise BadValue(
                    "oktmo", f"{key[0]} «{version.values['name']}» уже есть выше; оставьте одну строку"
                )
            seen.add(key)
            found.append(version)
        if done:
            done(number / len(features))
    return found


def store(versions: list[Version], report: Report) -> None:
    """Write the territories, their parts and successors; belongs into a transaction."""
    touched = set()
    for version in sorted(versions, key=lambda one: one.values["valid_from"]):
        with report.row(version.row):
            if (stored := _store(version, report)) is not None:
                touched.add(stored)
    for version in versions:
        _link(version, report)
    borders.cut_up(touched)
    _note_overlaps(versions, report)


def _features(path: Path) -> list[Any]:
    if not path.is_file():
        raise BadFile(f"Файла {path} нет. Проверьте путь.")
    data = read_json(path)
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise BadFile(f'Файл {path} — не GeoJSON: нужен объект с "type": "FeatureCollection".')
    features = data.get("features")
    if not isinstance(features, list):
        raise BadFile(f'В файле {path} нет списка "features".')
    _check_crs(data.get("crs"), path)
    return features


def _check_crs(crs: Any, path: Path) -> None:
    """GeoJSON is in WGS 84; what older programs write beside it says another system, then it is not. Raises BadFile."""
    said = crs.get("properties") if isinstance(crs, dict) else None
    name = str(said.get("name", "")) if isinstance(said, dict) else ""
    if name and not name.endswith(_DEGREES):
        raise BadFile(
            f"Файл {path} в системе координат «{name[:80]}». Пересчитайте его в WGS 84 (EPSG:4326)."
        )


def _is_3d(coordinates: Any) -> bool:
    """By the first corner: [lon, lat, height]."""
    while isinstance(coordinates, list) and coordinates and isinstance(coordinates[0], list):
        coordinates = coordinates[0]
    return isinstance(coordinates, list) and len(coordinates) > 2


def _version(
    number: int, feature: Any, valid_from: date | None, codes: Mapping[str, str], report: Report
) -> Version:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    row = Row(number, properties if isinstance(properties, dict) else {})
    name = _first(row, _NAME, 300) or row.text("name", longest=300, required=True)
    code = _first(row, _CODE, 30) or codes.get(name, "")
    if not re.match(OKTMO, code):
        raise BadValue("oktmo", f"«{code}» у «{name}» не подходит; нужен код ОКТМО из 8 или 11 цифр")
    first = row.day("valid_from") or valid_from
    if first is None:
        raise BadValue("valid_from", f"у «{name}» нет первого дня; укажите его в файле или в команде")
    last = row.day("valid_to")
    if last and last < first:
        raise BadValue("valid_to", f"«{last}» раньше первого дня {first}; поменяйте даты")
    geom, mended = _border(feature.get("geometry"))
    if _is_3d(feature["geometry"].get("coordinates")):
        report.notes.append(RowError(number, "geometry", f"у «{name}» были высоты, они не нужны и отброшены"))
    if mended:
        report.notes.append(RowError(number, "geometry", f"граница «{name}» исправлена: {mended}"))
    values = {
        "code": code,
        "name": name,
        "short_name": row.text("short_name", longest=150) or name[:150],
        "kind": row.text("kind", longest=60),
        "geom": geom,
        "valid_from": first,
        "valid_to": last,
    }
    return Version(number, values, row.text("successor", longest=11))


def _first(row: Row, names: tuple[str, ...], longest: int) -> str:
    return next((found for name in names if (found := row.text(name, longest=longest))), "")


_BORDER: Final = """
SELECT ST_AsEWKB(ST_Multi(ST_CollectionExtract(ST_MakeValid(geom), 3))),
       CASE WHEN ST_IsValid(geom) THEN '' ELSE ST_IsValidReason(geom) END,
       ST_XMin(geom) >= -180 AND ST_XMax(geom) <= 180 AND ST_YMin(geom) >= -90 AND ST_YMax(geom) <= 90
FROM (SELECT ST_SetSRID(ST_Force2D(ST_GeomFromGeoJSON(%s)), 4326) AS geom) given
"""


_NO_BORDER: Final = "границы нет; нужен Polygon или MultiPolygon"


def _border(given: Any) -> tuple[GEOSGeometry, str]:
    """The border as a valid multipolygon, and what was wrong with it. Raises BadValue."""
    if not isinstance(given, dict):
        raise BadValue("geometry", _NO_BORDER)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BORDER, [json.dumps(given)])
            ewkb, wrong, in_degrees = cursor.fetchone()
    except (InternalError, DataError) as e:
        raise BadValue("geometry", f"граница не читается: {str(e).splitlines()[0]}") from e
    if ewkb is None:
        raise BadValue("geometry", _NO_BORDER)
    geom = GEOSGeometry(memoryview(bytes(ewkb)))
    if geom.empty:
        raise BadValue("geometry", "граница ничего не охватывает; нужен Polygon или MultiPolygon")
    if not in_degrees:
        raise BadValue("geometry", "координаты не в градусах; пересчитайте их в WGS 84 (EPSG:4326)")
    return geom, wrong


def _store(version: Version, report: Report) -> int | None:
    """Id of the territory where its border is new or another; None where nothing about the border changed."""
    values = dict(version.values)
    there = list(Territory.objects.filter(code=values["code"]).order_by("valid_from"))
    same = next((one for one in there if one.valid_from == values["valid_from"]), None)
    later = next((one for one in there if one.valid_from > values["valid_from"]), None)
    if later:
        values["valid_to"] = values["valid_to"] or later.valid_from - _DAY
        if values["valid_to"] >= later.valid_from:
            raise BadValue("valid_to", f"с {later.valid_from} в базе следующая версия; нужна дата раньше")
    if same is None:
        _end_earlier(there, values["valid_from"])
        same = Territory.objects.create(**values)
        _follow(there, same)
        report.created += 1
        return same.pk
    moved = same.geom.ewkb != values["geom"].ewkb
    if not moved and all(getattr(same, name) == value for name, value in values.items() if name != "geom"):
        report.unchanged += 1
        return None
    for name, value in values.items():
        setattr(same, name, value)
    same.save()
    report.updated += 1
    return same.pk if moved else None


def _end_earlier(versions: list[Territory], first: date) -> None:
    for one in versions:
        if one.valid_from < first and (one.valid_to is None or one.valid_to >= first):
            one.valid_to = first - _DAY
            one.save(update_fields=["valid_to"])


def _follow(versions: list[Territory], new: Territory) -> None:
    """The version that ended on the day before has the new one for its successor."""
    for one in versions:
        if one.valid_to == new.valid_from - _DAY and one.successor_id is None:
            one.successor = new
            one.save(update_fields=["successor"])


def _link(version: Version, report: Report) -> None:
    """Point the territory at the successor that the file names."""
    if not version.successor:
        return
    values = version.values
    after = Territory.objects.filter(code=version.successor, valid_from__gt=values["valid_from"])
    successor = after.order_by("valid_from").first()
    if successor is None:
        text = f"преемника {version.successor} в базе нет; загрузите его и повторите"
        report.notes.append(RowError(version.row, "successor", text))
        return
    this = Territory.objects.filter(code=values["code"], valid_from=values["valid_from"])
    this.exclude(successor=successor).update(successor=successor)


_OVERLAPS: Final = """
SELECT one.code, other.code, other.name,
       ST_Area(ST_Intersection(one.geom, other.geom)::geography) / 10000 AS hectares
FROM places_territory one JOIN places_territory other
  ON one.geom && other.geom AND one.id < other.id AND left(one.code, 8) <> left(other.code, 8)
 AND daterange(one.valid_from, one.valid_to, '[]') && daterange(other.valid_from, other.valid_to, '[]')
WHERE (one.code = ANY(%(codes)s) OR other.code = ANY(%(codes)s)) AND ST_Overlaps(one.geom, other.geom)
"""


def _note_overlaps(versions: list[Version], report: Report) -> None:
    """Where two territories of a day lie over each other, citizens will be asked which one they mean."""
    rows = {version.values["code"]: version.row for version in versions}
    with connection.cursor() as cursor:
        cursor.execute(_OVERLAPS, {"codes": list(rows)})
        for code, other, name, hectares in cursor.fetchall():
            if hectares >= 1:
                text = f"граница {code} заходит на {other} «{name}», общая площадь {hectares:.0f} га"
                report.notes.append(RowError(rows.get(code) or rows[other], "geometry", text))
