"""The figures of officials: whose they see, what stands in them, that the file has the same."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import an_appeal
from otklik.authorities.models import Authority
from otklik.kit import clock
from otklik.stats import folding
from otklik.stats.tests.given import many_lives
from otklik.web.citizen.tests.given import seen
from otklik.web.desk.tests.given import an_official
from otklik.web.tests.test_statements import statements

pytestmark = [pytest.mark.public, pytest.mark.django_db]


@pytest.fixture(scope="module")
def bodies(module_db) -> list[Authority]:
    """Two that have worked."""
    many_lives(120, until=clock.now())
    found = list(Authority.objects.filter(appeal__isnull=False).distinct().order_by("id"))
    for body in found:
        Authority.objects.filter(pk=body.pk).update(name=f"Орган {body.pk}", short_name="")
    return list(Authority.objects.filter(pk__in=[body.pk for body in found[:2]]).order_by("id"))


def rows_of(client: Client, query: str = "?period=all") -> list[list[str]]:
    told = client.get(f"/desk/figures.csv{query}").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(told)))


def test_an_analyst_sees_every_authority_by_topic_and_the_sums_are_those_of_the_appeals(bodies):
    head, *rows = rows_of(an_official("analyst"))
    assert head[:3] == ["Исполнитель", "Тема", "Поступило"]
    assert sum(int(row[2]) for row in rows) == Appeal.objects.count()
    for body in bodies:
        mine = sum(int(row[2]) for row in rows if row[0] == body.name)
        assert mine == Appeal.objects.filter(authority=body).count()


def test_a_clerk_sees_the_own_authority_only_and_one_without_an_authority_nothing(bodies):
    mine, other = bodies
    page = seen(an_official("clerk", mine).get("/desk/figures?period=all"))
    assert mine.name in page
    assert other.name not in page
    assert len(rows_of(an_official("head"))) == 1


def test_what_is_owed_is_divided_by_how_late_it_is():
    Appeal.objects.all().delete()
    appeal = an_appeal(state=State.REGISTERED)
    today = timezone.localdate(clock.now())
    for days in (-3, 1, 7, 8, 30, 31):
        an_appeal(state=State.REGISTERED, authority=appeal.authority, answer_by=today - timedelta(days=days))
    appeal.delete()
    folding.recount()
    page = an_official("supervisor").get("/desk/figures").content.decode()
    row = re.search(r'<tr><th scope="row">[^<]*</th>((?:<td class="number">\d+</td>){4})', page)
    assert row is not None
    assert re.findall(r"\d+", row[1]) == ["1", "2", "2", "1"]


def test_a_name_can_not_become_a_formula_of_a_spreadsheet(bodies):
    Authority.objects.update(name="=1+1", short_name="")
    assert {row[0] for row in rows_of(an_official("analyst"))[1:]} <= {"'=1+1", "Исполнитель не назначен"}


@pytest.mark.parametrize("period", ["own", "x", "%00", "a" * 300])
def test_another_period_is_refused_in_words(bodies, period):
    assert an_official("analyst").get(f"/desk/figures?period={period}").status_code == 400


def test_the_page_takes_few_statements_however_much_there_is(bodies):
    client = an_official("analyst")
    assert len(statements(client, "/desk/figures?period=all")) <= 6
