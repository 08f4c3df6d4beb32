"""What an app files: checked as the wizard checks it, once whatever is repeated, nothing kept of what is refused."""

import json
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Draft, Photo
from otklik.appeals.steps import drafting, intake
from otklik.appeals.tests.given import a_filing, a_territory, a_topic
from otklik.files.tests.given import a_bomb, a_heic, a_picture
from otklik.kit import clock
from otklik.kit.pace import Pace
from otklik.outbox.tests.given import kinds
from otklik.web import pace
from otklik.web.citizen.tests.given import WORDS, a_land, begun

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

WHO = {"name": "Вера", "email": "vera@example.test", "consent": True}
SAID: dict[str, Any] = {
    "kind": "problem",
    "topic": "pothole",
    "text": WORDS["text"],
    "address": "ул. Новая, 5",
    **WHO,
}
POINT = {"lat": 55.51, "lon": 39.51}


def send(body: Any, key: Any = None, *, status: int | None = None, **more: Any) -> Any:
    headers = {"Idempotency-Key": str(key or uuid4()), **more}
    raw = body if isinstance(body, bytes | str) else json.dumps(body)
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/api/v1/appeals", raw, content_type="application/json", headers=headers)
    assert status is None or answer.status_code == status, answer.content.decode()
    return answer


def bring(key: UUID, photo: UUID | None = None, raw: bytes | None = None, *, status: int = 201) -> Any:
    address, headers = f"/api/v1/photos/{photo or uuid4()}", {"Idempotency-Key": str(key)}
    answer = Client().post(address, raw or a_picture(), content_type="image/jpeg", headers=headers)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def refused(body: Any, status: int = 422, **more: Any) -> dict[str, Any]:
    answer = send(body, status=status, **more)
    assert answer["Content-Type"] == "application/problem+json"
    assert not Appeal.objects.exists()
    found: dict[str, Any] = answer.json()
    return found


def test_an_appeal_with_photos_waits_for_its_author_s_letter():
    town, key, first, second = a_land(), uuid4(), uuid4(), uuid4()
    bring(key, first)
    bring(key, second, a_heic())
    bring(key, uuid4())  # taken off again: the appeal does not name it

    told = send({**SAID, "settlement": town.pk, "photos": [str(first), str(second)]}, key, status=201).json()

    appeal = Appeal.objects.get()
    assert told == {"number": appeal.number, "stage": State.UNCONFIRMED}
    assert (appeal.address, appeal.channel) == ("д. Липовка, ул. Новая, д. 5", "app")
    assert (appeal.author, appeal.author_name, appeal.author_email) == (None, "Вера", "vera@example.test")
    assert appeal.territory_id == a_territory().pk
    assert (appeal.photos.count(), Photo.objects.filter(appeal=None).count()) == (2, 1)
    assert kinds() == ["confirmation"]
    intake.confirm(appeal_id=appeal.pk, now=clock.now())
    assert send(
        {**SAID, "settlement": town.pk, "photos": [str(first), str(second)]}, key, status=200
    ).json() == {
        "number": appeal.number,
        "stage": State.MODERATION,
    }


def test_a_repeat_tells_the_same_number_whatever_has_become_of_the_topic():
    a_land()
    key = uuid4()
    first = send({**SAID, **POINT}, key, status=201).json()
    a_topic().__class__.objects.update(active=False)
    again = send({"unknown": 1, **POINT, **SAID}, key, status=200).json()
    assert first == again
    assert kinds() == ["confirmation"]
    assert send({**SAID, **POINT, "text": "Другое"}, key, status=409).json()["code"] == "key_taken"
    drafting.forget_old(now=clock.now() + timedelta(days=31))
    assert send({**SAID, **POINT}, key, status=200).json() == first


def test_a_key_of_the_wizard_opens_nothing():
    town = a_land()
    me = begun().up_to("review")
    bring(me.draft_id, status=409)
    assert refused({**SAID, "settlement": town.pk}, 409, key=me.draft_id)["code"] == "key_taken"
    filed = intake.receive(a_filing(), now=clock.now())
    assert send({**SAID, **POINT}, filed.client_key, status=409).json()["code"] == "key_taken"
    assert Draft.objects.get().data["kind"] == "problem"


