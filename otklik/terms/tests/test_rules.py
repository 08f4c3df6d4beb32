"""The most particular rule wins; what it leaves empty the next one says; a term is that of its day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from otklik.classifier.models import Category, Topic
from otklik.terms import rules
from otklik.terms.models import TermRule

pytestmark = [pytest.mark.route, pytest.mark.django_db]

MONDAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def topic() -> Topic:
    category = Category.objects.create(code="roads", title="Дороги")
    return Topic.objects.create(
        code="pothole", category=category, title="Яма", kinds=["problem", "thanks"], duty="roads"
    )


def a_rule(**said: Any) -> TermRule:
    made = TermRule.objects.create(**{"valid_from": date(2026, 1, 1), "at": NOW, **said})
    rules.stored.again()
    return made


def days(topic: Topic, kind: str = "problem", regime: str = "message", on: date = MONDAY) -> int:
    return rules.terms(rules.About.of(topic, kind, regime), on=on).answer_days


def test_without_rules_the_settings_speak(topic, settings):
    found = rules.terms(rules.About.of(topic, "problem"), on=MONDAY)
    assert found == rules.Terms(
        moderation_hours=settings.MODERATION_HOURS,
        send_hours=settings.SEND_HOURS,
        answer_days=settings.ANSWER_DAYS,
        in_working_days=True,
        extension_days=settings.EXTENSION_DAYS,
    )
    assert rules.answer_by(rules.About.of(topic, "problem"), since=MONDAY) == date(2026, 11, 13)


def test_the_more_particular_rule_wins(topic):
    a_rule(answer_days=20)
    assert days(topic) == 20
    a_rule(category=topic.category, answer_days=15)
    assert days(topic) == 15
    topic.term_days = 12
    assert days(topic) == 12
    a_rule(topic=topic, answer_days=10)
    assert days(topic) == 10
    a_rule(topic=topic, kind="problem", answer_days=5)
    assert (days(topic), days(topic, "proposal")) == (5, 10)


def test_what_a_rule_leaves_empty_the_next_one_says(topic):
    a_rule(moderation_hours=10, answer_days=20)
    a_rule(topic=topic, send_hours=3)
    found = rules.terms(rules.About.of(topic, "problem"), on=MONDAY)
    assert (found.moderation_hours, found.send_hours, found.answer_days) == (10, 3, 20)


def test_a_rule_counts_from_its_day_on_and_the_later_one_over_the_earlier(topic):
    a_rule(topic=topic, answer_days=5)
    a_rule(topic=topic, answer_days=7, valid_from=MONDAY)
    a_rule(topic=topic, answer_days=9, valid_from=MONDAY + timedelta(days=1))
    assert (days(topic, on=MONDAY - timedelta(days=1)), days(topic)) == (5, 7)
    a_rule(topic=topic, answer_days=6, valid_from=MONDAY)  # of the same day the last one written
    assert days(topic) == 6


def test_a_statement_has_thirty_calendar_days_whatever_rules_say_of_the_topic(topic):
    a_rule(topic=topic, answer_days=5, extension_days=3)
    about = rules.About.of(topic, "problem", rules.STATEMENT)
    found = rules.terms(about, on=MONDAY)
    assert (found.answer_days, found.in_working_days, found.extension_days) == (30, False, 30)
    assert rules.answer_by(about, since=MONDAY) == date(2026, 12, 2)
    a_rule(regime=rules.STATEMENT, answer_days=20, unit="calendar")
    assert rules.answer_by(about, since=MONDAY) == date(2026, 11, 20)  # the 22nd is a Sunday


def test_thanks_have_no_term(topic):
    assert rules.answer_by(rules.About.of(topic, "thanks"), since=MONDAY) is None


def test_half_of_a_term_is_counted_back_from_its_end(topic):
    about = rules.About.of(topic, "problem")
    assert rules.half(about, date(2026, 11, 13), on=MONDAY) == date(2026, 11, 9)
    statement = rules.About.of(topic, "problem", rules.STATEMENT)
    assert rules.half(statement, date(2026, 12, 2), on=MONDAY) == date(2026, 11, 17)


def test_an_extension_is_counted_in_the_unit_of_the_term(topic):
    end = date(2026, 11, 13)
    assert rules.extended(rules.About.of(topic, "problem"), end, by_days=2, on=MONDAY) == date(2026, 11, 17)
    statement = rules.About.of(topic, "problem", rules.STATEMENT)
    assert rules.extended(statement, end, by_days=2, on=MONDAY) == end  # the 15th is a Sunday


def test_moderation_counts_nights_and_weekends(topic):
    friday = datetime(2026, 5, 1, 18, 0, tzinfo=UTC)
    due = rules.moderate_by(rules.About.of(topic, "problem"), since=friday, on=friday.date())
    assert due == friday + timedelta(hours=48)
