"""People hear that the survey of the year has begun."""

from datetime import UTC, datetime

import pytest

from otklik.assessment import survey as surveys
from otklik.assessment import telling
from otklik.assessment.tests.given import a_survey
from otklik.outbox.models import Message
from otklik.people import audience
from otklik.people.tests.listeners import a_listener
from otklik.places.models import Settlement

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

NOON = datetime(2026, 11, 1, 9, tzinfo=UTC)  # 12:00 in Moscow, the first day
HERE = "61604101"


@pytest.fixture
def home() -> str:
    return Settlement.objects.create(code="lipovka", name="Липовка", territory_code=HERE).code


def tell(now: datetime = NOON) -> list[int]:
    while telling.due(now=now) and telling.step(now=now):
        pass
    return list(Message.objects.order_by("pk").values_list("user_id", flat=True))


def test_who_lives_in_a_municipality_and_has_not_answered_is_told_once(home, monkeypatch):
    monkeypatch.setattr(audience, "SLICE", 2)
    a_survey(2026, "Дороги")
    silent, answered, elsewhere = (a_listener(home_code=code) for code in (home, home, "unknown"))
    a_listener()
    later = a_listener(home_code=home)
    asked = surveys.on(NOON.date())
    assert asked
    surveys.fill(survey=asked, person_id=answered.pk, area=HERE, marks={"dorogi": 4}, now=NOON)

    assert tell() == [silent.pk, later.pk]
    assert tell() == [silent.pk, later.pk]
    assert telling.told() == {2026: (2, True)}
    assert elsewhere.pk


def test_nobody_is_told_at_night_nor_before_or_after_the_survey(home):
    a_survey(2026, "Дороги")
    a_listener(home_code=home)
    for moment in (NOON.replace(hour=20), NOON.replace(month=10, day=31), NOON.replace(year=2027, month=1)):
        assert not telling.due(now=moment)
        assert not telling.step(now=moment)
    assert tell() != []
