"""The calendar and the rules of terms on their pages: looked at before saving; wrong input is refused in words."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import JournalRow
from otklik.appeals.tests.given import a_topic, an_appeal, an_authority
from otklik.kit import clock
from otklik.people.models import User
from otklik.terms import calendar, rules
from otklik.terms.models import RegionalDay, TermRule
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

DAYS = {"first": "2026-11-13", "last": "2026-11-15", "as": "off"}


@pytest.fixture
def desk() -> Client:
    return as_(User.objects.create_user("admin@example.test", "pass", name="Анна", role="admin"))


def today() -> date:
    return timezone.localdate(clock.now())


def test_a_year_is_seen_with_its_days_off(desk):
    page = desk.get("/staff/calendar?year=2026")
    assert "247 рабочих дней в году" in seen(page)
    assert page.content.decode().count('class="month"') == 12


def test_a_change_is_looked_at_before_it_is_saved(desk):
    an_appeal(state=State.REGISTERED, answer_by=date(2026, 11, 20))
    page = seen(desk.get("/staff/calendar", DAYS))
    assert "рабочий день станет выходным" in page
    assert "срок идёт через эти дни: 1." in page
    assert not RegionalDay.objects.exists()

    answer = desk.post("/staff/calendar", {**DAYS, "reason": "Указ № 5"}, follow=True)
    assert "246 рабочих дней в году" in seen(answer)
    assert "Указ № 5" in seen(answer)
    assert not calendar.is_working(date(2026, 11, 13))


def test_what_changes_nothing_is_said(desk):
    assert "Ничего: эти дни уже такие" in seen(desk.get("/staff/calendar?first=2026-11-14&as=off"))


@pytest.mark.parametrize(
    "said",
    [
        {"first": "сегодня", "as": "off"},
        {"first": "2026-11-13", "as": "maybe"},
        {"first": "2026-11-13", "last": "2026-11-12", "as": "off"},
        {"first": "2026-01-01", "last": "2026-12-31", "as": "off"},
        {"first": "9999-12-31", "as": "off"},
        {**DAYS, "reason": ""},
        {**DAYS, "reason": "я" * 301},
    ],
)
def test_days_that_do_not_fit_are_refused_in_words(desk, said):
    answer = desk.post("/staff/calendar", said)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not RegionalDay.objects.exists()


@pytest.mark.parametrize("year", ["", "0", "1", "2041", "999999999999999999", "нет", "-1"])
def test_any_year_gives_a_page(desk, year):
    assert desk.get("/staff/calendar", {"year": year}).status_code == 200


def test_pages_take_few_statements(desk):
    for n in range(20):
        calendar.change(
            [date(2026, 6, 1) + timedelta(days=n)], False, reason="Указ", by=None, now=clock.now()
        )
        TermRule.objects.create(topic=a_topic(), valid_from=today(), answer_days=n + 1, at=clock.now())
    for path, limit in (("/staff/calendar?year=2026&first=2026-11-13&as=off", 6), ("/staff/terms", 12)):
        with CaptureQueriesContext(connection) as told:
            assert desk.get(path).status_code == 200
        assert len(told) <= limit, path


RULE = {"subject": "topic:pothole", "unit": "working", "answer_days": "3"}


def a_rule(**said: str) -> dict[str, str]:
    return {"valid_from": today().isoformat(), **RULE, **said}


def test_a_rule_is_tried_on_an_example_then_saved_and_holds(desk):
    topic = a_topic()
    page = desk.get("/staff/terms", a_rule())
    about = rules.About.of(topic, "problem")
    new = rules.Rule(topic.pk, None, "", "", today(), None, None, 3, "working", None)
    due = rules.answer_by(about, since=today(), also=[new])
    assert f"<strong>{due:%d.%m.%Y}</strong>" in page.content.decode()
    assert not TermRule.objects.exists()

    answer = desk.post("/staff/terms", a_rule(), follow=True)
    assert "3 раб. дн." in seen(answer)
    assert rules.terms(about, on=today()).answer_days == 3
    desk.post("/staff/terms", a_rule())
    assert TermRule.objects.count() == 1


def test_a_rule_that_says_nothing_takes_the_earlier_one_back(desk, settings):
    about = rules.About.of(a_topic(), "problem")
    desk.post("/staff/terms", a_rule())
    answer = desk.post("/staff/terms", a_rule(answer_days=""), follow=True)
    assert "снято: действует более общее правило" in seen(answer)
    assert "Прежние правила" in seen(answer)
    assert rules.terms(about, on=today()).answer_days == settings.ANSWER_DAYS


@pytest.mark.parametrize(
    "said",
    [
        {"subject": "topic:none"},
        {"subject": "nonsense"},
        {"kind": "wish"},
        {"regime": "60fz"},
        {"valid_from": "2020-01-01"},
        {"valid_from": "скоро"},
        {"unit": ""},
        {"answer_days": "0"},
        {"answer_days": "366"},
        {"moderation_hours": "много"},
        {"send_hours": "-1"},
        {"extension_days": "9" * 30},
        {"regime": "59fz"},
    ],
)
def test_a_rule_that_does_not_fit_is_refused_beside_its_field(desk, said):
    a_topic()
    answer = desk.post("/staff/terms", a_rule(**said))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode() or "field--wrong" in answer.content.decode()
    assert not TermRule.objects.exists()


def test_a_rule_for_nothing_is_refused(desk):
    assert desk.get("/staff/terms", a_rule(subject="")).status_code == 422


def test_open_terms_are_computed_anew_with_a_reason_only(desk):
    appeal = an_appeal(state=State.REGISTERED, authority=an_authority(), answer_by=date(2026, 11, 20))
    JournalRow.objects.create(appeal=appeal, move=Move.ASSIGN, to_state="sending", at=clock.now())
    assert desk.post("/staff/terms/reckon", {"reason": " "}).status_code == 302
    answer = desk.post("/staff/terms/reckon", {"reason": "Указ № 5"}, follow=True)
    assert "Пересчёт начат" in seen(answer)
