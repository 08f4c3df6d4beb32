"""What ./bench fills its tables with keeps the product's own rules."""

from datetime import date, timedelta

import pytest
from django.db import connection

from benches import fills, scaled, storylines
from otklik.appeals.rules import number
from otklik.stats.models import WeekCount

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def test_numbers_made_in_sql_have_the_check_digit_of_the_product_and_repeat_nowhere():
    with connection.cursor() as cursor:
        cursor.execute(
            fills.drawn("SELECT {number} FROM (SELECT {digits} AS digits FROM generate_series(0, 999) i) s")
        )
        made = [row[0] for row in cursor.fetchall()]

    assert [number.read(one) for one in made] == made
    assert len(set(made)) == 1000


def test_every_way_of_the_filled_journals_is_one_of_the_map_of_life():
    """The table is made when the module is read, and a way that `lifecycle` does not know is an error then."""
    assert "'closed', False, 0, 'receive'" in storylines.PATHS
    assert "'registered', False, 3, 'register', 'sending', 'registered', False" in storylines.PATHS
    assert "'closed', False, 3, 'register', 'sending', 'registered', True" in storylines.PATHS


def test_sums_of_ten_times_as_many_appeals_are_those_that_are_there_times_ten_and_the_weeks_they_lacked():
    monday = date(2026, 9, 7)
    often = [("99701000", 1, monday + timedelta(weeks=n), 40) for n in range(10)]
    once = [("99702000", 2, monday, 3)]
    WeekCount.objects.bulk_create(
        WeekCount(area=area, topic_id=topic, week=week, kind="problem", n=n)
        for area, topic, week, n in (*often, *once)
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_kept_stats_weekcount AS TABLE stats_weekcount")
        cursor.execute(scaled.grown("stats_weekcount"))
    made = {(one.topic_id, one.week): one.n for one in WeekCount.objects.all()}
    assert {made.pop((topic, week)) for _area, topic, week, _n in often} == {400}
    assert made.pop((2, monday)) == 30
    # 30 appeals spread over ten weeks leave few of the other nine empty
    assert {topic for topic, _week in made} == {2}
    assert 0 < len(made) <= 9
    assert set(made.values()) <= {3}
