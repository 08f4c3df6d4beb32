"""The list beside the map: what lies in a box, the last published first, at the price of a page."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from otklik.appeals.lifecycle import PUBLIC, Kind
from otklik.appeals.queries.onmap import COLUMNS, IN_BOX, PUBLIC_STATES, Box, Narrow, Spot, spot
from otklik.kit import paging
from otklik.kit.replica import rows
from otklik.kit.tile import down
from otklik.stats.models import CELL_COUNTS
from otklik.stats.rollups import LEVELS

PAGE: Final = 20
_COLLECTED: Final = 3_000  # appeals of a box that are cheaper to sort than to look for
_ORDER: Final = "map"
_SQUARES: Final = 24  # on a side of the box, about: finer ones would only take time


@dataclass(frozen=True, slots=True)
class Page:
    spots: list[Spot]
    total: int  # in the squares that the box touches: a little more than in it
    older: str  # cursor of the next page; "" on the last


_COUNT: Final = """
SELECT coalesce(sum(c.n) FILTER (WHERE c.category_id = 0), 0), {counts}
FROM unnest(%(columns)s::int[]) col (x), LATERAL (
  SELECT * FROM stats_mapcell c WHERE c.level = %(level)s AND c.category_id IN (0, %(category)s) AND c.x = col.x
    AND c.y BETWEEN %(first)s AND %(last)s OFFSET 0
) c
"""
# Few in the box: collected by their points and sorted.
_FEW: Final = """
SELECT {columns}, a.id FROM (
  SELECT a.* FROM appeals_appeal a WHERE a.state IN ({public}) AND {box} OFFSET 0
) a JOIN classifier_topic topic ON topic.id = a.topic_id
WHERE {narrow} {beyond} ORDER BY a.published_at DESC, a.id DESC LIMIT %(limit)s
"""
# Many: each kind and state that is there is walked by its date until a page of them lies in the box.
_STREAM: Final = """(
  SELECT a.* FROM appeals_appeal a
  WHERE a.kind = '{kind}' AND a.state = '{state}' AND a.state IN ({public}) AND {narrow} AND {box} {beyond}
  ORDER BY a.published_at DESC, a.id DESC LIMIT %(limit)s
)"""
_MANY: Final = """
SELECT {columns}, a.id FROM ({streams}) a JOIN classifier_topic topic ON topic.id = a.topic_id
ORDER BY a.published_at DESC, a.id DESC LIMIT %(limit)s
"""
_BEYOND: Final = "AND a.published_at <= %(at)s AND (a.published_at < %(at)s OR a.id < %(id)s)"
_STREAMS: Final = [(kind, state) for kind in Kind for state in sorted(PUBLIC)]  # as CELL_COUNTS


def in_box(box: Box, narrow: Narrow, *, cursor: str = "", size: int = PAGE) -> Page:
    """Two statements, one where nothing is. cursor: from a Page. Raises paging.BadCursor."""
    everything, *counts = rows(_counting(), _squares(box) | narrow.values)[0]
    streams = {
        stream: n
        for stream, n in zip(_STREAMS, counts, strict=True)
        if n and narrow.kind in ("", stream[0]) and narrow.stage in ("", stream[1])
    }
    place = paging.read(cursor, _ORDER) if cursor else None
    words = {"columns": COLUMNS, "public": PUBLIC_STATES, "narrow": narrow.conditions, "box": IN_BOX}
    words["beyond"] = _BEYOND if place else ""
    walks = [_STREAM.format(kind=kind.value, state=state.value, **words) for kind, state in streams]
    if not streams:
        return Page([], 0, "")
    if everything <= _COLLECTED:
        statement = _FEW.format(**words)
    else:
        statement = _MANY.format(streams=" UNION ALL ".join(walks), **words)
    values: dict[str, Any] = {**narrow.values, **asdict(box), "limit": size + 1}
    if place:
        values |= {"at": place.keys[0], "id": place.keys[1]}
    found = rows(statement, values)
    shown = found[:size]
    last = paging.Place(False, (shown[-1][5], shown[-1][-1])) if len(found) > size else None
    older = paging.write(last, _ORDER) if last else ""
    return Page(spots=[spot(row[:-1]) for row in shown], total=sum(streams.values()), older=older)


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
