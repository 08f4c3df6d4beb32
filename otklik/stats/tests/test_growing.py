"""Counts by weeks: kept with every change, equal to counting the appeals one by one."""

from collections import Counter
from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from otklik.appeals import journal
from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import MONDAY, a_topic, an_appeal
from otklik.places.models import Territory
from otklik.places.tests.given import a_settlement
from otklik.stats import folding
from otklik.stats.growth import Count
from otklik.stats.models import WeekCount
from otklik.stats.queries import growing
from otklik.stats.tests.given import many_lives

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def monday(at: datetime) -> date:
    day = timezone.localtime(at).date()
    return day - timedelta(days=day.weekday())


def by_hand(week: date, *, whole: bool) -> dict[tuple[int, str], Count]:
    """From the appeals themselves, as a reader of the method page would count."""
    appeals = Appeal.objects.filter(kind="problem").exclude(state="refused").select_related("territory")
    found: Counter[tuple[int, str, date]] = Counter()
    for appeal in appeals:
        area = appeal.territory.code if appeal.territory else ""
        if area or whole:
            found[appeal.topic_id, "" if whole else area, monday(appeal.received_at)] += 1
    counted: dict[tuple[int, str], Count] = {}
    for topic, area in {(topic, area) for topic, area, _week in found}:
        of = [found[topic, area, week - timedelta(days=7 * n)] for n in range(9)]
        year = sum(found[topic, area, week - timedelta(days=7 * n)] for n in (51, 52, 53))
        if sum(of) + year:
            squares = sum(n * n for n in of[1:])
            counted[topic, area] = Count(topic, area, of[0], sum(of[1:]), squares, year)
    return counted


@pytest.mark.parametrize("whole", [False, True])
def test_the_kept_counts_equal_those_of_the_appeals_themselves(whole: bool):
    many_lives(900, until=MONDAY, days=500)
    week = growing.last_week(MONDAY.date() - timedelta(days=14))

    counts = growing.counts(week, kind="problem", whole=whole)

    expected = by_hand(week, whole=whole)
    assert {(one.topic, one.area): one for one in counts} == expected
    assert len(counts) == len(expected) > 1
    assert {one.last for one in counts} != {0}


def test_an_appeal_that_is_refused_later_leaves_its_week():
    appeal = an_appeal(state=State.MODERATION, published_at=None)
    folding.fold()
    assert WeekCount.objects.get().n == 1

    journal.move(appeal.pk, Move.REFUSE, actor=None, now=MONDAY)
    folding.fold()

    assert not WeekCount.objects.filter(n__gt=0).exists()


def test_a_portal_that_did_not_count_a_year_ago_compares_with_the_weeks_before_only():
    an_appeal(received_at=MONDAY - timedelta(days=10))
    folding.fold()
    (count,) = growing.counts(growing.last_week(MONDAY.date()), kind="problem", whole=True)
    assert count.year is None


def test_the_last_week_is_over_and_the_same_week_of_last_year_begins_on_a_monday():
    assert growing.last_week(date(2026, 3, 2)) == date(2026, 2, 23)  # a Monday
    assert growing.last_week(date(2026, 3, 1)) == date(2026, 2, 16)  # the Sunday before
    assert growing.year_weeks(date(2026, 2, 23)) == [date(2025, 2, 17), date(2025, 2, 24), date(2025, 3, 3)]
    assert len(growing.weeks_before(date(2026, 2, 23))) == 8


def test_people_are_summed_and_the_silent_settlements_are_counted():
    a_settlement(population=900)
    a_settlement(name="Малое", code="99701000002", population=None)
    assert growing.people()["99701000"] == growing.People(900, 1)
    assert growing.people()[""] == growing.People(900, 1)


def test_the_course_has_a_figure_for_every_week_also_where_nothing_came():
    topic = a_topic()
    week = growing.last_week(MONDAY.date())
    for days in (3, 3, 24):
        an_appeal(topic=topic, received_at=MONDAY - timedelta(days=days))
    folding.fold()
    found = growing.course(week, [(topic.pk, "")], kind="problem")
    assert found == {(topic.pk, ""): [0, 0, 0, 0, 0, 1, 0, 0, 2]}
    area = Territory.objects.get().code
    here = growing.course(week, [(topic.pk, area), (topic.pk, "99999000")], kind="problem")
    assert here == {(topic.pk, area): [0, 0, 0, 0, 0, 1, 0, 0, 2]}


def test_the_migration_fills_the_weeks_from_the_facts_that_are_there():
    many_lives(60, until=MONDAY)
    kept = set(WeekCount.objects.filter(n__gt=0).values_list("week", "area", "topic_id", "kind", "n"))
    WeekCount.objects.all().delete()
    fill = import_module("otklik.stats.migrations.0006_weeks")._FILL
    with connection.cursor() as cursor:
        cursor.execute(fill)
    assert kept == set(WeekCount.objects.values_list("week", "area", "topic_id", "kind", "n"))
