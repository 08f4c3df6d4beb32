"""What programs read without a key: the shapes promised by the description, the caller's language, nothing personal."""

import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from django.contrib.gis.geos import Point
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Answer, AnswerFile, Appeal, Photo
from otklik.appeals.tests.given import MONDAY, a_citizen, a_territory, an_appeal
from otklik.authorities.tests.given import an_authority
from otklik.business.tests.given import a_measure
from otklik.files import documents, photos
from otklik.files.tests.given import a_picture
from otklik.kit.pace import Pace
from otklik.knowledge.tests.given import an_article
from otklik.polls.tests.given import EVERY_KIND, a_poll
from otklik.web import pace
from otklik.web.api import openapi
from otklik.web.api.tests.released import broken, outline
from otklik.web.api.words import ABOUT
from otklik.web.citizen.tests.given import a_land
from otklik.web.tests.world import a_work_of, as_

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

DESCRIBED = Path(__file__).parents[4] / "docs/openapi.json"
RELEASED = Path(__file__).with_name(
    "released.json"
)  # outline of the last release; written anew with the next
ENDPOINTS = list(openapi.endpoints())


def get(path: str, *, status: int = 200, **more: Any) -> Any:
    answer = Client().get(f"/api/v1{path}", **more)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_classifier_is_whole_and_costs_nothing_until_it_changes():
    topic = an_appeal().topic
    topic.fields = [{"code": "depth", "label": "Глубина", "type": "number", "min": 1, "max": 90}]
    topic.save()
    first = Client().get("/api/v1/classifier")
    (category,) = first.json()["categories"]
    (found,) = (one for one in category["topics"] if one["code"] == topic.code)
    assert (found["questions"][0]["label"], found["questions"][0]["max"]) == ("Глубина", "90")
    again = Client().get("/api/v1/classifier", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    topic.title = "Другое"
    topic.save()
    assert Client().get("/api/v1/classifier", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_from_letters_to_the_authority_that_answers():
    a_land()
    town = get("/settlements?q=лип")["settlements"][0]
    street = get(f"/addresses?settlement={town['id']}&q=новая")["addresses"]
    assert street and set(street[0]) == {"id", "label", "point"}
    place = get("/territory?lat=55.51&lon=39.51")
    assert place["found"] == "inside"
    topic = get("/classifier")["categories"][0]["topics"][0]["code"]
    found = get(f"/responsible?topic={topic}&territory={place['territories'][0]['code']}")
    assert found["authority"]["name"] and found["answer_days"] == 8 and found["in_working_days"]
    assert get("/responsible?topic=no.such&territory=1", status=404)["code"] == "not_found"


def test_a_point_has_the_address_of_the_nearest_house_or_its_settlement():
    place = a_land()
    place.point = Point(39.5, 55.5, srid=4326)
    place.save()
    with CaptureQueriesContext(connection) as asked:
        found = get("/address?lat=55.5102&lon=39.5101")
    assert len(asked) == 2
    assert found["address"]["label"] == "ул. Новая, д. 5" and found["settlement"]["id"] == place.pk
    assert get("/address?lat=55.52&lon=39.52") == {"settlement": found["settlement"], "address": None}
    assert get("/address?lat=56.9&lon=40.9") == {"settlement": None, "address": None}


def test_lists_have_pages_and_the_filters_of_the_portal():
    numbers = {an_appeal(state=State.PUBLISHED).number for _ in range(21)}
    an_appeal(state=State.MODERATION, published_at=None)
    first = get("/appeals")
    second = get(f"/appeals?cursor={first['next']}")
    assert {row["number"] for row in first["appeals"] + second["appeals"]} == numbers
    assert second["next"] is None
    assert get("/appeals?kind=thanks")["appeals"] == []
    assert get("/appeals?answered=1")["appeals"] == []
    assert get("/appeals?cursor=forged", status=400)["code"] == "bad_cursor"
    assert get("/appeals?since=2026-02-30&rating=6", status=400)["fields"].keys() == {"since", "rating"}
    assert get("/appeals?until=null", status=400)["fields"].keys() == {"until"}


def test_an_appeal_is_told_with_its_path_and_without_its_author():
    vera = a_citizen()
    vera.name, vera.surname, vera.email = "Вера", "Рощина", "vera@example.test"
    vera.save()
    appeal = an_appeal(state=State.PUBLISHED, author=vera)
    found = get(f"/appeals/{appeal.number}")
    assert (found["number"], found["stage"], found["text"]) == (appeal.number, "published", appeal.text)
    assert not re.search("Вера|Рощина|vera@", json.dumps(found, ensure_ascii=False))
    hidden = an_appeal(state=State.MODERATION, published_at=None)
    assert get(f"/appeals/{hidden.number}", status=404)["code"] == "not_found"


def test_photos_and_files_lie_where_the_description_says():
    appeal = an_appeal(state=State.ANSWERED, has_photo=True)
    of_appeal, of_answer, file = uuid4(), uuid4(), uuid4()
    answer = Answer.objects.create(
        appeal=appeal, message_uid=uuid4(), decision="solved", text="Сделано.", received_at=MONDAY
    )
    Appeal.objects.update(answered_at=MONDAY)
    for photo_id in (of_appeal, of_answer):
        photos.keep(a_picture(), photo_id=photo_id)
    Photo.objects.create(id=of_appeal, appeal=appeal, place=0, width=4, height=3, created_at=MONDAY)
    AnswerFile.objects.create(id=of_answer, answer=answer, place=0, title="После.jpg", is_photo=True)
    AnswerFile.objects.create(id=file, answer=answer, place=1, title="Акт.pdf", is_photo=False)
    documents.keep(b"%PDF", file_id=file)
    found = get(f"/appeals/{appeal.number}")
    listed = get("/appeals")["appeals"][0]["photo"]
    for photo in (*found["photos"], *found["answers"][0]["photos"], listed):
        assert Client().get(f"/photos/{photo}-full.jpg").status_code == 200
    assert Client().get(f"/files/{found['answers'][0]['files'][0]}").status_code == 200


def test_what_was_taken_back_keeps_its_number_and_loses_its_words():
    appeal = an_appeal(state=State.WITHDRAWN)
    found = get(f"/appeals/{appeal.number}")
    assert (found["stage"], found["text"], found["photos"], found["lat"]) == ("withdrawn", "", [], None)


def test_what_a_moderator_took_away_says_so_and_no_more():
    number = an_appeal(state=State.PUBLISHED, withheld=True).number
    assert get(f"/appeals/{number}", status=410)["code"] == "withheld"
    assert get("/appeals")["appeals"] == []


@pytest.mark.parametrize(("path", "most"), [("/appeals", 1), ("/statistics", 1), ("/classifier", 2)])
def test_statements_are_few(path, most):
    for _ in range(5):
        an_appeal(state=State.PUBLISHED)
    get(path)  # names of categories and bodies are kept
    with CaptureQueriesContext(connection) as told:
        get(path)
    assert len(told) <= most


def test_problems_are_told_in_the_language_of_the_caller():
    russian = Client().get("/api/v1/nearby?lat=91&lon=39")
    english = Client().get("/api/v1/nearby?lat=91&lon=39", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert russian.json()["fields"] == {"lat": "нужно число от -90 до 90."}
    assert english.json()["fields"] == {"lat": "a number from -90 to 90 is needed."}
    missing = Client().get("/api/v1/nearby?lat=55", headers={"Accept-Language": "ru"}).json()
    assert missing["fields"] == {"lon": "не названо: нужно число от -180 до 180."}
    assert (russian["Content-Language"], english["Content-Language"]) == ("ru", "en")
    assert russian["Content-Type"] == english["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("en;q=0.3, ru;q=0.8", "ru"),
        ("de-DE, de;q=0.9, en-US;q=0.5", "en"),
        ("en;q=0, *;q=0.5", "ru"),
        ("EN-gb", "en"),
        ("*", "ru"),
        ("en;q=nonsense", "ru"),
        ("en" * 5_000, "ru"),
        ("en," * 5_000, "en"),
    ],
)
def test_of_several_languages_the_one_that_is_wanted_most_is_spoken(said, language):
    answer = Client().get("/api/v1/statistics", headers={"Accept-Language": said})
    assert answer["Content-Language"] == language


# No view of the API answers these.
ODD = {
    "an address that is not there": ("GET", "/api/v1/no-such", 404),
    "a NUL in an address": ("GET", "/api/v1/appeals/%00", 400),
    "a NUL in the query": ("GET", "/api/v1/nearby?kind=%00", 400),
    "bytes that are no text": ("GET", "/api/v1/appeals/%ff%fe", 404),
    "bytes that are no text in the query": ("GET", "/api/v1/settlements?q=%ff", 200),
    "a very long address": ("GET", f"/api/v1/appeals/{'9' * 100_000}", 404),
    "a very long query": ("GET", f"/api/v1/settlements?q={'9' * 100_000}", 400),
    "a form that is too large": ("POST", "/api/v1/appeals", 413),
    "a method without a meaning": ("BREW", "/api/v1/appeals", 405),
    "a deed at what only shows": ("DELETE", "/api/v1/openapi.json", 405),
    "a deed at the page for people": ("POST", "/api/v1/", 405),
}


@pytest.mark.parametrize("case", ODD)
def test_what_no_view_answers_is_a_problem_too(case):
    method, address, status = ODD[case]
    form, body = "application/x-www-form-urlencoded", b"a=" + b"x" * (2_000_000 if status == 413 else 0)
    answer = Client(enforce_csrf_checks=True).generic(method, address, body, content_type=form)
    assert answer.status_code == status
    if status != 200:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status


SAMPLES = {
    "number": "123456789",
    "photo_id": uuid4(),
    "territory": "99701000",
    "code": "roads",
    "work_id": 1,
    "article_code": "a",
    "measure_code": "a",
    "poll_code": "a",
}


@pytest.mark.parametrize("path", sorted({path for path, one in ENDPOINTS if one.method == "get"}))
def test_what_only_shows_says_so_to_every_other_method_without_asking_for_a_token(path):
    a_sample = "/api/v1" + path.format_map(SAMPLES)
    for method in ("DELETE", "PUT", "PATCH", "TRACE"):
        answer = Client(enforce_csrf_checks=True).generic(method, a_sample)
        assert answer.status_code == 405
        assert "GET" in answer["Allow"]
        assert answer["Content-Type"] == "application/problem+json"


def test_no_cookie_is_read_and_none_is_set():
    client = Client()
    client.force_login(a_citizen())
    for path in ("/appeals", "/statistics", "/classifier", "/openapi.json"):
        answer = client.get(f"/api/v1{path}")
        assert not answer.cookies
        assert answer["Vary"].startswith("Accept-Language")
        assert answer.content == Client().get(f"/api/v1{path}").content


def test_programs_are_told_what_is_left_to_them(settings, monkeypatch):
    settings.READ_PACE = 1  # four for programs
    monkeypatch.setattr(pace, "_PACE", Pace(10))
    answers = [Client().get("/api/v1/statistics", REMOTE_ADDR="198.51.100.7") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert answers[0]["RateLimit"] == '"read";r=3;t=0'
    assert answers[0]["RateLimit-Policy"] == '"read";q=4;w=60'
    assert answers[4]["Retry-After"] and answers[4]["Content-Type"] == "application/problem+json"


# The description.


def test_the_file_for_programs_says_what_the_code_does(capsys):
    call_command("openapi")
    assert DESCRIBED.read_text() == capsys.readouterr().out, "otklik openapi > docs/openapi.json"


def test_what_was_released_stays():
    assert broken(json.loads(RELEASED.read_text()), outline(get("/openapi.json"))) == []


def test_what_is_taken_away_and_what_becomes_obligatory_is_found():
    new = outline(get("/openapi.json"))
    new["shapes"]["Spot"].remove("distance")
    new["parameters"]["/nearby"]["key"] = True
    del new["parameters"]["/statistics"]
    assert broken(json.loads(RELEASED.read_text()), new) == [
        "/nearby: key is obligatory now",
        "/statistics is gone",
        "Spot.distance is gone",
    ]


def test_each_name_is_explained_and_each_word_is_used():
    described = json.dumps(openapi.document(title="", server=""))
    said = set(re.findall('"name": "(\\w+)", "in"', described))
    for shape in openapi.document(title="", server="")["components"]["schemas"].values():
        said |= set(shape.get("properties", {}))
    assert said == set(ABOUT)


def test_the_page_for_people_has_an_example_of_each():
    page = Client().get("/api/v1/").content.decode()
    assert page.count("curl &#39;") == len(ENDPOINTS)
    assert all(f"{one.method.upper()} /api/v1{path}" in page for path, one in ENDPOINTS)


def test_every_answer_can_be_read_back_as_its_shape():
    vera = a_citizen()
    appeal = an_appeal(state=State.ANSWERED, author=vera)
    asked = {"/nearby": "?lat=55&lon=39", "/nearby/brief": "?lat=55&lon=39",
             "/appeals/similar": f"?lat=55&lon=39&topic={appeal.topic.code}",
             "/address": "?lat=55&lon=39", "/territory": "?lat=55&lon=39", "/settlements": "?q=а",
             "/addresses": "?settlement=1&q=а",
             "/cadastre/number": "?cadastral_number=99:04:0012003",
             "/cadastre/tax": "?cadastral_value=1000&plot_area=6&land_use=garden",
             "/responsible": f"?topic={appeal.topic.code}&territory=1"}  # fmt: skip
    client = as_(vera)
    there = {
        "number": appeal.number,
        "code": an_authority().code,
        "work_id": a_work_of(appeal).pk,
        "article_code": an_article().code,
        "measure_code": a_measure().code,
        "poll_code": a_poll(*EVERY_KIND, results="live").code,
    }
    for path, endpoint in ENDPOINTS:
        if endpoint.method != "get" or endpoint.gives is bytes:
            continue
        place = a_territory().code if "{territory}" in path else ""
        answer = client.get("/api/v1" + path.format_map({**there, "territory": place}) + asked.get(path, ""))
        msgspec.json.decode(answer.content, type=endpoint.gives)
