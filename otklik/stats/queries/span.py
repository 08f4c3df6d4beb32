"""From when on there are figures, and which borders they are drawn in."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from otklik.kit.kept import kept
from otklik.kit.replica import rows


@dataclass(frozen=True, slots=True)
class Span:
    since: date  # first month with figures; the present one when there are none
    borders: str  # changes with the borders of today


@kept(10)
def span(today: date) -> Span:
    """One statement, which reads as many rows as there are municipalities."""
    ((since, borders),) = rows(_SPAN, {"today": today})
    return Span(since or today.replace(day=1), borders)


_SPAN: Final = """
SELECT (SELECT min(month) FROM stats_monthtotal WHERE dim = 'all' AND value = ''),
       (SELECT concat_ws('-', max(id), sum(id)) FROM places_territory
        WHERE valid_from <= %(today)s AND coalesce(valid_to >= %(today)s, true))
"""
