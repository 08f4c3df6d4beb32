"""Public appeals by their place: those in a box of the map, the nearest ones. No name and no e-mail leaves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connections, router

from otklik.appeals.lifecycle import PUBLIC, Kind, State
from otklik.appeals.models import Appeal

PAGE: Final = 20
# As text: the partial indexes are used only where their own rule stands in the statement.
PUBLIC_STATES: Final = ", ".join(f"'{state}'" for state in sorted(PUBLIC))


@dataclass(frozen=True, slots=True)
class Narrow:
    """What the map is narrowed to. Empty values narrow nothing."""

    kind: str = ""  # a lifecycle.Kind value
    category: int = 0  # id
    stage: str = ""  # a lifecycle.State value of PUBLIC

    @property
    def conditions(self) -> str:
        """SQL on the appeal `a`; its values are `values`."""
        said = (
            (self.kind, "a.kind = %(kind)s"),
            (self.category, "a.category_id = %(category)s"),
            (self.stage, "a.state = %(stage)s"),
        )
        return " AND ".join([f"a.state IN ({PUBLIC_STATES})", *(sql for value, sql in said if value)])

    @property
    def values(self) -> dict[str, Any]:
        return {"kind": self.kind, "category": self.category, "stage": self.stage}


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees, WGS 84; never empty, never over the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of the list beside the map."""

    number: str
    kind: Kind
    state: State
    topic: str
    address: str
    published_at: datetime
    lon: float
    lat: float
    metres: float | None = None  # from the point asked about


_COLUMNS: Final = """a.number, a.kind, a.state, topic.title, a.address, a.published_at,
  ST_X(a.point), ST_Y(a.point)"""


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connections[router.db_for_read(Appeal)].cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _spot(row: tuple[Any, ...]) -> Spot:
    number, kind, state, *rest = row
    return Spot(number, Kind(kind), State(state), *rest)