def test_everything_wrong_is_told_at_once_in_the_wizard_s_words():
    a_land()
    depth = {"code": "depth", "label": "Глубина", "type": "number", "required": True, "max": 90}
    a_topic(code="hole", fields=[depth])
    empty = {
        **SAID,
        "topic": "hole",
        "text": " ",
        "address": " ",
        "name": "",
        "email": "vera",
        "consent": False,
    }
    found = refused(empty)["fields"]
    assert found.keys() == {
        "text", "address", "name", "email", "settlement", "consent", "answers_to_questions.depth",
    }  # fmt: skip
    assert found["text"] == "Опишите, что случилось: хотя бы в нескольких словах."
    assert "ivan@example.ru" in found["email"]
    assert refused({**SAID, **POINT, "text": "я" * 10_001})["fields"]["text"].startswith("Описание длиннее")
    deep = {**SAID, **POINT, "topic": "hole", "answers_to_questions": {"depth": "91", "other": "1"}}
    assert refused(deep)["fields"] == {"answers_to_questions.depth": "Не больше 90."}
    send({**deep, "answers_to_questions": {"depth": "12"}}, status=201)
    assert Appeal.objects.get().fields == [["Глубина", "12"]]


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"kind": "x"}, "kind"), ({"topic": "no.such"}, "topic"), ({"topic": None}, "topic"), ({"text": 5}, "text"),
        ({"settlement": "5"}, "settlement"), ({"settlement": 0}, "settlement"), ({"lat": 91}, "lat"),
        ({"lat": 55.5}, "lon"), ({"lon": "39"}, "lon"), ({"photos": ["x"]}, "photos"), ({"consent": "yes"}, "consent"),
        ({"photos": [str(uuid4())] * 31}, "photos"), ({"answers_to_questions": []}, "answers_to_questions"),
        ({"email": f"{'v' * 250}@example.test"}, "email"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_by_name(wrong, name):
    town = a_land()
    found = refused({**SAID, "settlement": town.pk, **wrong})
    assert found["code"] == "bad_body"
    assert name in found["fields"]


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (" ", 400, "unreadable"), ("[]", 400, "unreadable"), (b"\xff", 400, "unreadable"),
        ("[" * 60_000, 400, "unreadable"), ('{"text": "\\u0000"}', 400, "unreadable"),
        ('{"text": "\\ud800"}', 400, "unreadable"), ("{}", 422, "bad_body"),
        (json.dumps({"text": "я" * 70_000}), 413, "too_large"), (b" " * 2_000_000, 413, "too_large"),
    ],
)  # fmt: skip
def test_a_body_that_is_none_is_refused_in_words(raw, status, code):
    assert refused(raw, status)["code"] == code


def test_without_a_key_or_as_a_form_nothing_is_taken():
    assert refused(SAID, 400, **{"Idempotency-Key": "1"})["fields"].keys() == {"Idempotency-Key"}
    answer = Client().post("/api/v1/appeals", SAID, headers={"Idempotency-Key": str(uuid4())})
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_type")
    answer = Client().put("/api/v1/appeals")
    assert (answer.status_code, answer["Allow"]) == (405, "HEAD, GET, POST")


def test_a_page_of_another_site_is_told_that_it_may_send():
    for path in ("/api/v1/appeals", f"/api/v1/photos/{uuid4()}"):
        answer = Client().options(path)
        assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")
        assert "POST" in answer["Access-Control-Allow-Methods"]
        assert not answer.cookies
        assert "Idempotency-Key" in answer["Access-Control-Allow-Headers"]


def test_an_emergency_is_advised_before_anything_else():
    a_land()
    a_topic(code="gas", emergency_advice="Звоните 104 или 112.")
    found = refused({**SAID, "topic": "gas", "text": ""})
    assert (found["code"], found["detail"]) == ("emergency", "Звоните 104 или 112.")


def test_at_a_border_the_person_says_on_which_side():
    a_land()
    east = a_territory(code="99702000", west=40.0)
    at = {**SAID, "lat": 55.5, "lon": 40.0}
    found = refused(at)
    assert (found["code"], found["detail"]) == (
        "near_border",
        "Выберите сторону: от неё зависит, кто ответит.",
    )
    assert {one["code"] for one in found["choices"]} == {"99701000", "99702000"}
    refused({**at, "territory": "99703000"})
    send({**at, "territory": "99702000"}, status=201)
    assert Appeal.objects.get().territory_id == east.pk


def test_a_settlement_that_is_not_there_is_a_refusal():
    a_land()
    assert refused({**SAID, "settlement": 999_999})["code"] == "unknown_settlement"


