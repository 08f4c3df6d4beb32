"""Everything that the page of statistics shows: seven statements at most, however many appeals there are."""

from dataclasses import dataclass
from datetime import date

from otklik.appeals.queries import names
from otklik.stats.periods import Period
from otklik.stats.queries.borders import Outlines, outlines
from otklik.stats.queries.divisions import Division, divisions, offered
from otklik.stats.queries.figures import Course, course
from otklik.stats.queries.owed import Overdue, overdue
from otklik.stats.queries.span import span
from otklik.stats.queries.sql import Scope
from otklik.stats.queries.terms import Terms, medians, terms


@dataclass(frozen=True, slots=True)
class Report:
    course: Course
    terms: Terms
    divisions: dict[str, Division]
    overdue: Overdue
    outlines: Outlines | None  # where the figures are divided by municipalities
    area_days: dict[str, int] | None  # medians by key of the municipality; None: not asked for, or not kept


def report(
    scope: Scope, period: Period, other: Period | None, *, today: date, area_days: bool = False
) -> Report:
    """other: what the period is compared with. area_days: medians of each municipality too, where they are kept."""
    category = dict(scope.filters).get("category")
    topics = [
        row.key for row in names.topics().by_key.values() if row.offered and str(row.category) == category
    ]
    dims = offered(scope, topics=bool(topics))
    areas = list(names.areas()) if area_days and not scope.filters else None
    return Report(
        course=course(scope, period, other, today=today),
        terms=terms(scope, period, other),
        divisions=divisions(scope, period, dims, topics=topics),
        overdue=overdue(scope, today=today),
        outlines=outlines(span(today).borders, today=today) if "area" in dims else None,
        area_days=medians("area", areas, scope.kind, period) if areas is not None else None,
    )
