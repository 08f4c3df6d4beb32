"""Figures over all appeals, kept current by `folding` from `appeals.Change`; nobody else writes here.

`Fact` is one appeal as it was last counted. The other tables are sums over facts: `rollups` says which, and how. A row
of zeros may stay behind when its appeals moved on: readers pass it over.
"""

from otklik.stats.models.facts import Fact
from otklik.stats.models.lists import CELL_COUNTS, ListCount, ListTotal, MapCell, PlaceCount
from otklik.stats.models.sums import (
    DayTotal,
    DueCount,
    Dump,
    EverPair,
    EverTotal,
    MonthPair,
    MonthTotal,
    TermCount,
    WeekCount,
)

__all__ = [
    "CELL_COUNTS",
    "DayTotal",
    "DueCount",
    "Dump",
    "EverPair",
    "EverTotal",
    "Fact",
    "ListCount",
    "ListTotal",
    "MapCell",
    "MonthPair",
    "MonthTotal",
    "PlaceCount",
    "TermCount",
    "WeekCount",
]
