"""The figures of pages equal what a plain count over the appeals says."""

import statistics
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from otklik.appeals.models import Appeal
from otklik.appeals.queries import names
from otklik.stats import periods
from otklik.stats.periods import Period
from otklik.stats.queries.divisions import divisions, offered
from otklik.stats.queries.figures import Sums, course
from otklik.stats.queries.owed import overdue
from otklik.stats.queries.span import span
from otklik.stats.queries.sql import Scope
from otklik.stats.queries.terms import median, medians, percentile, terms
from otklik.stats.tests.given import many_lives

pytestmark = [pytest.mark.public, pytest.mark.django_db]

NOON = datetime(2026, 3, 20, 9, tzinfo=UTC)
TODAY = NOON.date()
YEAR = periods.named("12", today=TODAY, since=TODAY)
COLUMN = {"category": "category_id", "topic": "topic_id", "area": "area", "authority": "authority_id"}


@pytest.fixture(scope="module")
def lives(module_db) -> None:
    many_lives(300, until=NOON)


def day(moment: Any) -> Any:
    return moment.astimezone(ZoneInfo("Europe/Moscow")).date() if moment else None


def key(appeal: Any, dim: str) -> str:
    if dim == "area":
        return appeal.territory.code if appeal.territory else ""
    return str(getattr(appeal, COLUMN[dim]) or 0)


def in_scope(scope: Scope) -> list[Any]:
    every = Appeal.objects.select_related("territory")
    return [
        a
        for a in every
        if scope.kind in ("", a.kind) and all(key(a, dim) == value for dim, value in scope.filters)
    ]


def counted(scope: Scope, period: Period) -> Sums:
    """One appeal after another, as a person would count them."""

    def within(moment: datetime | None) -> bool:
        on = day(moment)
        return on is not None and period.first <= on < period.until

    every = in_scope(scope)
    decided = [
        (a, at)
        for a in every
        if within(at := a.published_at or (a.closed_at if a.state == "refused" else None))
    ]
    answered = [a for a in every if within(a.answered_at)]
    return Sums(
        received=sum(within(a.received_at) for a in every),
        decided=len(decided),
        decided_in_time=sum(at <= a.moderate_by for a, at in decided),
        published=sum(a.state != "refused" for a, _ in decided),
        refused=sum(a.state == "refused" for a, _ in decided),
        answered=len(answered),
        in_time=sum(day(a.answered_at) <= a.answer_by for a in answered),
        days=sum((day(a.answered_at) - day(a.published_at)).days for a in answered),
        returned=sum(a.returns > 0 for a in answered),
        rated=sum(a.rating is not None for a in answered),
        stars=sum(a.rating or 0 for a in answered),
        solved=sum(a.solved is True for a in answered),
        unsolved=sum(a.solved is False for a in answered),
        formal=sum(a.formal for a in answered),
    )


def scopes() -> list[Scope]:
    some = Appeal.objects.exclude(territory=None).exclude(authority=None).select_related("territory").first()
    one = {dim: key(some, dim) for dim in COLUMN}
    pairs = [
        ("category", "area"),
        ("category", "authority"),
        ("topic", "area"),
        ("topic", "authority"),
        ("area", "authority"),
    ]
    return [
        Scope(),
        Scope("problem"),
        *(Scope("", ((dim, value),)) for dim, value in one.items()),
        *(Scope("proposal", ((a, one[a]), (b, one[b]))) for a, b in pairs),
    ]


@pytest.mark.parametrize("name", ["12", "month", "quarter", "year", "all"])
def test_every_figure_equals_a_count_over_the_appeals_with_any_filters(lives, name):
    period = periods.named(name, today=TODAY, since=span(TODAY).since)
    other = None if period.ever else periods.year_ago(period)
    for scope in scopes():
        found = course(scope, period, other, today=TODAY)
        assert found.total == counted(scope, period), scope
        assert sum((sums for _, sums in found.points), Sums()) == found.total
        assert found.other == (counted(scope, other) if other else None)


