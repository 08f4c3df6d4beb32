"""The dates of an appeal: the portal's own by its rules, those of 59-ФЗ with what of them was compared."""

from datetime import date

import pytest

from otklik.reference import dates
from otklik.terms.models import RegionalDay
from otklik.terms.rules import About

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
ABOUT = About(1, 1, 0, "problem")
TUESDAY = date(2026, 11, 24)


def by_title(found, beginning):
    return next(step for step in found.steps if step.title.startswith(beginning))


def test_the_term_of_a_message_begins_when_it_is_published(settings):
    settings.MODERATION_HOURS, settings.ANSWER_DAYS, settings.EXTENSION_DAYS = 48, 8, 5
    found = dates.message(ABOUT, filed=TUESDAY)
    assert by_title(found, "Модератор").by == date(2026, 11, 26)
    assert by_title(found, "Ответ, если опубликуют").by == date(2026, 12, 4)
    assert by_title(found, "Ответ, если модератор").by == date(2026, 12, 8)
    assert by_title(found, "Ответ, если срок").by == date(2026, 12, 15)
    assert all(step.verified for step in found.steps)


def test_thanks_are_published_and_not_answered():
    assert len(dates.message(ABOUT._replace(kind="thanks"), filed=TUESDAY).steps) == 1


def test_a_statement_is_answered_thirty_days_after_its_registration():
    found = dates.statement(ABOUT, received=TUESDAY, registered=date(2026, 11, 25))
    assert by_title(found, "Зарегистрируют").by == date(2026, 11, 27)
    assert by_title(found, "Перешлют").by == date(2026, 12, 2)
    assert by_title(found, "Ответят").by == date(2026, 12, 25)


def test_an_unknown_registration_is_taken_to_be_the_last_day_for_it():
    found = dates.statement(ABOUT, received=TUESDAY)
    assert by_title(found, "Перешлют").by == date(2026, 12, 4)  # three days, then seven


def test_an_answer_due_on_a_day_off_is_due_on_the_working_day_before():
    RegionalDay.objects.create(day=date(2026, 12, 25), working=False, reason="указ", at="2026-01-01T00:00Z")
    found = dates.statement(ABOUT, received=TUESDAY, registered=date(2026, 11, 25))
    assert by_title(found, "Ответят").by == date(2026, 12, 24)


def test_what_of_the_law_was_not_compared_is_marked():
    found = dates.statement(ABOUT, received=TUESDAY)
    assert [step.verified for step in found.steps] == [True, False, True, False]
    assert all(step.source for step in found.steps)


def test_a_year_whose_days_off_are_not_transferred_yet_is_told():
    found = dates.message(ABOUT, filed=date(2030, 12, 25))
    assert any("2030" in words for words in found.warnings)
