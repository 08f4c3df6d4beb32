"""Which figure is in force: the staff's rows before the release's own norms (`data/norms.json`)."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeAlias, cast

from otklik.cadastre.models import Figure, Use
from otklik.cadastre.tax import Fig
from otklik.kit.kept import kept

AGE: Final = 5  # seconds that another process may still go by the figures of before
DAYS: Final = 20  # that are kept at once: addresses name any day, and a region has hundreds of figures
NORMS: Final = Path(__file__).parent / "data/norms.json"
# Uses whose rate has the low limit, and those that lose it when the plot is dear.
LOW: Final = frozenset({Use.HOUSING, Use.HOUSEHOLD, Use.GARDEN, Use.FARM})
DEAR: Final = frozenset({Use.HOUSING, Use.HOUSEHOLD, Use.GARDEN})

Key: TypeAlias = tuple[str, str, str]  # kind, place, what


@lru_cache(maxsize=1)
def of_release() -> dict[str, Fig]:
    rows = json.loads(NORMS.read_text(encoding="utf-8"))
    return {
        row["code"]: Fig(
            Decimal(row["value"]),
            row["source"],
            date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            row["checked"],
        )
        for row in rows
    }


@kept(AGE, DAYS)
def in_force(on: date) -> Mapping[Key, Fig]:
    """Norms, rates and averages of municipalities on that day. One statement, kept for AGE seconds."""
    rows = Figure.objects.filter(valid_from__lte=on).exclude(place__contains=":")
    last = rows.order_by("kind", "place", "what", "-valid_from", "-id").distinct("kind", "place", "what")
    found = {(row.kind, row.place, row.what): fig(row) for row in last if row.value is not None}
    norms = {
        ("norm", "", code): one
        for code, one in of_release().items()
        if one.valid_from is None or one.valid_from <= on
    }
    return {**norms, **found}


def norm(code: str, *, on: date) -> Fig:
    """Raises KeyError: not in force on that day, like what begins later."""
    return in_force(on)["norm", "", code]


def average(place: str, use: str, *, on: date) -> Fig | None:
    """Rubles per m² of a municipality. None: no table has it."""
    return in_force(on).get(("average", place, use))


def averages_of_quarter(quarter: str, *, on: date) -> dict[str, Fig]:
    """By use. One statement."""
    rows = Figure.objects.filter(kind="average", place=quarter, valid_from__lte=on)
    last = rows.order_by("what", "-valid_from", "-id").distinct("what")
    return {row.what: fig(row) for row in last if row.value is not None}


def rate(place: str, use: str, value: Decimal, *, on: date) -> Fig:
    """% of the cadastral value: of the municipality, of the region, or the highest that the law lets them set.

    Plots dearer than the law's limit lose the low rate: theirs is the municipality's rate for other land.
    """
    there = in_force(on)
    dear = there.get(("norm", "", "dear_above"))
    if use in DEAR and dear and value > dear.value:
        use = Use.OTHER
    limit = norm("low_percent" if use in LOW else "high_percent", on=on)
    return there.get(("rate", place, use)) or there.get(("rate", "", use)) or limit


def is_dear(use: str, value: Decimal, *, on: date) -> bool:
    dear = in_force(on).get(("norm", "", "dear_above"))
    return bool(use in DEAR and dear and value > dear.value)


def fig(row: Figure) -> Fig:
    """Of a row that ends no figure."""
    return Fig(cast(Decimal, row.value), row.source, row.valid_from, row.checked, row.url, row.place, row.pk)
