"""What the yearly survey says of each municipality, beside what appeals of the same year say. From kept sums only."""

from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from otklik.assessment.models import MARKS
from otklik.kit import clock
from otklik.kit.kept import kept
from otklik.kit.replica import rows
from otklik.stats import intervals
from otklik.stats.intervals import Estimate

Marks = dict[int, int]  # mark 1..5, 0 for «не знаю» → how many


@dataclass(frozen=True, slots=True)
class Question:
    place: int
    code: str
    text: str
    text_en: str
    category_code: str


@dataclass(frozen=True, slots=True)
class Year:
    id: int
    year: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """Of one question. mean: None where fewer than settings.SURVEY_LEAST gave a mark."""

    mean: Estimate | None
    marks: Marks  # empty where they are too few to be shown
    unknown: int  # of «не знаю»; 0 where the marks are not shown


@dataclass(frozen=True, slots=True)
class Derived:
    """Of the appeals of the year on the category of a question."""

    received: int
    stars: float | None  # the mean; how the marks are spread is not kept for two dimensions at once
    rated: int
    solved: Estimate | None


@dataclass(frozen=True, slots=True)
class Line:
    question: Question
    here: Opinion
    region: Opinion
    derived: Derived | None  # None: no category stands beside it


@dataclass(frozen=True, slots=True)
class Results:
    lines: list[Line]
    replies: int  # of the municipality, or of the region
    areas: list[tuple[str, Opinion]]  # by the one question, best first; those with too few last
    course: list[tuple[int, Opinion]]  # of that question here, year by year


@kept(30)
def years() -> list[Year]:
    """Newest first. One that has not begun is left out: nobody has answered, and its questions are not told yet. One
    statement.
    """
    found: dict[tuple[int, int], list[Question]] = {}
    for pk, year, *question in rows(_YEARS, {"today": timezone.localdate(clock.now())}):
        found.setdefault((year, pk), []).append(Question(*question))
    return [Year(pk, year, tuple(found[year, pk])) for year, pk in sorted(found, reverse=True)]


def results(year: Year, *, area: str, question: Question, categories: dict[str, str]) -> Results:
    """area: OKTMO, "" the region. categories: key of the sums by code. Three statements at most."""
    marks: dict[tuple[str, int], Marks] = {}
    for code, place, mark, n in rows(_COUNTS, {"survey": year.id, "area": area, "place": question.place}):
        marks.setdefault((code, place), {})[mark] = n
    derived = _derived(year, area, categories)
    lines = [
        Line(
            q,
            _opinion(marks.get((area, q.place), {})),
            _opinion(marks.get(("", q.place), {})),
            derived.get(q.code),
        )
        for q in year.questions
    ]
    areas = [
        (code, _opinion(found)) for (code, place), found in marks.items() if code and place == question.place
    ]
    areas.sort(key=lambda one: (-one[1].mean.value if one[1].mean else 0.0, one[0]))
    first = marks.get((area, 1), {})
    return Results(lines, sum(first.values()), areas, _course(area, question))


def _course(area: str, question: Question) -> list[tuple[int, Opinion]]:
    found: dict[int, Marks] = {}
    for year, mark, n in rows(_COURSE, {"area": area, "code": question.code}):
        found.setdefault(year, {})[mark] = n
    return [(year, _opinion(found[year])) for year in sorted(found)]


def _derived(year: Year, area: str, categories: dict[str, str]) -> dict[str, Derived]:
    """By the code of the question. The region's figures are those of the category as a whole."""
    keys = {q.code: categories[q.category_code] for q in year.questions if q.category_code in categories}
    if not keys:
        return {}
    values: dict[str, Any] = {
        "keys": sorted(set(keys.values())),
        "area": area,
        "first": date(year.year, 1, 1),
        "until": date(year.year + 1, 1, 1),
    }
    found = {
        key: Derived(received, stars / rated if rated else None, rated, intervals.share(solved, told))
        for key, received, rated, stars, solved, told in rows(_HERE if area else _EVERYWHERE, values)
    }
    return {code: found.get(key, Derived(0, None, 0, None)) for code, key in keys.items()}


def _opinion(marks: Marks) -> Opinion:
    given = {mark: n for mark, n in marks.items() if mark and n > 0}
    if sum(given.values()) < settings.SURVEY_LEAST:
        return Opinion(None, {}, 0)
    return Opinion(_mean(given), given, marks.get(0, 0))


def _mean(marks: Marks) -> Estimate:
    """Of marks 1..5, with the interval of the normal distribution: there are SURVEY_LEAST of them at least."""
    n = sum(marks.values())
    mean = sum(mark * k for mark, k in marks.items()) / n
    spread = sum(k * (mark - mean) ** 2 for mark, k in marks.items()) / max(n - 1, 1)
    half = intervals.Z * sqrt(spread / n)
    return Estimate(mean, max(mean - half, 1.0), min(mean + half, float(MARKS)), n)


_YEARS: Final = """
SELECT s.id, s.year, q.place, q.code, q.text, q.text_en, q.category_code
FROM assessment_survey s JOIN assessment_question q ON q.survey_id = s.id
WHERE s.opens_on <= %(today)s ORDER BY s.year DESC, q.place
"""

# All questions here and in the region, and the one question everywhere.
_COUNTS: Final = """
SELECT area, place, mark, n FROM assessment_surveycount
WHERE survey_id = %(survey)s AND n > 0 AND (area IN ('', %(area)s) OR place = %(place)s)
"""

_COURSE: Final = """
SELECT s.year, c.mark, c.n FROM assessment_survey s JOIN assessment_question q ON q.survey_id = s.id
JOIN assessment_surveycount c ON c.survey_id = s.id AND c.place = q.place
WHERE q.code = %(code)s AND c.area = %(area)s AND c.n > 0
"""

_SAID: Final = "sum(received)::bigint, sum(rated)::bigint, sum(stars)::bigint, sum(solved)::bigint"
_HERE: Final = f"""
SELECT a, {_SAID}, sum(solved + unsolved)::bigint FROM stats_monthpair
WHERE pair = 'category area' AND a = ANY(%(keys)s) AND b = %(area)s AND month >= %(first)s AND month < %(until)s
GROUP BY 1
"""
_EVERYWHERE: Final = f"""
SELECT value, {_SAID}, sum(solved + unsolved)::bigint FROM stats_monthtotal
WHERE dim = 'category' AND value = ANY(%(keys)s) AND month >= %(first)s AND month < %(until)s AND %(area)s = ''
GROUP BY 1
"""
