"""The numbers of the home page are those of the kept sums."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.tests.given import MONDAY, an_appeal
from otklik.stats import folding
from otklik.stats.queries import home

pytestmark = [pytest.mark.public, pytest.mark.django_db]

TODAY = date(2026, 3, 20)


def an_answered(*, days: int, solved: bool | None = None) -> None:
    an_appeal(
        state=State.CLOSED,
        published_at=MONDAY,
        answered_at=MONDAY + timedelta(days=days),
        rating=None if solved is None else 5 if solved else 2,
        solved=solved,
    )


def test_a_portal_without_appeals_says_nothing_it_does_not_know():
    assert home.numbers(today=TODAY) == home.Numbers(published=0, answered=0, solved=None, days=None)


def test_the_four_numbers():
    for days, solved in ((2, True), (4, True), (5, False), (30, None)):
        an_answered(days=days, solved=solved)
    an_appeal(state=State.PUBLISHED)
    an_appeal(published_at=None)  # on moderation
    folding.fold()
    with CaptureQueriesContext(connection) as told:
        found = home.numbers(today=TODAY)
    assert found == home.Numbers(published=5, answered=4, solved=67, days=4)
    assert len(told) == 1


def test_the_time_to_an_answer_is_that_of_the_last_year():
    an_answered(days=9)
    folding.fold()
    assert home.numbers(today=TODAY + timedelta(days=300)).days == 9
    assert home.numbers(today=TODAY + timedelta(days=500)).days is None


@pytest.mark.parametrize(("tab", "n"), [("problem", 2), ("proposal", 1), ("thanks", 0), ("answers", 1)])
def test_a_category_has_as_many_as_its_list(tab, n):
    an_appeal(state=State.PUBLISHED)
    an_appeal(state=State.PUBLISHED, kind=Kind.PROPOSAL)
    an_answered(days=3)
    folding.fold()
    assert [(row.code, row.n) for row in home.categories(tab=tab)] == [("roads", n)]