def test_a_photo_that_has_not_come_holds_the_appeal_back_and_may_come_later():
    a_land()
    key, photo = uuid4(), uuid4()
    body = {**SAID, **POINT, "photos": [str(photo)]}
    assert refused(body, key=key)["code"] == "photo_missing"
    assert not Draft.objects.exists() and kinds() == []
    bring(key, photo)
    send(body, key, status=201)
    bring(key, photo, status=200)
    bring(key, status=409)


def test_a_photo_comes_once_and_only_for_its_own_key():
    key, photo = uuid4(), uuid4()
    assert bring(key, photo) == {"photo_id": str(photo)} == bring(key, photo, status=200)
    bring(uuid4(), photo)
    file = {"photo": SimpleUploadedFile("photo.heic", a_heic())}
    answer = Client().post(f"/api/v1/photos/{uuid4()}", file, headers={"Idempotency-Key": str(key)})
    assert answer.status_code == 201
    assert Photo.objects.filter(draft=key).count() == 2


@pytest.mark.parametrize("raw", [b"nothing", a_bomb(), a_picture()[:500], a_picture("GIF")])
def test_what_is_no_photo_is_refused_in_words(raw):
    found = bring(uuid4(), raw=raw, status=422)
    assert found["code"] == "bad_photo" and found["detail"]
    assert not Photo.objects.exists()


def test_photos_have_the_wizard_s_limits(settings):
    settings.PHOTOS, settings.PHOTO_BYTES, key = 1, 1000, uuid4()
    assert "больше" in bring(key, raw=a_picture() + bytes(1000), status=422)["detail"]
    settings.PHOTO_BYTES = 100_000
    bring(key)
    assert bring(key, status=422)["code"] == "too_many_photos"
    answer = Client().post(
        f"/api/v1/photos/{uuid4()}", b"{}", "text/plain", headers={"Idempotency-Key": str(key)}
    )
    assert answer.status_code == 415
    answer = Client().post(f"/api/v1/photos/{uuid4()}", {}, headers={"Idempotency-Key": str(key)})
    assert answer.status_code == 422
    broken: dict[str, Any] = {
        "content_type": "multipart/form-data; boundary=",
        "headers": {"Idempotency-Key": str(key)},
    }
    assert Client().post(f"/api/v1/photos/{uuid4()}", b"--", **broken).status_code == 400


def test_photos_whose_appeal_never_came_are_forgotten():
    bring(uuid4())
    assert drafting.forget_old(now=clock.now() + timedelta(days=31)) == 1
    assert not Photo.objects.exists()


def test_statements_are_few():
    town, key, photo = a_land(), uuid4(), uuid4()
    bring(key, photo)
    body = {**SAID, "settlement": town.pk, "photos": [str(photo)]}
    with CaptureQueriesContext(connection) as told:
        send(body, key, status=201)
    # The savepoints are BEGIN and COMMIT outside a test.
    assert len([one for one in told if "SAVEPOINT" not in one["sql"]]) <= 11
    with CaptureQueriesContext(connection) as told:
        send(body, key, status=200)
    assert len(told) == 1


def test_programs_that_write_are_counted_too(settings, monkeypatch):
    settings.READ_PACE = 1  # four for programs
    monkeypatch.setattr(pace, "_PACE", Pace(10))
    post = [Client().post(f"/api/v1/photos/{uuid4()}", REMOTE_ADDR="198.51.100.7") for _ in range(5)]
    assert [answer.status_code for answer in post] == [400] * 4 + [429]
    assert post[4]["Retry-After"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_appeal():
    a_land()
    answers, start = [], Barrier(2)

    def press(key: UUID, text: str) -> None:
        start.wait()
        try:
            answers.append(send({**SAID, **POINT, "text": text}, key))
        finally:
            connection.close()

    for texts in (("Яма", "Яма"), ("Яма", "Другое")):
        key = uuid4()
        threads = [Thread(target=press, args=[key, text]) for text in texts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(one.status_code for one in answers[:2]) == [200, 201]
    assert sorted(one.status_code for one in answers[2:]) == [201, 409]
    assert answers[0].json()["number"] == answers[1].json()["number"]
    assert Appeal.objects.count() == len(kinds()) == 2


class AnyBody(TestCase):
    @examples(max_examples=80, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from([*SAID, "settlement", "lat", "lon", "photos", "territory"]),
            st.none()
            | st.booleans()
            | st.text()
            | st.integers()
            | st.floats()
            | st.lists(st.uuids().map(str)),
        )
    )
    def test_any_body_is_answered(self, said):
        assert send({**SAID, **POINT, **said}).status_code in (201, 400, 422)
