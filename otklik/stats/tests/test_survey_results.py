"""What the survey says, beside what appeals of the same year say."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.models import Appeal
from otklik.appeals.queries import names
from otklik.assessment import survey
from otklik.assessment.tests.given import a_survey
from otklik.kit import clock
from otklik.kit.kept import forget
from otklik.people.models import User
from otklik.stats.survey import Results, results, years
from otklik.stats.tests.given import many_lives

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

HERE, THERE = "99701000", "99702000"


@pytest.fixture(autouse=True)
def _in_december(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 10, 9, tzinfo=UTC))


def answered(year: int, marks: list[tuple[str, int, int]]) -> None:
    """(municipality, mark of «Дороги», mark of «Медицина») of each person."""
    moment = datetime(year, 11, 10, 9, tzinfo=UTC)
    asked = survey.on(moment.date())
    assert asked
    for area, roads, medicine in marks:
        person = User.objects.create(email=f"p{User.objects.count()}@example.test", name="Вера")
        said = dict(zip([q.code for q in asked.questions], (roads, medicine), strict=True))
        survey.fill(survey=asked, person_id=person.pk, area=area, marks=said, now=moment)
    survey.count()


def asked_for(area: str, *, year: int = 2026, code: str = "dorogi") -> Results:
    forget()
    one = next(found for found in years() if found.year == year)
    question = next(q for q in one.questions if q.code == code)
    categories = {name.code: name.key for name in names.categories().by_key.values()}
    return results(one, area=area, question=question, categories=categories)


def test_a_municipality_is_shown_with_its_interval_beside_the_region(db, settings):
    settings.SURVEY_LEAST = 4
    a_survey(2026, "Дороги", "Медицина")
    answered(2026, [(HERE, 2, 5), (HERE, 4, 0), (HERE, 2, 0), (HERE, 4, 0), (THERE, 5, 1)])
    found = asked_for(HERE)
    roads, medicine = found.lines
    assert (found.replies, roads.here.mean.value, roads.here.mean.n) == (4, 3.0, 4)
    assert roads.here.mean.low < 3.0 < roads.here.mean.high
    assert roads.region.mean.value == 17 / 5
    assert medicine.here.mean is None and medicine.here.marks == {}  # one mark would show who gave it
    assert asked_for(THERE).lines[0].here.mean is None
    assert [(code, one.mean and one.mean.value) for code, one in found.areas] == [(HERE, 3.0), (THERE, None)]


def test_the_course_goes_over_the_years_by_the_code_of_the_question(db, settings):
    settings.SURVEY_LEAST = 2
    a_survey(2025, "Медицина", "Дороги")
    a_survey(2026, "Дороги", "Медицина")
    answered(2025, [(HERE, 5, 1), (HERE, 5, 1)])
    answered(2026, [(HERE, 3, 4), (HERE, 3, 4)])
    found = asked_for(HERE)
    assert [(year, one.mean.value) for year, one in found.course] == [(2025, 1.0), (2026, 3.0)]


def test_beside_a_question_stands_what_the_appeals_of_its_category_say_that_year(db):
    many_lives(300, until=datetime(2026, 12, 20, 9, tzinfo=UTC))
    a_survey(2026, "Дороги", "Медицина")
    first, until = date(2026, 1, 1), date(2027, 1, 1)
    for area in (HERE, ""):
        mine = [
            a
            for a in Appeal.objects.select_related("territory")
            if not area or (a.territory and a.territory.code == area)
        ]
        received = [a for a in mine if first <= a.received_at.date() < until]
        done = [a for a in mine if a.answered_at and first <= a.answered_at.date() < until]
        told = [a.solved for a in done if a.solved is not None]
        stars = [a.rating for a in done if a.rating]
        derived = asked_for(area).lines[0].derived
        assert (derived.received, derived.rated) == (len(received), len(stars))
        assert derived.stars == sum(stars) / len(stars)
        assert (derived.solved.n, derived.solved.value) == (len(told), sum(told) / len(told))
    assert asked_for(HERE).lines[1].derived is None


def test_it_takes_three_statements_however_many_people_answered(db):
    a_survey(2026, "Дороги", "Медицина")
    answered(2026, [(HERE, 3, 4)] * 5)
    one = years()[0]
    with CaptureQueriesContext(connection) as told:
        results(one, area=HERE, question=one.questions[0], categories={"roads": "1"})
    assert len(told) == 3
