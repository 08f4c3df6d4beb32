"""Vector tiles of the public appeals, from live data: one statement a tile, whatever its zoom and however many.

A tile has the layer `cells`, sums of squares of the map, or the layer `points`, the appeals themselves. Points are
given from POINTS_FROM on where few enough lie in the tile: kept sums tell how many before any appeal is looked at.
"""

from typing import Any, Final

from otklik.appeals import public
from otklik.appeals.queries.onmap import Narrow
from otklik.kit.replica import rows
from otklik.kit.tile import Tile
from otklik.stats.models import CELL_COUNTS
from otklik.stats.rollups import LEVELS, WORLD

MAX_ZOOM: Final = 18
POINTS_FROM: Final = 12  # zoom
POINTS: Final = 300  # of one tile at most: 5 KB
_LOOKED_AT: Final = 1_000  # appeals of any kind in a tile with points: bounds the work of a rare filter
_EXTENT: Final = 4096  # units of a tile's side

# Counted from the upper left corner of the tile, in units of it.
_MIDDLE: Final = """ST_MakePoint(floor((c.sum_x::float8 / c.n - %(left)s) * %(unit)s)::int,
    floor((c.sum_y::float8 / c.n - %(top)s) * %(unit)s)::int)"""
_WHOLE: Final = 2.0**WORLD
_LAT: Final = "radians(least(greatest(ST_Y(a.point), -85), 85))"
_X: Final = f"floor(((ST_X(a.point) + 180) / 360 * {_WHOLE} - %(left)s) * %(unit)s)::int"
_Y: Final = (
    f"floor(((1 - ln(tan({_LAT}) + 1 / cos({_LAT})) / pi()) / 2 * {_WHOLE} - %(top)s) * %(unit)s)::int"
)
# A column of squares at a time: so the index leads straight to each, however many squares the level has.
_LYING: Final = """
WITH cells AS MATERIALIZED (
  SELECT {middle} AS geom, ({count})::int AS n
  FROM unnest(%(columns)s::int[]) col (x), LATERAL (
    SELECT * FROM stats_mapcell c
    WHERE c.level = %(level)s AND c.category_id = %(category)s AND c.x = col.x
      AND c.y BETWEEN %(first)s AND %(last)s AND c.n > 0
    OFFSET 0
  ) c
)
"""
_CELLS: Final = f"""{_LYING}
SELECT coalesce(ST_AsMVT(shown.*, 'cells', {{extent}}, 'geom'), '')
FROM (SELECT geom, n FROM cells WHERE n > 0) shown
"""
_CELLS_OR_POINTS: Final = f"""{_LYING}, dense AS (
  SELECT coalesce(sum(c.n), 0) AS n FROM unnest(%(dense_columns)s::int[]) col (x), LATERAL (
    SELECT c.n FROM stats_mapcell c
    WHERE c.level = %(dense_level)s AND c.category_id = 0 AND c.x = col.x
      AND c.y BETWEEN %(dense_first)s AND %(dense_last)s
    OFFSET 0
  ) c
), few AS (
  SELECT (SELECT n FROM dense) <= %(looked_at)s
    AND (SELECT sum(n) FROM cells) BETWEEN 1 AND %(most)s AS yes
)
SELECT coalesce((
  SELECT ST_AsMVT(shown.*, 'cells', {{extent}}, 'geom') FROM (
    SELECT geom, n FROM cells WHERE n > 0 AND (SELECT yes FROM few) IS NOT TRUE
  ) shown
), '') || coalesce((
  SELECT ST_AsMVT(shown.*, 'points', {{extent}}, 'geom') FROM (
    SELECT ST_MakePoint({{x}}, {{y}}) AS geom, a.number, a.kind, a.state, a.topic_id AS topic
    FROM (
      SELECT * FROM appeals_appeal a
      WHERE (SELECT yes FROM few) AND a.state IN ({{public}})
        AND a.point && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
      LIMIT %(looked_at)s
    ) a WHERE {{narrow}} LIMIT %(most)s
  ) shown
), '')
"""


def appeals(tile: Tile, narrow: Narrow) -> bytes:
    """The tile as MVT; b"" where nothing lies. Of a real tile with a zoom of MAX_ZOOM at most."""
    words = {"middle": _MIDDLE, "count": _count(narrow), "extent": _EXTENT}
    statement = (_CELLS if tile.z < POINTS_FROM else _CELLS_OR_POINTS).format(
        **words, x=_X, y=_Y, public=public.STATES, narrow=narrow.conditions
    )
    ((made,),) = rows(statement, _values(tile) | narrow.values)
    return bytes(made)


def level(z: int) -> int:
    """Of the cells of a tile: 64 to 128 pixels wide as MapLibre draws tiles, so that their circles hardly overlap."""
    return next((found for found in LEVELS if found >= z + 2), LEVELS[-1])


def _count(narrow: Narrow) -> str:
    """SQL of how many appeals of a cell the filter lets through; each category has rows of its own."""
    if not narrow.kind and not narrow.stage:
        return "c.n"
    return " + ".join(f"c.{name}" for name in CELL_COUNTS if _fits(name, narrow))


def _fits(column: str, narrow: Narrow) -> bool:
    _, kind, state = column.split("_")
    return narrow.kind in ("", kind) and narrow.stage in ("", state)


def _values(tile: Tile) -> dict[str, Any]:
    fine, coarse = level(tile.z), next(found for found in LEVELS if found >= tile.z)
    (columns, rows), (dense_columns, dense_rows) = tile.squares(fine), tile.squares(coarse)
    side = 2 ** (WORLD - tile.z)
    return {
        "level": fine,
        "columns": list(columns),
        "first": rows[0],
        "last": rows[-1],
        "dense_level": coarse,
        "dense_columns": list(dense_columns),
        "dense_first": dense_rows[0],
        "dense_last": dense_rows[-1],
        "left": tile.x * side,
        "top": tile.y * side,
        "unit": _EXTENT / side,
        "looked_at": _LOOKED_AT,
        "most": POINTS,
        **tile.box,
    }
