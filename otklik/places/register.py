"""Writing streets and houses by the hundred thousand: one pass through a temporary table, constant memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

from otklik.kit.importing import Report

HOUSE_LONGEST: Final = 30  # characters, as the column has it


@dataclass(frozen=True, slots=True)
class Line:
    """A house as a file has it."""

    settlement: str  # code
    kind: str  # of the street; "" where there is none
    street: str  # "": the house stands in the settlement itself
    house: str  # as addresses.house_number writes it; "": only the street is told
    lon: float | None = None
    lat: float | None = None


TABLE: Final = """
CREATE TEMPORARY TABLE incoming (
    settlement text, kind text, street text, house text, lon float8, lat float8
) ON COMMIT DROP
"""
_COUNTED: Final = """
WITH written(fresh) AS ({write}) SELECT count(*) FILTER (WHERE fresh), count(*) FROM written
"""
_KEY: Final = "replace(lower(incoming.street), 'ё', 'е')"  # as Street.key
_STREETS: Final = f"""
INSERT INTO places_street (settlement_id, kind, name)
SELECT DISTINCT ON (place.id, {_KEY}, incoming.kind) place.id, incoming.kind, incoming.street
FROM incoming JOIN places_settlement place ON place.code = incoming.settlement
ORDER BY place.id, {_KEY}, incoming.kind, incoming.street
ON CONFLICT (settlement_id, key, kind) DO UPDATE SET name = excluded.name
WHERE places_street.name <> excluded.name
RETURNING xmax = 0
"""  # noqa: S608  # the key is ours
_STREETS_NAMED: Final = f"""
SELECT count(*) FROM (SELECT DISTINCT settlement, {_KEY}, kind FROM incoming) street
"""  # noqa: S608
_HOUSES: Final = f"""
INSERT INTO places_house (street_id, number, point)
SELECT DISTINCT ON (street.id, house_key) street.id, house, incoming.point
FROM (
    SELECT *, regexp_replace(lower(house), '[^0-9a-zа-яё/-]', '', 'g') AS house_key,
           ST_Point(lon, lat, 4326) AS point
    FROM incoming WHERE house <> ''
) incoming
JOIN places_settlement place ON place.code = incoming.settlement
JOIN places_street street
  ON street.settlement_id = place.id AND street.key = {_KEY} AND street.kind = incoming.kind
ORDER BY street.id, house_key, incoming.point IS NULL, house
ON CONFLICT (street_id, key) DO UPDATE
SET number = excluded.number, point = coalesce(excluded.point, places_house.point)
WHERE places_house.number <> excluded.number
   OR (excluded.point IS NOT NULL AND places_house.point IS DISTINCT FROM excluded.point)
RETURNING xmax = 0
"""  # noqa: S608
_HOUSES_NAMED: Final = f"""
SELECT count(*) FROM (
    SELECT DISTINCT settlement, {_KEY}, kind, regexp_replace(lower(house), '[^0-9a-zа-яё/-]', '', 'g')
    FROM incoming WHERE house <> ''
) house
"""  # noqa: S608


def store(lines: Iterable[Line], report: Report) -> None:
    """Write streets and houses; those that are there already are found by settlement, street and number.

    Inside a transaction. A point that is known is not lost to a line without one.
    """
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        with cursor.copy("COPY incoming FROM STDIN") as copy:
            for line in lines:
                copy.write_row((line.settlement, line.kind, line.street, line.house, line.lon, line.lat))
        merge_incoming(cursor, report)


def merge_incoming(cursor: CursorWrapper, report: Report) -> None:
    """What stands in the table `incoming` becomes streets and houses."""
    cursor.execute("ANALYZE incoming")
    count_written(cursor, _STREETS, _STREETS_NAMED, report)
    cursor.execute("ANALYZE places_street")
    count_written(cursor, _HOUSES, _HOUSES_NAMED, report)


def count_written(cursor: CursorWrapper, write: str, named: str, report: Report) -> None:
    """Run `write`, which returns whether each row is new, and `named`, which counts the rows meant."""
    cursor.execute(_COUNTED.format(write=write))
    created, written = cursor.fetchone()
    cursor.execute(named)
    (total,) = cursor.fetchone()
    report.created += created
    report.updated += written - created
    report.unchanged += total - written
