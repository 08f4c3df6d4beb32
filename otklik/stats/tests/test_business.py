"""Figures of business equal what a plain count over the appeals says."""

import statistics
from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from otklik.appeals.models import Appeal, Change
from otklik.classifier.models import Topic
from otklik.people.models import Organisation
from otklik.stats import folding, periods
from otklik.stats.queries.business import Business, business
from otklik.stats.tests.given import many_lives

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

NOON = datetime(2026, 3, 20, 9, tzinfo=UTC)
YEAR = periods.named("12", today=NOON.date(), since=NOON.date())


@pytest.fixture(scope="module")
def lives(module_db) -> None:
    many_lives(120, until=NOON)
    firm = Organisation.objects.create(inn="7707083893", ogrn="1027700132195", name="ООО «Ромашка»")
    some = [pk for pk in Appeal.objects.values_list("pk", flat=True) if pk % 5 == 0]
    Appeal.objects.filter(pk__in=some).update(organisation=firm)
    folding.recount()


def asked() -> Business:
    topics = list(Topic.objects.all())
    categories = {str(topic.category_id) for topic in topics}
    return business(sorted(categories), [str(topic.pk) for topic in topics], YEAR)


def day(moment: datetime | None) -> date:
    assert moment
    return moment.astimezone(ZoneInfo("Europe/Moscow")).date()


def received(*, organisations: bool = False) -> list[Appeal]:
    every = Appeal.objects.select_related("territory")
    every = every.filter(organisation__isnull=False) if organisations else every
    return [a for a in every if YEAR.first <= day(a.received_at) < YEAR.until]


def answered(*, organisations: bool) -> list[Appeal]:
    every = Appeal.objects.filter(answered_at__isnull=False)
    every = every.filter(organisation__isnull=False) if organisations else every
    return [a for a in every if YEAR.first <= day(a.answered_at) < YEAR.until]


def test_what_came_is_divided_by_month_topic_and_municipality(lives, django_assert_num_queries):
    with django_assert_num_queries(5):  # one of them is the test's own
        found = asked()
    mine = received()
    assert found.problems.total.received == len(mine) > 20
    assert dict(Counter(day(a.received_at).replace(day=1) for a in mine)) == {
        month: sums.received for month, sums in found.problems.months if sums.received
    }
    assert dict(Counter(str(a.topic_id) for a in mine)) == {
        key: sums.received for key, sums in found.topics if sums.received
    }
    assert dict(Counter(a.territory.code if a.territory else "" for a in mine)) == {
        key: sums.received for key, sums in found.areas if sums.received
    }


@pytest.mark.parametrize("organisations", [False, True])
def test_the_share_solved_and_the_median_are_those_of_the_answers(lives, organisations):
    found = asked().organisations if organisations else asked().problems
    mine = answered(organisations=organisations)
    verdicts = [a.solved for a in mine if a.solved is not None]
    assert found.total.share_solved == pytest.approx(sum(verdicts) / len(verdicts))
    took = [max((day(a.answered_at) - day(a.published_at)).days, 0) for a in mine]
    assert found.median_days == statistics.median_low(took)


def test_what_an_organisation_filed_is_counted_by_itself(lives):
    assert asked().organisations.total.received == len(received(organisations=True)) > 3


def test_an_appeal_that_loses_its_organisation_leaves_the_sums(lives):
    before = asked().organisations.total.received
    one = received(organisations=True)[0]
    Appeal.objects.filter(pk=one.pk).update(organisation=None)
    one.refresh_from_db()
    Change.objects.create(appeal=one)
    folding.fold()
    assert asked().organisations.total.received == before - 1


def test_without_categories_of_business_there_is_nothing_but_organisations(lives):
    found = business([], [], YEAR)
    assert (found.problems.months, found.topics, found.areas, found.problems.median_days) == (
        [],
        [],
        [],
        None,
    )
