"""Works through the API: what is off at a place for everybody, publication by a key that may."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from otklik.kit import clock
from otklik.people.models import User
from otklik.web.api.tests.test_keys import a_key
from otklik.web.works.tests.test_pages import a_live_work
from otklik.works import publishers
from otklik.works.models import Work
from otklik.works.tests.given import Town, a_town

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


@pytest.fixture
def town() -> Town:
    return a_town()


def get(**asked: Any) -> Any:
    return Client().get("/api/v1/works", asked)


def post(works: Any, key: str = "") -> Any:
    headers = {"X-Api-Key": key} if key else {}
    return Client().post(
        "/api/v1/works/publish", {"works": works}, content_type="application/json", headers=headers
    )


def an_item(**more: Any) -> dict[str, Any]:
    return {
        "external_id": "7",
        "off": "cold",
        "text": "Промывают сеть",
        "starts_at": "2099-05-01T09:00:00+03:00",
        "ends_at": "2099-05-01T18:00:00+03:00",
        "settlement_name": "Берёзовка",
        "addresses": "ул. Ленина: 1, 3",
        **more,
    }


def soon(**more: Any) -> dict[str, Any]:
    begins = clock.now() + timedelta(days=2)
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=9)).isoformat()}
    return an_item(**{**times, **more})


def let() -> str:
    """The key of an organisation that may."""
    key = a_key()
    admin = User.objects.create_user(f"{uuid4()}@example.test", "pass", name="Анна", role="admin")
    publishers.let(inn="1234567894", by=admin, now=clock.now())
    return key


def test_what_is_off_at_a_point_at_an_address_and_in_the_region(town):
    work = a_live_work(town)
    for asked in (
        {"lat": 54.05, "lon": 40.05},
        {"settlement": town.settlement.pk, "address": "Ленина 1"},
        {"when": "now", "off": "hot", "area": "99701000"},
    ):
        (found,) = get(**asked).json()["works"]
        assert (found["id"], found["off"], found["where"]) == (
            work.pk,
            "hot",
            "д. Берёзовка, ул. Ленина: 1, 3",
        )
    assert get(off="gas").json()["works"] == []
    assert Client().get(f"/api/v1/works/{work.pk}").json()["publisher"] == "Водоканал"
    assert Client().get("/api/v1/works/999999").status_code == 404


@pytest.mark.parametrize("asked", [{"lat": 54}, {"lat": 99, "lon": 0}, {"off": "vodka"}, {"cursor": "x"}])
def test_a_wrong_question_is_a_problem(town, asked):
    assert get(**asked).status_code == 400


def test_a_program_publishes_sends_again_changes_and_cancels(town):
    key, item = let(), soon()
    assert post([item], key).json() == {"created": 1, "updated": 0, "unchanged": 0, "wrong": []}
    assert post([item], key).json()["unchanged"] == 1
    assert post([{**item, "addresses": "ул. Мира"}], key).json()["updated"] == 1
    work = Work.objects.get()
    assert (work.external_id, work.source, work.where) == ("7", "program", "д. Берёзовка, ул. Мира")
    gone = {"external_id": "7", "cancelled": True, "reason": "Передумали"}
    assert post([gone], key).json()["updated"] == 1
    assert post([gone], key).json()["unchanged"] == 1
    circle = soon(external_id="8", settlement_name="", addresses="", lat=54.05, lon=40.05, radius=300)
    assert post([circle], key).json()["created"] == 1


def test_rows_that_are_wrong_are_told_and_the_others_taken(town):
    said = [soon(), soon(external_id="8", off="vodka"), soon(external_id="9", addresses="ул. Ленина: 99")]
    told = post(said, let()).json()
    assert told["created"] == 1
    assert [(one["row"], one["field"]) for one in told["wrong"]] == [(2, "off"), (3, "addresses")]


def test_without_a_key_or_with_one_that_may_not_nothing_is_published(town):
    assert (post([soon()]).status_code, post([soon()]).json()["code"]) == (401, "key_wanted")
    answer = post([soon()], a_key())
    assert (answer.status_code, answer.json()["code"]) == (403, "not_publisher")
    assert not Work.objects.exists()


def test_an_organisation_that_is_taken_out_publishes_no_more(town):
    key = let()
    post([soon()], key)
    publishers.take_back(organisation_id=publishers.every()[0].organisation_id)
    assert post([soon(external_id="8")], key).status_code == 403
    assert Work.objects.count() == 1


@pytest.mark.parametrize(
    "body", ["[]", "{", '{"works": "x"}', '{"works": [{"external_id": ""}]}', '{"works": [1]}']
)
def test_a_body_that_is_none_is_a_problem_in_words(town, body):
    answer = Client().post(
        "/api/v1/works/publish", body, content_type="application/json", headers={"X-Api-Key": let()}
    )
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]
