"""How many appeals each municipality has, for the map: from kept sums."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from otklik.appeals.queries.onmap import Narrow
from otklik.kit.replica import rows


@dataclass(frozen=True, slots=True)
class Area:
    code: str  # OKTMO
    name: str
    n: int
    box: tuple[float, float, float, float]  # west, south, east, north


_COUNTED: Final = """
SELECT t.code, coalesce(nullif(t.short_name, ''), t.name), coalesce(kept.n, 0),
  ST_XMin(b.box), ST_YMin(b.box), ST_XMax(b.box), ST_YMax(b.box)
FROM places_territory t CROSS JOIN LATERAL (SELECT box2d(t.geom) AS box) b
LEFT JOIN (
  SELECT {area} AS area, sum(n) AS n FROM {table} WHERE {where} GROUP BY 1
) kept ON kept.area = t.code
WHERE t.valid_from <= %(on)s AND (t.valid_to IS NULL OR t.valid_to >= %(on)s)
ORDER BY 2, t.id
"""


def counted(narrow: Narrow, *, on: date) -> list[Area]:
    """Municipalities of that day by name. One statement."""
    said = [
        sql for value, sql in ((narrow.kind, "kind = %(kind)s"), (narrow.stage, "state = %(stage)s")) if value
    ]
    if narrow.category:
        words = {"table": "stats_listcount", "area": "area"}
        said.append("category_id = %(category)s")
    else:
        words = {"table": "stats_listtotal", "area": "value"}
        said.append("dim = 'area'")
    statement = _COUNTED.format(where=" AND ".join(said), **words)
    found = rows(statement, {**narrow.values, "on": on})
    return [Area(code, name, int(n), tuple(box)) for code, name, n, *box in found]
