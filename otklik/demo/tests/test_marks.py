"""The demo's texts name nobody: whatever a moderator would see marked in them is a mistake."""

import pytest

from otklik.appeals.rules import personal
from otklik.demo import texts

pytestmark = pytest.mark.desks


def test_streets_that_bear_a_name_are_not_people():
    for kind in ("улица", "проспект", "переулок"):
        for name in ("Гагарина", "Карла Маркса", "Академика Павлова", "Героев Панфиловцев", "50 лет Октября"):
            assert personal.marks(f"Яма: г. Заокск, {kind} {name}, д. 12, кв. 7") == []


def test_no_text_of_the_demo_has_a_mark():
    for phrases in texts.phrases().values():
        for text in (*phrases.problem, *phrases.proposal, *phrases.thanks):
            assert personal.marks(text) == [], text
