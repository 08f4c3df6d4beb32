"""Complaints by quarter: kept beside the other sums."""

import random
from datetime import timedelta

import pytest
from django.db import connection

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Change
from otklik.appeals.tests.given import a_territory, an_appeal
from otklik.cadastre import queries
from otklik.cadastre.models import Complaint, QuarterSum
from otklik.cadastre.tests.given import a_complaint
from otklik.stats import folding

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
QUARTER = "99:04:0012003"


def of_quarter():
    folding.fold()
    return [(one.area, one.n, one.answered, one.solved) for one in queries.of_quarter(QUARTER)]


def changed(appeal, **facts):
    Appeal.objects.filter(pk=appeal.pk).update(**facts)
    Change.objects.create(appeal=appeal)


def test_a_public_complaint_is_counted_of_its_quarter_its_municipality_and_the_region():
    a_complaint()
    a_complaint("99:04:0012003:7")
    a_complaint("99:04:0012004:7")
    an_appeal()
    a_complaint("77:04:0012003:7")  # answered before the question knew regions
    a_complaint(state=State.MODERATION, published_at=None)
    assert of_quarter() == [("99701000", 2, 0, 0)]
    assert [(one.area, one.n) for one in queries.by_area()] == [("99701000", 3)]
    assert queries.whole().n == 3
    assert [one.quarter for one in queries.top_quarters()] == [QUARTER, "99:04:0012004"]
    middle = queries.of_quarter(QUARTER)[0]
    assert (middle.lon, middle.lat) == (39.5, 55.5)


def test_it_follows_the_appeal_and_goes_with_it():
    appeal = a_complaint()
    assert of_quarter() == [("99701000", 1, 0, 0)]
    changed(appeal, state=State.CLOSED, answered_at=appeal.received_at, solved=True)
    assert of_quarter() == [("99701000", 1, 1, 1)]
    assert [one.number for one in queries.solved()] == [appeal.number]
    changed(appeal, answered_at=appeal.received_at.replace(hour=22))
    assert queries.solved()[0].answered_on == appeal.received_at.date() + timedelta(
        days=1
    )  # here it is night
    other = a_territory(code="99702000", west=41)
    changed(appeal, territory=other, area="99702000")
    assert of_quarter() == [("99702000", 1, 1, 1)]
    changed(appeal, withheld=True)
    assert of_quarter() == []
    assert queries.whole().n == 0
    assert queries.solved() == []


def test_a_hidden_answer_is_not_counted():
    appeal = a_complaint()
    changed(appeal, full_fields=appeal.fields, fields=[["Кадастровый номер", "[скрыто модератором]"]])
    assert of_quarter() == []


def test_whatever_happens_the_sums_are_those_of_a_recount():
    chance = random.Random(7)  # noqa: S311
    appeals = [a_complaint(f"99:04:001200{n % 3}:{n + 1}") for n in range(12)]
    for _n in range(6):
        for appeal in chance.sample(appeals, 4):
            answered = chance.random() < 0.5
            changed(
                appeal,
                withheld=chance.random() < 0.3,
                state=State.CLOSED if answered else State.PUBLISHED,
                answered_at=appeal.received_at if answered else None,
                solved=chance.choice((None, True, False)),
                area=chance.choice(("99701000", "")),
            )
        folding.fold()
    columns = ("quarter", "area", "n", "answered", "solved", "points")
    kept = set(QuarterSum.objects.filter(n__gt=0).values_list(*columns))
    rows = set(Complaint.objects.values_list())
    folding.recount()
    assert kept == set(QuarterSum.objects.filter(n__gt=0).values_list(*columns))
    assert rows == set(Complaint.objects.values_list())
    with connection.cursor() as cursor:  # by a statement of its own
        cursor.execute(
            "SELECT count(*), sum(solved::int) FROM appeals_appeal"
            " WHERE NOT withheld AND fields::text ~ '99:04:0' AND state <> 'moderation'"
        )
        n, solved = cursor.fetchone()
    assert (queries.whole().n, queries.whole().solved) == (n, solved)
