"""Every order of a list shows exactly the rows of its filter, each once, there and back, as the ORM sorts them."""

import random
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.queries import lists
from otklik.appeals.queries.filters import Filter, filtered
from otklik.appeals.queries.walk import Expected
from otklik.appeals.tests.given import MONDAY, a_settlement, a_territory, a_topic, an_appeal, an_authority
from otklik.classifier.models import Category, Topic
from otklik.kit.kept import forget

pytestmark = [pytest.mark.public, pytest.mark.django_db]

TODAY = date(2026, 3, 20)
ORDERS = {
    "date": ("-published_at", "-id"),
    "heat": ("-heat", "-id"),
    "category": ("category__order", "category__code", "-published_at", "-id"),
    "due": ("-answer_by", "-id"),
}


@pytest.fixture
def many() -> None:
    """Two hundred of all sorts, several at each moment."""
    chance = random.Random(4)  # noqa: S311  # the same rows every time
    light = Category.objects.create(code="light", title="Освещение", order=-1)
    lamp = Topic.objects.create(code="lamp", category=light, title="Фонарь", kinds=["problem"], duty="x.y")
    bodies, towns = [an_authority(), an_authority()], [a_settlement(), a_settlement(name="Берёзовка")]
    for n in range(200):
        state = chance.choice(
            [State.PUBLISHED, State.REGISTERED, State.ANSWERED, State.CLOSED, State.REFUSED]
        )
        answered = MONDAY + timedelta(hours=n // 3) if state in (State.ANSWERED, State.CLOSED) else None
        an_appeal(
            state=state,
            kind=chance.choice(["problem", "problem", "proposal", "thanks"]),
            topic=chance.choice([a_topic(), lamp]),
            settlement=chance.choice(towns),
            territory=chance.choice([a_territory(), a_territory(code="99702000", west=40.0)]),
            authority=chance.choice(bodies),
            published_at=MONDAY + timedelta(hours=n // 4),
            supporters=chance.choice([0, 0, 3, 40]),
            answered_at=answered,
            answer_by=chance.choice([None, TODAY - timedelta(days=n % 5), TODAY]),
            rating=chance.choice([None, 2, 5]) if answered else None,
            has_photo=chance.random() < 0.4,
        )
    forget()


def wanted(said: Filter) -> list[str]:
    order = ("-answered_at", "-id") if (said.order, said.tab) == ("date", "answers") else ORDERS[said.order]
    if said.order == "category" and said.tab == "answers":
        order = ("category__order", "category__code", "-answered_at", "-id")
    return list(filtered(said, today=TODAY).order_by(*order).values_list("number", flat=True))


def walked(said: Filter, **more) -> tuple[list[str], list[str]]:
    """There, and back from the end."""
    pages = [lists.page(said, today=TODAY, size=7, **more)]
    while pages[-1].older:
        pages.append(lists.page(said, today=TODAY, size=7, cursor=pages[-1].older, **more))
    back = [pages[-1]]
    while back[-1].newer:
        back.append(lists.page(said, today=TODAY, size=7, cursor=back[-1].newer, **more))
    there = [row.number for page in pages for row in page.rows]
    return there, [row.number for page in reversed(back) for row in page.rows]


def test_every_order_is_walked_there_and_back(many):
    body = Appeal.objects.exclude(authority=None).first().authority
    narrowed: tuple[dict[str, Any], ...] = (
        {}, {"category": "light"}, {"area": "99702000", "authority": body.code}, {"overdue": True}
    )  # fmt: skip
    for tab, sort, more in product(
        ("problem", "answers", "all"),
        ("date", "heat", "category"),
        narrowed,
    ):
        said = Filter(tab=tab, sort=sort, **more)
        numbers = wanted(said)
        there, back = walked(said)
        assert there == numbers, said
        assert back == numbers, said


def test_counts_that_are_known_change_no_row(many):
    for said in (
        Filter(category="light", area="99701000"),
        Filter(sort="category", photo=True),
        Filter(sort="category", area="99701000"),
        Filter(sort="heat", area="99701000", category="light"),
        Filter(tab="answers", area="99701000", category="roads", sort="heat"),
    ):
        found = filtered(said, today=TODAY)
        streams, categories = dict[tuple[str, str], int](), dict[str, int]()
        for kind, state, category in found.values_list("kind", "state", "category__code"):
            streams[kind, state] = streams.get((kind, state), 0) + 1
            categories[category] = categories.get(category, 0) + 1
        expected = Expected(found.count(), streams, categories)
        assert walked(said, expected=expected) == (wanted(said), wanted(said))


def test_days_cut_the_list_of_any_order(many):
    day = (MONDAY + timedelta(days=1)).date()
    for sort in ("date", "heat", "category"):
        said = Filter(since=day, until=day, sort=sort)
        assert 0 < len(wanted(said)) < filtered(Filter(), today=TODAY).count()
        assert walked(said) == (wanted(said), wanted(said))


def test_where_the_counts_say_that_nothing_is_nothing_is_asked():
    with CaptureQueriesContext(connection) as told:
        page = lists.page(Filter(photo=True), today=TODAY, expected=Expected(0, {}, {}))
    assert (page.rows, page.newer, page.older, len(told)) == ([], None, None, 0)


def test_a_page_is_one_statement(many, django_assert_num_queries):
    lists.page(Filter(), today=TODAY)  # the names are known now
    with django_assert_num_queries(1):
        lists.page(Filter(area="99701000", sort="category"), today=TODAY)
