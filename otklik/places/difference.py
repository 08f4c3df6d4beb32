"""What another set of borders changes: seen within the transaction that tries it, told as plain values.

`remember` keeps what is valid on the day, the caller writes the new versions, `compare` looks at both. Land counts as
moved from one hectare on: files of different makers never agree to the metre.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

WIDTH: Final = 1000  # of the drawing; its height follows
_NAMED: Final = 5  # settlements that a line names


@dataclass(frozen=True, slots=True)
class Row:
    """A territory before and after."""

    code: str
    name: str
    was_name: str
    what: str  # new, gone, border, name, same
    km2_before: float
    km2_after: float
    heir: str  # of one that ends: who has most of its land then; "" nobody


@dataclass(frozen=True, slots=True)
class Moved:
    """Land that changes hands; code "" is nobody's."""

    of: str
    to: str
    km2: float
    settlements: int
    named: list[str]  # some of them
    houses: int
    appeals: int  # public ones without an end
    path: str  # of the drawing
    box: list[float]  # left, top, width, height there


@dataclass(frozen=True, slots=True)
class Shape:
    code: str
    what: str
    path: str


@dataclass(frozen=True, slots=True)
class Problem:
    text: str
    hard: bool  # the file is not taken with it


@dataclass(frozen=True, slots=True)
class Difference:
    rows: list[Row] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    height: int = 1

    @property
    def may_be_taken(self) -> bool:
        return not any(one.hard for one in self.problems) and any(row.what != "same" for row in self.rows)

    def of(self, what: str) -> list[Row]:
        return [row for row in self.rows if row.what == what]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(kept: dict[str, Any]) -> Difference:
    return Difference(
        rows=[Row(**one) for one in kept.get("rows", [])],
        moved=[Moved(**one) for one in kept.get("moved", [])],
        problems=[Problem(**one) for one in kept.get("problems", [])],
        shapes=[Shape(**one) for one in kept.get("shapes", [])],
        height=kept.get("height", 1),
    )


def remember(*, on: date) -> None:
    """Keep the borders of that day beside, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS border_was, border_will, border_moved")
        cursor.execute(f"CREATE TEMP TABLE border_was ON COMMIT DROP AS {_VALID}", {"on": on})


def compare(*, on: date, appeals: Callable[[GEOSGeometry], int]) -> Difference:
    """What is valid on that day now, against what `remember` kept. appeals: how many lie in a piece of land."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE border_will ON COMMIT DROP AS {_VALID}", {"on": on})
        cursor.execute(_MOVED)
        cursor.execute(_ROWS)
        rows = [Row(*one) for one in cursor.fetchall()]
        cursor.execute(_SHAPES, {"width": WIDTH})
        drawn = cursor.fetchall()
        cursor.execute(_LINES, {"width": WIDTH, "named": _NAMED})
        moved = [
            Moved(of, to, km2, settlements, named, houses, appeals(_geometry(land)), path, list(box))
            for of, to, km2, settlements, named, houses, land, path, box in cursor.fetchall()
        ]
        problems = _problems(cursor)
    what = {row.code: row.what for row in rows}
    shapes = [Shape(code, what.get(code, "same"), path) for code, path, _height in drawn]
    return Difference(rows, moved, problems, shapes, drawn[0][2] if drawn else 1)


