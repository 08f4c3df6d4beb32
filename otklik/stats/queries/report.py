"""Everything that the page of statistics shows: six statements, however many appeals there are."""

from dataclasses import dataclass
from datetime import date

from otklik.stats.periods import Period
from otklik.stats.queries.borders import Outlines, outlines
from otklik.stats.queries.divisions import Division, divisions, offered
from otklik.stats.queries.figures import Course, course
from otklik.stats.queries.names import Names
from otklik.stats.queries.owed import Overdue, overdue
from otklik.stats.queries.sql import Scope
from otklik.stats.queries.terms import Terms, terms


@dataclass(frozen=True, slots=True)
class Report:
    course: Course
    terms: Terms
    divisions: dict[str, Division]
    overdue: Overdue
    outlines: Outlines | None  # where the figures are divided by municipalities


def report(scope: Scope, period: Period, other: Period | None, *, names: Names, today: date) -> Report:
    """other: what the period is compared with."""
    topics = [name.key for name in names.of("topic", parent=dict(scope.filters).get("category", "-"))]
    dims = offered(scope, topics=bool(topics))
    return Report(
        course=course(scope, period, other, today=today),
        terms=terms(scope, period, other),
        divisions=divisions(scope, period, dims, topics=topics),
        overdue=overdue(scope, today=today),
        outlines=outlines(names.borders, today=today) if "area" in dims else None,
    )
