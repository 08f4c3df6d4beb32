"""Rules on values need no database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.appeals.lifecycle import Decision
from otklik.appeals.rules import deadlines, number, reply

pytestmark = pytest.mark.route

numbers = st.integers(0, 9 * 10**7 - 1).map(lambda n: number.make(lambda _: n))


@given(numbers)
def test_a_number_is_read_back_however_it_is_typed(made):
    assert number.read(made) == number.read(f"№ {number.spoken(made)}") == made
    assert len(made) == number.LENGTH


@given(numbers, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_caught(made, place, shift):
    wrong = made[:place] + str((int(made[place]) + shift) % 10) + made[place + 1 :]
    assert number.read(wrong) is None


@given(numbers, st.integers(0, 7))
def test_two_neighbours_changed_about_are_caught(made, place):
    wrong = made[:place] + made[place + 1] + made[place] + made[place + 2 :]
    assert wrong == made or number.read(wrong) is None


@pytest.mark.parametrize("typed", ["", "12345678", "0" * 9, "нет", "1" * 40])
def test_what_is_no_number_is_none(typed):
    assert number.read(typed) is None


def test_the_clock_stands_still_while_the_author_is_asked():
    due = datetime(2026, 5, 3, tzinfo=UTC)
    asked = datetime(2026, 5, 1, tzinfo=UTC)
    assert deadlines.resumed(due, asked_at=asked, replied_at=asked + timedelta(hours=30)) == due + timedelta(
        hours=30
    )


@pytest.mark.parametrize(
    ("summary", "decision", "planned", "text"),
    [
        ("Решение: решено\nЯма засыпана.", Decision.SOLVED, None, "Яма засыпана."),
        ("решение: запланировано до 21.12.2026\nЖдите.", Decision.PLANNED, date(2026, 12, 21), "Ждите."),
        ("Решение: запланировано до 41.12.2026\nЖдите.", Decision.PLANNED, None, "Ждите."),
        ("Решение: отказано", Decision.REFUSED, None, ""),
        ("Решение: разъяснено\nПо закону.", Decision.EXPLAINED, None, "По закону."),
        ("Просто ответ.", Decision.EXPLAINED, None, "Просто ответ."),
        ("", Decision.EXPLAINED, None, ""),
    ],
)
def test_the_decision_is_read_from_the_first_line(summary, decision, planned, text):
    assert reply.read(summary) == (decision, planned, text)