def settlements() -> dict[str, str]:
    """After `compare`: settlement's code → code of its territory from then on, for those that change it."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLEMENTS)
        return dict(cursor.fetchall())


def same_land(one: GEOSGeometry, other: GEOSGeometry) -> bool:
    """Up to a hundred square metres: programs turn the same border round and cut its corners differently."""
    if one.ewkb == other.ewkb:
        return True
    with connection.cursor() as cursor:
        cursor.execute(_APART_BY, [bytes(one.ewkb), bytes(other.ewkb)])
        return bool(cursor.fetchone()[0] < _NOISE)


def fingerprint() -> str:
    """Changes with every version of every territory."""
    with connection.cursor() as cursor:
        cursor.execute(_FINGERPRINT)
        return str(cursor.fetchone()[0])


def _geometry(ewkb: Any) -> GEOSGeometry:
    return GEOSGeometry(memoryview(bytes(ewkb)))


def _problems(cursor: Any) -> list[Problem]:
    cursor.execute(_HOLES)
    count, km2 = cursor.fetchone()
    found = []
    if count:
        found.append(
            Problem(f"внутри региона есть ничья земля: кусков {count}, всего {km2:.2f} км²", hard=False)
        )
    cursor.execute(_APART)
    if cursor.fetchone()[0]:
        text = "новые границы лежат совсем не там, где нынешние; не перепутаны ли широта и долгота"
        found.append(Problem(text, hard=True))
    return found


_NOISE: Final = 100  # square metres
_APART_BY: Final = "SELECT ST_Area(ST_SymDifference(ST_GeomFromEWKB(%s), ST_GeomFromEWKB(%s))::geography)"
_VALID: Final = """
SELECT code, coalesce(nullif(short_name, ''), name) AS title, name, geom FROM places_territory
WHERE valid_from <= %(on)s AND coalesce(valid_to >= %(on)s, true)
"""
_FINGERPRINT: Final = """
SELECT coalesce(md5(string_agg(concat_ws('|', id, code, name, valid_from, valid_to, md5(ST_AsBinary(geom))), ';'
                               ORDER BY id)), 'none')
FROM places_territory
"""
# What a territory lost and another of its level has now; '' is nobody's land.
_MOVED: Final = """
CREATE TEMP TABLE border_moved ON COMMIT DROP AS
WITH left_it AS (
    SELECT was.code, was.geom, will.geom AS kept FROM border_was was LEFT JOIN border_will will USING (code)
    WHERE will.code IS NULL OR ST_AsBinary(was.geom) <> ST_AsBinary(will.geom)
), got_it AS (
    SELECT will.code, will.geom, was.geom AS had FROM border_will will LEFT JOIN border_was was USING (code)
    WHERE was.code IS NULL OR ST_AsBinary(was.geom) <> ST_AsBinary(will.geom)
), piece AS (
    SELECT one.code AS of, other.code AS "to", ST_Intersection(
               CASE WHEN one.kept IS NULL THEN one.geom ELSE ST_Difference(one.geom, one.kept) END, other.geom) AS geom
    FROM left_it one JOIN got_it other
      ON one.geom && other.geom AND one.code <> other.code AND length(one.code) = length(other.code)
    UNION ALL
    SELECT one.code, '', ST_Difference(one.geom, around.geom)
    FROM left_it one, LATERAL (SELECT coalesce(ST_Union(geom), 'SRID=4326;POLYGON EMPTY'::geometry) AS geom
                               FROM border_will WHERE geom && one.geom) around
    UNION ALL
    SELECT '', one.code, ST_Difference(one.geom, around.geom)
    FROM got_it one, LATERAL (SELECT coalesce(ST_Union(geom), 'SRID=4326;POLYGON EMPTY'::geometry) AS geom
                              FROM border_was WHERE geom && one.geom) around
    WHERE EXISTS (SELECT FROM border_was)
)
SELECT of, "to", land AS geom, ST_Area(land::geography) / 1e6 AS km2
FROM piece, LATERAL (SELECT ST_Multi(ST_CollectionExtract(ST_MakeValid(piece.geom), 3)) AS land) polygons
WHERE NOT ST_IsEmpty(land) AND ST_Area(land::geography) >= 10000
"""
_ROWS: Final = """
SELECT coalesce(will.code, was.code), coalesce(will.name, was.name), coalesce(was.name, ''),
       CASE WHEN was.code IS NULL THEN 'new' WHEN will.code IS NULL THEN 'gone'
            WHEN ST_AsBinary(was.geom) <> ST_AsBinary(will.geom) THEN 'border'
            WHEN was.name <> will.name THEN 'name' ELSE 'same' END,
       round((coalesce(ST_Area(was.geom::geography), 0) / 1e6)::numeric, 2)::float,
       round((coalesce(ST_Area(will.geom::geography), 0) / 1e6)::numeric, 2)::float,
       CASE WHEN will.code IS NULL THEN
           coalesce((SELECT "to" FROM border_moved WHERE of = was.code ORDER BY km2 DESC LIMIT 1), '') ELSE '' END
