"""One person one voice a year, and sums that are right whoever answers at the same time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections

from otklik.assessment import survey, surveys
from otklik.assessment.models import SurveyCount, SurveyReply
from otklik.assessment.tests.given import a_survey
from otklik.people.models import User

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

NOON = datetime(2026, 11, 10, 9, tzinfo=UTC)
HERE, THERE = "99701000", "99702000"


def a_person() -> User:
    return User.objects.create(email=f"p{User.objects.count()}@example.test", name="Вера")


def fill(person: User, *marks: int, area: str = HERE, now: datetime = NOON) -> str:
    asked = survey.on(date(2026, 11, 10))
    assert asked
    said = {q.code: mark for q, mark in zip(asked.questions, marks, strict=True)}
    return survey.fill(survey=asked, person_id=person.pk, area=area, marks=said, now=now)


def sums(area: str, place: int) -> dict[int, int]:
    return dict(SurveyCount.objects.filter(area=area, place=place, n__gt=0).values_list("mark", "n"))


def test_the_last_word_counts_once_and_the_municipality_stays_the_first(db):
    a_survey(2026, "Дороги", "Медицина")
    person = a_person()
    assert fill(person, 1, 0) == HERE
    assert survey.count() == 1
    assert fill(person, 5, 3, area=THERE) == HERE  # moved meanwhile: the voice stays
    assert (survey.count(), survey.count()) == (1, 0)

    assert SurveyReply.objects.count() == 1
    assert (sums(HERE, 1), sums(HERE, 2), sums("", 1)) == ({5: 1}, {3: 1}, {5: 1})
    assert sums(THERE, 1) == {}


@pytest.mark.parametrize(
    ("marks", "words"),
    [((6, 1), "от 1 до 5"), ((-1, 1), "от 1 до 5"), ((0, 0), "хотя бы")],
)
def test_what_is_no_mark_is_refused_by_name_and_nothing_is_kept(db, marks, words):
    a_survey(2026, "Дороги", "Медицина")
    with pytest.raises(survey.BadReply) as wrong:
        fill(a_person(), *marks)
    assert words in " ".join([wrong.value.text, *wrong.value.fields.values()])
    assert not SurveyReply.objects.exists()


def test_nobody_answers_before_it_opens_or_after_it_closes(db):
    a_survey(2026, "Дороги")
    asked = survey.on(date(2026, 11, 10))
    assert asked
    assert (survey.on(date(2026, 10, 31)), survey.on(date(2027, 1, 1))) == (None, None)
    for moment in (datetime(2026, 10, 31, 9, tzinfo=UTC), datetime(2026, 12, 31, 21, 1, tzinfo=UTC)):
        with pytest.raises(survey.Closed):
            survey.fill(
                survey=asked,
                person_id=a_person().pk,
                area=HERE,
                marks={asked.questions[0].code: 3},
                now=moment,
            )
    assert not SurveyReply.objects.exists()


def test_who_has_not_said_where_they_live_is_asked_to(db):
    a_survey(2026, "Дороги")
    with pytest.raises(survey.NoHome):
        fill(a_person(), 3, area="")


def test_the_questions_stand_once_somebody_has_answered_and_the_days_may_change(db):
    a_survey(2026, "Дороги")
    fill(a_person(), 3)
    admin = a_person()
    asked = surveys.form(2026).questions
    days = {"opens_on": date(2026, 11, 1), "closes_on": date(2026, 12, 20)}
    surveys.save(year=2026, **days, rows=asked, by=admin, now=NOON)
    assert surveys.form(2026).closes_on == date(2026, 12, 20)
    with pytest.raises(surveys.Answered):
        surveys.save(year=2026, **days, rows=[surveys.Wanted("Иное")], by=admin, now=NOON)
    assert surveys.form(2026).questions == asked


def test_the_next_year_begins_with_the_questions_of_the_last_under_the_same_codes(db):
    a_survey(2026, "Дороги", "Медицина")
    codes = [row.code for row in surveys.begun(2027).questions]
    assert codes == ["dorogi", "medicina"]
    surveys.save(
        year=2027,
        opens_on=date(2027, 11, 1),
        closes_on=date(2027, 12, 1),
        rows=[*surveys.begun(2027).questions, surveys.Wanted("Дороги и тротуары")],
        by=a_person(),
        now=NOON,
    )
    assert [row.code for row in surveys.form(2027).questions] == [*codes, "dorogi-i-trotuary"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"opens_on": None}, "opens_on"),
        ({"opens_on": date(2025, 11, 1)}, "opens_on"),
        ({"closes_on": date(2026, 10, 1)}, "closes_on"),
        ({"rows": []}, "text-1"),
        ({"rows": [surveys.Wanted("Дороги"), surveys.Wanted(" дороги ")]}, "text-2"),
        ({"rows": [surveys.Wanted(f"Вопрос {n}") for n in range(13)]}, "text-1"),
        ({"rows": [surveys.Wanted("д" * 201)]}, "text-1"),
    ],
)
def test_a_survey_that_cannot_be_is_refused_by_the_name_of_the_field(db, changed, field):
    said = {"opens_on": date(2026, 11, 1), "closes_on": date(2026, 12, 1), "rows": [surveys.Wanted("Дороги")]}
    with pytest.raises(surveys.BadSurvey) as wrong:
        surveys.save(year=2026, **{**said, **changed}, by=a_person(), now=NOON)
    assert field in wrong.value.fields


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_are_one_voice_while_the_clock_counts():
    a_survey(2026, "Дороги")
    people = [a_person() for _n in range(6)]

    def one(n: int) -> None:
        try:
            if n % 7 == 0:
                survey.count()
            fill(people[n % 6], n % 5 + 1, now=NOON + timedelta(seconds=n))
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(60)))
    survey.count()

    kept = Counter(marks[0] for marks in SurveyReply.objects.values_list("marks", flat=True))
    assert SurveyReply.objects.count() == 6
    assert sums("", 1) == sums(HERE, 1) == dict(kept)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM assessment_surveyreply WHERE counted IS DISTINCT FROM marks")
        assert cursor.fetchone() == (0,)
