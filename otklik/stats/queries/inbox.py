"""The list beside the map: what lies in a box, the last published first, at the price of a page whatever is asked."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from otklik.appeals import public
from otklik.appeals.lifecycle import PUBLIC, Kind, State
from otklik.appeals.queries.onmap import COLUMNS, IN_BOX, Box, Narrow, Spot, spot
from otklik.kit import paging
from otklik.kit.replica import rows
from otklik.kit.tile import down
from otklik.stats.models import CELL_COUNTS
from otklik.stats.rollups import LEVELS

PAGE: Final = 20
_COLLECTED: Final = 4_000  # appeals of a box that are cheaper to sort than to look for
CROWDED: Final = 10_000  # … where looking may go through months of the whole region (Open311)
_LOOKED_AT: Final = 10_000  # of all that the filter lets through, for one page
_ORDER: Final = "map"
_SQUARES: Final = 24  # on a side of the box, about: finer ones would only take time


@dataclass(frozen=True, slots=True)
class Page:
    spots: list[Spot]
    total: int  # in the squares that the box touches: a little more than in it
    older: str  # cursor of the next page, also of one that is not full; "" on the last


_COUNT: Final = """
SELECT coalesce(sum(c.n) FILTER (WHERE c.category_id = 0), 0), {counts}
FROM unnest(%(columns)s::int[]) col (x), LATERAL (
  SELECT * FROM stats_mapcell c WHERE c.level = %(level)s AND c.category_id IN (0, %(category)s) AND c.x = col.x
    AND c.y BETWEEN %(first)s AND %(last)s OFFSET 0
) c
"""
# Few in the box: collected by their points and sorted.
_FEW: Final = """
SELECT {columns}, a.id, a.withheld, true FROM (
  SELECT * FROM (
    SELECT a.id, a.published_at, a.kind, a.state, a.category_id, a.withheld FROM appeals_appeal a
    WHERE a.state IN ({public}) AND {box} OFFSET 0
  ) a WHERE {narrow} AND (a.published_at, a.id) < (%(at)s, %(id)s)
  ORDER BY a.published_at DESC, a.id DESC LIMIT {size} + 1
) found JOIN appeals_appeal a ON a.id = found.id JOIN classifier_topic topic ON topic.id = a.topic_id
ORDER BY a.published_at DESC, a.id DESC
"""
# Many: the streams of the lists, each kind and state by its date, are walked together until a page of them lies in the
# box, or so many were looked at; their indexes have the points too, so no appeal is read that is not shown (but for
# one that a moderator withheld, which the page leaves out). Of a page
# that is not full the last one that was looked at comes along, wherever it lies: the next page begins there.
_MANY: Final = """
WITH looked_at AS MATERIALIZED (
  SELECT * FROM ({streams}) a ORDER BY a.published_at DESC, a.id DESC LIMIT {looked_at}
), found AS MATERIALIZED (
  SELECT a.id FROM looked_at a WHERE {between} LIMIT {size} + 1
), shown AS (
  SELECT id, true AS inside FROM found
  UNION ALL (
    SELECT id, false FROM looked_at WHERE NOT EXISTS (SELECT FROM found OFFSET {size})
    OFFSET {looked_at} - 1
  )
)
SELECT {columns}, a.id, a.withheld, shown.inside FROM shown
JOIN appeals_appeal a ON a.id = shown.id JOIN classifier_topic topic ON topic.id = a.topic_id
ORDER BY a.published_at DESC, a.id DESC, shown.inside DESC
"""
# In words that hide the values: so a plan is as good for one box as for another and PostgreSQL makes it once, which of
# eighteen streams takes it longer than to run it.
_BETWEEN: Final = (
    "ST_X(a.point) BETWEEN %(west)s AND %(east)s AND ST_Y(a.point) BETWEEN %(south)s AND %(north)s"
)
_STREAM: Final = """(
  SELECT a.id, a.published_at, a.point FROM appeals_appeal a
  WHERE a.kind = '{kind}' AND a.state = '{state}' AND a.state IN ({public}) {category}
    AND (a.published_at, a.id) < ((SELECT %(at)s::timestamptz), (SELECT %(id)s::bigint))
  ORDER BY a.published_at DESC, a.id DESC LIMIT {looked_at}
)"""
_OF_CATEGORY: Final = "AND a.category_id = (SELECT %(category)s::bigint)"
_BEGINNING: Final = {"at": "infinity", "id": 2**63 - 1}
_STREAMS: Final = [(kind, state) for kind in Kind for state in sorted(PUBLIC)]  # as CELL_COUNTS


def in_box(box: Box, narrow: Narrow, *, cursor: str = "", size: int = PAGE) -> Page:
    """Two statements, one where nothing is. A page may have few rows, or none, and go on: of what is rare.

    cursor: from a Page. Raises paging.BadCursor.
    """
    place = paging.read(cursor, _ORDER) if cursor else None
    everything, *counts = rows(_counting(), _squares(box) | narrow.values)[0]
    total = sum(n for stream, n in zip(_STREAMS, counts, strict=True) if _fits(stream, narrow))
    if not total:
        return Page([], 0, "")
    begins = {"at": place.keys[0], "id": place.keys[1]} if place else _BEGINNING
    values = {**narrow.values, **asdict(box), **begins}
    found = rows(_statement(narrow, few=everything <= _COLLECTED, size=size), values)
    inside = [row for row in found if row[-1]]
    shown = inside[:size]
    ends = shown[-1:] if len(inside) > size else found[len(inside) :]
    older = paging.write(paging.Place(False, (ends[0][5], ends[0][-3])), _ORDER) if ends else ""
    return Page(spots=[spot(row[:-3]) for row in shown if not row[-2]], total=total, older=older)


def is_crowded(box: Box) -> bool:
    """More lie in it than are collected for a page (CROWDED). One statement; as exact as the map."""
    return int(rows(_counting(), _squares(box) | Narrow().values)[0][0]) > CROWDED


def _fits(stream: tuple[Kind, State], narrow: Narrow) -> bool:
    return narrow.kind in ("", stream[0]) and narrow.stage in ("", stream[1])


def _statement(narrow: Narrow, *, few: bool, size: int) -> str:
    words = {"columns": COLUMNS, "public": public.STATES, "size": size}
    if few:
        return _FEW.format(box=IN_BOX, narrow=narrow.conditions, **words)
    words |= {"category": _OF_CATEGORY if narrow.category else "", "looked_at": _LOOKED_AT}
    streams = (
        _STREAM.format(kind=kind.value, state=state.value, **words)
        for kind, state in _STREAMS
        if _fits((kind, state), narrow)
    )
    return _MANY.format(streams=" UNION ALL ".join(streams), between=_BETWEEN, **words)


def _counting() -> str:
    counts = ", ".join(
        f"coalesce(sum(c.{name}) FILTER (WHERE c.category_id = %(category)s), 0)" for name in CELL_COUNTS
    )
    return _COUNT.format(counts=counts)


def _squares(box: Box) -> dict[str, Any]:
    """Of the finest level whose squares are not too many."""
    wide = (box.east - box.west) / 360
    level = max((found for found in LEVELS if wide * 2**found <= _SQUARES), default=LEVELS[0])
    size = 2**level
    west, east = (min(int((lon + 180) / 360 * size), size - 1) for lon in (box.west, box.east))
    north, south = (min(max(int(down(lat) * size), 0), size - 1) for lat in (box.north, box.south))
    return {"level": level, "columns": list(range(west, east + 1)), "first": north, "last": south}