FROM border_was was FULL JOIN border_will will USING (code)
ORDER BY 2, 1
"""
# Borders of the day after and of what ends, in units of the drawing: its corner and scale.
_FRAME: Final = """
WITH everything AS (
    SELECT code, geom FROM border_will UNION ALL
    SELECT was.code, was.geom FROM border_was was LEFT JOIN border_will will USING (code) WHERE will.code IS NULL
), box AS (
    SELECT ST_XMin(b) AS west, ST_YMax(b) AS north, %(width)s / greatest(ST_XMax(b) - ST_XMin(b), 1) AS k,
           greatest(ceil((ST_YMax(b) - ST_YMin(b)) * %(width)s / greatest(ST_XMax(b) - ST_XMin(b), 1))::int, 1)
               AS height
    FROM (SELECT ST_Extent(ST_Transform(geom, 3857)) AS b FROM everything) whole
)
"""
_SHAPES: Final = (
    _FRAME
    + """
SELECT code, ST_AsSVG(ST_SimplifyPreserveTopology(ST_Scale(ST_Translate(ST_Transform(geom, 3857), -west, -north), k, k),
                                                  0.4), 1, 1), height
FROM everything, box ORDER BY ST_Area(geom) DESC, code
"""
)
_LINES: Final = (
    _FRAME
    + """
SELECT of, "to", round(km2::numeric, 2)::float, coalesce(cardinality(places.names), 0),
       coalesce(places.names[1:%(named)s], '{}'),
       (SELECT count(*) FROM places_house house WHERE ST_CoveredBy(house.point, moved.geom)), ST_AsEWKB(moved.geom),
       ST_AsSVG(ST_SimplifyPreserveTopology(drawn.geom, 0.05), 1, 2),
       ARRAY[ST_XMin(drawn.geom), -ST_YMax(drawn.geom), ST_XMax(drawn.geom) - ST_XMin(drawn.geom),
             ST_YMax(drawn.geom) - ST_YMin(drawn.geom)]
FROM border_moved moved, box,
     LATERAL (SELECT ST_Scale(ST_Translate(ST_Transform(moved.geom, 3857), -west, -north), k, k) AS geom) drawn,
     LATERAL (SELECT array_agg(concat_ws(' ', nullif(kind, ''), name) ORDER BY population DESC NULLS LAST, name)
                  AS names
              FROM places_settlement WHERE ST_CoveredBy(point, moved.geom)) places
ORDER BY km2 DESC, of, "to"
"""
)
_HOLES: Final = """
SELECT count(*), coalesce(sum(area), 0) / 1e6 FROM (
    SELECT ST_Area(ST_MakePolygon(ring)::geography) AS area FROM (
        SELECT ST_InteriorRingN(land, n) AS ring FROM (
            SELECT (ST_Dump(ST_Union(geom))).geom AS land FROM border_will WHERE length(code) = 8
        ) whole, LATERAL generate_series(1, ST_NumInteriorRings(land)) n
    ) rings
) holes WHERE area >= 10000
"""
_APART: Final = """
SELECT EXISTS (SELECT FROM border_was) AND EXISTS (SELECT FROM border_will will LEFT JOIN border_was was USING (code)
                                                   WHERE was.code IS NULL OR NOT was.geom && will.geom)
   AND NOT EXISTS (SELECT FROM border_was was JOIN border_will will ON was.geom && will.geom
                   WHERE NOT (was.code = will.code AND ST_AsBinary(was.geom) = ST_AsBinary(will.geom)))
"""
_SETTLEMENTS: Final = """
SELECT DISTINCT ON (place.code) place.code, moved."to" FROM places_settlement place JOIN border_moved moved
  ON moved."to" <> '' AND moved.of <> '' AND left(place.territory_code, length(moved.of)) = moved.of
 AND ST_CoveredBy(place.point, moved.geom)
ORDER BY place.code, moved.km2
"""