@pytest.mark.parametrize("ever", [False, True])
def test_each_part_of_a_division_equals_a_count_of_its_own(lives, ever):
    period = periods.named("all", today=TODAY, since=span(TODAY).since) if ever else YEAR
    topics = list(names.topics().by_key)
    for scope in scopes():
        for dim in offered(scope, topics=True):
            if dim == "channel":
                continue
            for value, sums in divisions(scope, period, [dim], topics=topics)[dim]:
                rest = tuple(f for f in scope.filters if not (f[0] == "category" and dim == "topic"))
                both = sorted([*rest, (dim, value)], key=lambda f: list(COLUMN).index(f[0]))
                assert sums == counted(Scope(scope.kind, tuple(both)), period), (scope, dim)


def test_parts_add_up_to_the_whole(lives):
    whole = course(Scope(), YEAR, None, today=TODAY)
    parts = divisions(Scope(), YEAR, offered(Scope(), topics=False), topics=[])
    assert set(parts) == {"category", "area", "authority", "channel"}
    for division in parts.values():
        assert sum((sums for _, sums in division), Sums()) == whole.total
    assert sum(whole.kinds.values(), Sums()) == whole.total


def test_medians_and_stars_equal_those_of_the_answers_themselves(lives):
    found = terms(Scope(), YEAR, periods.year_ago(YEAR))
    answered = [
        a for a in in_scope(Scope()) if a.answered_at and YEAR.first <= day(a.answered_at) < YEAR.until
    ]
    took = sorted((day(a.answered_at) - day(a.published_at)).days for a in answered)

    assert found.answers == Counter(took)
    assert median(found.answers) == statistics.median_low(took)
    assert percentile(found.answers, 0.9) == took[-(-len(took) * 9 // 10) - 1]
    assert found.stars == Counter(a.rating for a in answered if a.rating)
    assert found.decisions
    assert [start for start, *_ in found.steps] == sorted(
        {day(a.answered_at).replace(day=1) for a in answered}
    )


@pytest.mark.parametrize("kind", ["", "problem"])
def test_medians_of_municipalities_equal_those_of_their_appeals(lives, kind):
    took: dict[str, list[int]] = {}
    for a in in_scope(Scope(kind)):
        if a.answered_at and YEAR.first <= day(a.answered_at) < YEAR.until:
            took.setdefault(key(a, "area"), []).append((day(a.answered_at) - day(a.published_at)).days)
    expected = {code: statistics.median_low(days) for code, days in took.items() if code}

    assert len(expected) == 2
    assert medians("area", [*expected, "0"], kind, YEAR) == expected


def test_what_is_overdue_today_equals_a_count(lives):
    late = [a for a in in_scope(Scope()) if a.state == "registered" and a.answer_by < TODAY]
    found = overdue(Scope(), today=TODAY)
    assert late
    assert (found.total, found.waiting) == (len(late), 0)
    assert found.by_authority == Counter(str(a.authority_id) for a in late)
    assert overdue(Scope("", (("topic", "1"),)), today=TODAY).total is None


@pytest.mark.parametrize(
    ("spread", "share", "expected"),
    [
        ({}, 0.5, None),
        ({3: 1}, 0.5, 3),
        ({1: 1, 9: 1}, 0.5, 1),
        ({1: 9, 30: 1}, 0.9, 1),
        ({1: 8, 30: 2}, 0.9, 30),
        ({0: 0}, 0.5, None),
    ],
)
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(spread, share, expected):
    assert percentile(spread, share) == expected


@pytest.mark.parametrize(
    ("name", "first", "until"),
    [
        ("month", "2026-03-01", "2026-04-01"),
        ("quarter", "2026-01-01", "2026-04-01"),
        ("year", "2026-01-01", "2026-04-01"),
        ("12", "2025-04-01", "2026-04-01"),
        ("all", "2020-05-01", "2026-04-01"),
    ],
)
def test_a_period_is_made_of_whole_months_up_to_the_present_one(name, first, until):
    found = periods.named(name, today=TODAY, since=date(2020, 5, 1))
    assert (str(found.first), str(found.until)) == (first, until)


def test_a_course_has_a_point_for_every_step_that_has_begun():
    month = periods.named("month", today=TODAY, since=TODAY)
    assert (month.starts(TODAY)[0], len(month.starts(TODAY))) == (date(2026, 3, 1), 20)
    assert len(YEAR.starts(TODAY)) == 12
    decade = Period(date(2016, 2, 1), date(2026, 4, 1))
    assert (decade.step, decade.starts(TODAY)[0], len(decade.starts(TODAY))) == (
        "quarter",
        date(2016, 1, 1),
        41,
    )
