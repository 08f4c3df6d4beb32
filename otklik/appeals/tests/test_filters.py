"""The address of a list is its whole state: read, refused where it means nothing, written back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.queries.filters import SORTS, STAGES, TABS, BadFilter, Filter, filtered
from otklik.appeals.tests.given import MONDAY, a_settlement, a_territory, a_topic, an_appeal, an_authority
from otklik.classifier.models import Category, Topic
from otklik.kit.kept import forget

pytestmark = [pytest.mark.public, pytest.mark.django_db]

TODAY = date(2026, 3, 20)


def read(query: str, **more: str) -> Filter:
    return Filter.read(QueryDict(query), **more)


def another_category() -> Category:
    category = Category.objects.create(code="light", title="Освещение")
    Topic.objects.create(
        code="lamp", category=category, title="Не горит фонарь", kinds=["problem"], duty="municipal.light"
    )
    return category


def test_an_address_without_anything_is_the_list_of_problems():
    assert read("") == Filter()
    assert Filter().query() == "tab=problem"
    assert read("utm_source=letter&tab=") == Filter()


def test_everything_that_is_chosen_is_written_back_and_read_again():
    a_topic()
    place, body = a_settlement(), an_authority()
    said = Filter(
        tab="answers", kind="proposal", category="roads", topic="pothole", settlement=place.pk, area="99701000",
        authority=body.code, stage="closed", since=date(2026, 1, 1), until=date(2026, 3, 31), photo=True,
        rating=2, sort="heat",
    )  # fmt: skip
    assert read(said.query()) == said
    assert "photo=1" in said.query()


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    said=st.builds(
        Filter,
        tab=st.sampled_from((*TABS, "all")),
        category=st.sampled_from(("", "roads")),
        stage=st.sampled_from(("", *STAGES)),
        since=st.none() | st.dates(date(1990, 1, 1), date(2020, 1, 1)),
        until=st.none() | st.dates(date(2020, 1, 1), date(2199, 12, 31)),
        overdue=st.booleans(),
        photo=st.booleans(),
        rating=st.integers(0, 5),
        sort=st.sampled_from(SORTS),
    )
)
def test_any_filter_survives_its_own_address(said):
    a_topic()
    forget()
    assert read(said.query()) == said


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("tab=nonsense", "tab"),
        ("category=none", "category"),
        ("topic=none", "topic"),
        ("area=1", "area"),
        ("authority=x", "authority"),
        ("stage=moderation", "stage"),
        ("rating=6", "rating"),
        ("rating=٣", "rating"),
        ("photo=yes", "photo"),
        ("sort=id", "sort"),
        ("since=0000-01-01", "since"),
        ("since=0001-01-01", "since"),
        ("until=20260101", "until"),
        ("until=2026-02-30", "until"),
        ("since=2026-02-02&until=2026-02-01", "until"),
        ("settlement=999", "place"),
        ("settlement=" + "9" * 5000, "place"),
        ("place=" + "я" * 10_000, "place"),
    ],
)
def test_what_there_is_not_is_refused_and_the_field_is_named(query, field):
    with pytest.raises(BadFilter) as refused:
        read(query)
    assert refused.value.field == field
    assert refused.value.status == 400


def test_a_topic_brings_its_category_and_goes_with_it():
    a_topic(), another_category()
    assert read("topic=lamp").category == "light"
    assert read("category=roads&topic=lamp") == Filter(category="roads")
    assert read("category=&topic=lamp") == Filter()
    assert Filter(category="light", topic="lamp").but(category="") == Filter()


def test_a_settlement_is_found_by_its_typed_name_and_a_doubtful_one_is_asked_about():
    place = a_settlement(name="Липовка")
    assert read("place=липовка").settlement == place.pk
    assert read(f"settlement={place.pk}&place=") == Filter()
    other = a_settlement(name="Берёзовка")
    assert read(f"settlement={place.pk}&place=Березовка").settlement == other.pk

    twin = a_settlement(name="Липовка", territory=a_territory(code="99702000", west=40.0))
    with pytest.raises(BadFilter) as refused:
        read("place=Липовка")
    assert {value for value, _ in refused.value.options} == {str(place.pk), str(twin.pk)}
    assert read(f"settlement={twin.pk}&place=д. Липовка").settlement == twin.pk


def test_the_kind_is_said_by_the_tab_where_the_tab_says_it():
    assert read("tab=thanks&kind=problem") == Filter(tab="thanks")
    assert read("kind=problem", tab="all").kinds == ("problem",)
    assert read("", tab="all").kinds == ("problem", "proposal", "thanks")


def test_exactly_the_appeals_of_the_filter_are_found():
    topic, place, body = a_topic(), a_settlement(), an_authority()
    another_category()
    wanted: dict[str, Any] = {
        "topic": topic, "settlement": place, "authority": body, "has_photo": True, "rating": 4,
        "answered_at": MONDAY, "state": State.CLOSED,
    }  # fmt: skip
    found = an_appeal(**wanted)
    odds: tuple[dict[str, Any], ...] = (
        {"topic": Topic.objects.get(code="lamp")},
        {"settlement": a_settlement(name="Берёзовка")},
        {"territory": a_territory(code="99702000", west=40.0)},
        {"authority": an_authority()},
        {"has_photo": False},
        {"rating": 5},
        {"answered_at": None},
        {"state": State.ANSWERED},
        {"state": State.WITHDRAWN},
        {"kind": "proposal"},
        {"published_at": MONDAY + timedelta(days=1)},
    )
    for odd in odds:
        an_appeal(**{**wanted, **odd})
    forget()
    said = Filter(
        category="roads", topic="pothole", settlement=place.pk, area="99701000", authority=body.code,
        stage="closed", photo=True, answered=True, rating=4, since=MONDAY.date(), until=MONDAY.date(),
    )  # fmt: skip
    assert filtered(said, today=TODAY).get() == found
    assert filtered(replace(said, stage=""), today=TODAY).count() == 2


def test_overdue_is_what_is_owed_and_should_have_come_before_today():
    late = an_appeal(state=State.REGISTERED, authority=an_authority(), answer_by=TODAY - timedelta(days=1))
    an_appeal(state=State.REGISTERED, authority=an_authority(), answer_by=TODAY)
    an_appeal(state=State.CLOSED, answer_by=TODAY - timedelta(days=1))
    assert filtered(Filter(overdue=True), today=TODAY).get() == late
    assert Appeal.objects.count() == 3
