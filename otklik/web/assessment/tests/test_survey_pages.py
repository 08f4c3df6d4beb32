"""The yearly survey as a citizen, a reader and an administrator meet it."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.tests.given import a_settlement, a_territory, a_topic
from otklik.assessment import survey
from otklik.assessment.models import Survey, SurveyReply
from otklik.assessment.tests.given import a_survey
from otklik.kit import clock
from otklik.kit.kept import forget
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

HERE = "99701000"
NOVEMBER = datetime(2026, 11, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOVEMBER)
    forget()


def a_citizen(*, at_home: bool = True, role: str = "citizen") -> Client:
    home = a_settlement(territory=a_territory()).code if at_home else ""
    email = f"p{User.objects.count()}@example.test"
    client = Client()
    client.force_login(User.objects.create_user(email, "pass", name="Вера", home_code=home, role=role))
    return client


def test_a_visitor_is_told_why_to_sign_in_and_sees_the_results():
    a_survey(2026, "Дороги")
    page = seen(Client().get("/survey"))
    assert "Войти и ответить" in page and "имена никому не видны" in page
    assert Client().post("/survey/fill", {"dorogi": "5"}).status_code == 302
    assert "Дороги" in seen(Client().get("/survey/results"))


def test_a_citizen_answers_changes_their_mind_and_counts_once():
    a_survey(2026, "Дороги", "Медицина")
    client = a_citizen()
    assert "Ваш округ: Округ 99701000" in seen(client.get("/survey"))
    for marks in ({"dorogi": "2", "medicina": "0"}, {"dorogi": "5", "medicina": "4"}):
        assert client.post("/survey/fill", marks).headers["Location"] == f"/survey/results?area={HERE}"
    assert [reply.marks for reply in SurveyReply.objects.all()] == [[5, 4]]
    page = client.get("/survey").content.decode()
    assert 'name="dorogi" value="5" required checked' in page


@pytest.mark.parametrize(
    "typed", [{"dorogi": "5"}, {"dorogi": "5", "medicina": "9"}, {"dorogi": "5", "medicina": "много"}]
)
def test_a_missing_mark_is_asked_for_by_its_question_and_the_rest_stays(typed):
    a_survey(2026, "Дороги", "Медицина")
    answer = a_citizen().post("/survey/fill", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#field-medicina"' in page and 'id="field-medicina-error"' in page
    assert 'name="dorogi" value="5" required checked' in page
    assert not SurveyReply.objects.exists()


def test_nothing_but_i_do_not_know_says_nothing():
    a_survey(2026, "Дороги")
    answer = a_citizen().post("/survey/fill", {"dorogi": "0"})
    assert answer.status_code == 422
    assert "хотя бы что-нибудь" in seen(answer)


def test_who_has_no_home_is_led_to_the_profile():
    a_survey(2026, "Дороги")
    client = a_citizen(at_home=False)
    assert "Указать, где я живу" in seen(client.get("/survey"))
    assert "Указать, где я живу" in seen(client.post("/survey/fill", {"dorogi": "5"}))
    assert not SurveyReply.objects.exists()


def test_after_the_last_day_the_page_says_so_and_takes_nothing(monkeypatch):
    a_survey(2026, "Дороги")
    client = a_citizen()
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 5, 9, tzinfo=UTC))
    assert "Сейчас опроса нет" in seen(client.get("/survey"))
    assert "уже закончился" in client.post("/survey/fill", {"dorogi": "5"}, follow=True).content.decode()
    assert not SurveyReply.objects.exists()


def _answered(settings, least: int = 1) -> None:
    settings.SURVEY_LEAST = least
    a_topic()
    a_survey(2026, "Дороги", "Медицина")
    asked = survey.on(NOVEMBER.date())
    assert asked
    for n in range(3):
        person = User.objects.create(email=f"n{n}@example.test", name="Вера")
        marks = {"dorogi": n + 1, "medicina": 5}
        survey.fill(survey=asked, person_id=person.pk, area=HERE, marks=marks, now=NOVEMBER)
    survey.count()
    a_territory()
    forget()


def test_results_stand_beside_the_region_and_the_appeals(settings):
    _answered(settings)
    page = seen(Client().get(f"/survey/results?area={HERE}&question=dorogi"))
    assert "2,0 (1,0–3,1)" in page.replace("\u2060", "")
    assert "обращений: 0" in page
    assert "Округ 99701000" in page
    heading, *rows = list(
        csv.reader(io.StringIO(Client().get(f"/survey/results.csv?area={HERE}").content.decode("utf-8-sig")))
    )
    assert rows[0][:6] == ["Дороги", "2.00", "1.00", "3.13", "3", "0"]
    assert heading[0] == "Вопрос"


def test_where_few_answered_nothing_is_shown(settings):
    _answered(settings, least=4)
    page = seen(Client().get(f"/survey/results?area={HERE}"))
    assert "мало" in page and "5,0" not in page
    raw = Client().get(f"/survey/results.csv?area={HERE}").content.decode("utf-8-sig")
    assert "Дороги,,,,,,,,,,," in raw


def test_results_take_few_statements_and_an_unknown_question_is_said_in_words(settings):
    _answered(settings)
    with CaptureQueriesContext(connection) as told:
        Client().get("/survey/results")
    assert len(told) <= 6
    for query in ("year=1999", "area=1", "question=secret"):
        answer = Client().get(f"/survey/results?{query}")
        assert answer.status_code == 400
        assert "Такого выбора нет" in seen(answer)


def test_the_year_is_changed_in_the_form_though_its_questions_are_others(settings):
    _answered(settings)
    a_survey(2025, "Вода")
    page = Client().get("/survey/results?year=2025&question=dorogi")
    assert page.status_code == 200
    assert "По муниципалитетам: Вода" in seen(page)


def test_the_survey_of_next_year_is_told_to_nobody_before_it_begins(settings):
    _answered(settings)
    a_survey(2027, "Тайный вопрос")
    page = seen(Client().get("/survey/results"))
    assert "2026" in page and "2027" not in page and "Тайный вопрос" not in page
    assert Client().get("/survey/results?year=2027").status_code == 400
    assert Client().get("/api/v1/survey").json()["year"] == 2026


def test_before_the_first_survey_there_is_a_page_and_no_file():
    assert "Опросов ещё не было" in seen(Client().get("/survey/results"))
    assert Client().get("/survey/results.csv").status_code == 404


def _edited(**changed: str) -> dict[str, str]:
    said = {"opens_on": "2026-11-01", "closes_on": "2026-12-31", "text-1": "Дороги", "text_en-1": "Roads"}
    return {**said, "category-1": "roads", "code-1": "", **changed}


def test_an_administrator_makes_the_survey_of_a_year_out_of_the_prepared_questions():
    client = a_citizen(role="admin")
    a_topic()
    assert "Опрос 2026 года" in seen(client.get("/staff/survey"))
    assert "Жизнь в округе в целом" in client.get("/staff/survey/2026").content.decode()
    assert client.post("/staff/survey/2026", _edited()).status_code == 302
    assert [q.text for q in Survey.objects.get().questions.all()] == ["Дороги"]
    client.post("/staff/survey/2026", _edited(**{"text-2": "Медицина"}))
    assert [q.place for q in Survey.objects.get().questions.order_by("place")] == [1, 2]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"opens_on": "32.11.2026"}, "Такого дня нет"),
        ({"closes_on": "2027-01-01"}, "не в 2026 году"),
        ({"text-1": "", "text-2": "  "}, "хотя бы один вопрос"),
        ({"text-2": "дороги"}, "уже есть выше"),
        ({"text-1": "Ж" * 201}, "Не длиннее 200"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_and_what_was_typed_stays(changed, words):
    client = a_citizen(role="admin")
    answer = client.post("/staff/survey/2026", _edited(**changed))
    assert answer.status_code == 422
    assert words in seen(answer)
    assert 'value="Roads"' in answer.content.decode()
    assert not Survey.objects.exists()


def test_once_somebody_has_answered_the_form_offers_the_days_only():
    a_survey(2026, "Дороги")
    a_citizen().post("/survey/fill", {"dorogi": "5"})
    client = a_citizen(role="admin")
    assert "изменить можно только дни" in seen(client.get("/staff/survey/2026"))
    client.post("/staff/survey/2026", _edited(**{"text-1": "Иное", "closes_on": "2026-12-20"}))
    one = Survey.objects.get()
    assert (one.closes_on, one.questions.get().text) == (date(2026, 12, 20), "Дороги")


def test_the_archive_of_own_data_has_what_was_answered():
    a_survey(2026, "Дороги")
    client = a_citizen()
    client.post("/survey/fill", {"dorogi": "5"})
    answer: Any = client.post("/account/data", {"password": "pass"})
    raw = b"".join(answer.streaming_content)
    raw = client.post("/account/data", {"password": "pass"}).getvalue()
    assert b"surveys.json" in raw


def test_a_program_gets_the_same_opinions(settings):
    assert Client().get("/api/v1/survey").json() == {
        "year": None,
        "area": "",
        "replies": 0,
        "lines": [],
        "areas": [],
    }
    _answered(settings)
    said = Client().get(f"/api/v1/survey?area={HERE}&compare=dorogi").json()
    assert (said["year"], said["replies"]) == (2026, 3)
    roads = said["lines"][0]
    assert (roads["title"], roads["opinion"]["mean"]["value"], roads["opinion"]["marks"]) == (
        "Дороги",
        2.0,
        [1, 1, 1, 0, 0],
    )
    assert said["areas"][0]["area"] == HERE
    assert Client().get("/api/v1/survey?year=1999").status_code == 400
    settings.SURVEY_LEAST = 4
    forget()
    assert Client().get("/api/v1/survey").json()["lines"][0]["opinion"] == {"mean": None, "marks": []}
