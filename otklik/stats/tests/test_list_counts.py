"""Live counts say what the list would really show, or nothing."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.queries.filters import TABS, Filter, filtered
from otklik.appeals.tests.given import MONDAY, a_settlement, a_territory, a_topic, an_appeal, an_authority
from otklik.classifier.models import Category, Topic
from otklik.kit.kept import forget
from otklik.stats import folding
from otklik.stats.queries.list_counts import Counts, counts

pytestmark = [pytest.mark.public, pytest.mark.django_db]

TODAY = date(2026, 3, 20)


@pytest.fixture
def many() -> None:
    chance = random.Random(9)  # noqa: S311  # the same rows every time
    light = Category.objects.create(code="light", title="Освещение")
    lamp = Topic.objects.create(code="lamp", category=light, title="Фонарь", kinds=["problem"], duty="x.y")
    crack = a_topic(code="crack")
    bodies, towns = [an_authority(), an_authority()], [a_settlement(), a_settlement(name="Берёзовка"), None]
    for n in range(120):
        state = chance.choice(
            [State.PUBLISHED, State.REGISTERED, State.ANSWERED, State.CLOSED, State.REFUSED]
        )
        answered = MONDAY + timedelta(hours=n) if state in (State.ANSWERED, State.CLOSED) else None
        an_appeal(
            state=state,
            kind=chance.choice(["problem", "problem", "proposal", "thanks"]),
            topic=chance.choice([a_topic(), crack, lamp]),
            settlement=chance.choice(towns),
            territory=chance.choice([a_territory(), a_territory(code="99702000", west=40.0)]),
            authority=chance.choice(bodies),
            answered_at=answered if chance.random() < 0.9 else None,
            answer_by=TODAY - timedelta(days=1),
            rating=chance.choice([None, 2, 5]) if answered else None,
            has_photo=chance.random() < 0.4,
        )
    folding.fold()
    forget()


def shown(said: Filter) -> int:
    return filtered(said, today=TODAY).count()


def narrowings() -> list[dict[str, Any]]:
    body = Appeal.objects.exclude(authority=None).first().authority
    town = Appeal.objects.exclude(settlement=None).first().settlement_id
    one: list[dict[str, Any]] = [
        {"category": "roads"},
        {"category": "roads", "topic": "crack"},
        {"area": "99702000"},
        {"authority": body.code},
        {"settlement": town},
        {"stage": "closed"},
        {"photo": True},
        {"answered": True},
        {"rating": 5},
    ]
    return [{}, *one, *({**a, **b} for a in one for b in one if a is not b)]


@pytest.mark.parametrize("tab", [*TABS, "all"])
def test_every_number_is_what_the_list_would_show(many, tab):
    told = 0
    for narrowed in narrowings():
        said = Filter(
            tab=tab, **{**narrowed, "answered": narrowed.get("answered", False) and tab != "answers"}
        )
        found = counts(said)
        if found.total is None:
            assert not found.options
            continue
        assert found.total == shown(said), said
        for other, n in found.tabs.items():
            assert n == shown(replace(said, tab=other)), (said, other)
        for name, numbers in found.options.items():
            kind = {"photo": bool, "answered": bool, "rating": int}.get(name, str)
            for value, n in numbers.items():
                assert n == shown(_with(said, name, kind(value))), (said, name, value)
                told += 1
    assert told > 500


def _with(said: Filter, name: str, value) -> Filter:
    if name == "category":
        return replace(said, category=value, topic="")
    return replace(said, **{name: value})


def test_what_is_expected_never_is_less_than_there_is(many):
    for narrowed in narrowings():
        for more in ({}, {"overdue": True}, {"since": MONDAY.date(), "until": MONDAY.date()}):
            said = Filter(tab="all", **{**narrowed, **more})
            streams = counts(said).expected.streams
            if streams is None:
                continue
            for kind, state in filtered(said, today=TODAY).values_list("kind", "state").distinct():
                assert (
                    streams[kind, state]
                    >= filtered(replace(said, kind=kind), today=TODAY).filter(state=state).count()
                )


def test_of_days_and_of_what_is_overdue_no_number_is_said(many):
    for more in ({"overdue": True}, {"since": TODAY}, {"photo": True, "rating": 5}):
        found = counts(Filter(**more))
        assert (found.total, found.tabs, found.options) == (None, {}, {})


def test_it_is_one_statement_and_none_the_second_time(many, django_assert_num_queries):
    said = Filter(category="roads", area="99701000")
    counts(replace(said, area="99702000"))  # the names are known now
    with django_assert_num_queries(1):
        assert isinstance(counts(said), Counts)
    with django_assert_num_queries(0):
        counts(said)
