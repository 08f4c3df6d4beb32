"""Open311 GeoReport v2 for writing: one appeal on the way of the wizard, a token, no doubles."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.steps import intake
from otklik.appeals.tests.given import a_territory, a_topic, an_appeal
from otklik.kit import clock
from otklik.outbox.models import Message

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

POSTED = {
    "service_code": "pothole",
    "description": "Яма у дома 5",
    "lat": "55.5",
    "long": "39.5",
    "address_string": "д. Липовка, ул. Новая, д. 5",
    "first_name": "Вера",
    "last_name": "Рощина",
    "email": "Vera@example.test",
}


@pytest.fixture(autouse=True)
def _land() -> None:
    a_territory()
    a_topic(fields=[{"code": "depth", "label": "Глубина, см", "type": "number", "min": 1, "max": 90}])


def post(said: dict[str, str], *, status: int = 200, form: str = "json", **more: Any) -> Any:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/open311/v2/requests.{form}", said, **more)
    assert answer.status_code == status, answer.content
    return answer


def wrong(said: dict[str, str]) -> str:
    (error,) = post(POSTED | said, status=400).json()
    assert not Appeal.objects.exists()
    return str(error["description"])


def test_a_request_becomes_an_appeal_that_its_author_confirms():
    answer = post(POSTED | {"attribute[depth]": "30"})
    assert answer["Cache-Control"] == "no-store"
    (filed,) = answer.json()
    assert filed.keys() == {"token", "service_notice", "account_id"}
    appeal = Appeal.objects.get()
    assert (appeal.state, appeal.kind, appeal.channel) == (State.UNCONFIRMED, "problem", "app")
    assert (appeal.author_name, appeal.author_email) == ("Вера Рощина", "vera@example.test")
    assert appeal.fields == [["Глубина, см", "30"]]
    assert (appeal.territory, appeal.address) == (a_territory(), POSTED["address_string"])
    assert [one.kind for one in Message.objects.all()] == ["confirmation"]
    address = f"/open311/v2/tokens/{filed['token']}.json"
    assert Client().get(address).json() == [{"service_request_id": None, "token": filed["token"]}]
    Appeal.objects.update(state=State.PUBLISHED, published_at=clock.now())
    assert Client().get(address).json()[0]["service_request_id"] == appeal.number


def test_the_answer_in_xml_has_the_elements_of_the_standard():
    page = post(POSTED, form="xml").content.decode()
    assert page.startswith('<?xml version="1.0" encoding="utf-8"?>\n<service_requests><request><token>')
    assert page.endswith("<account_id/></request></service_requests>")


def test_a_repeat_files_nothing_and_gives_the_same_token():
    key = {"Idempotency-Key": "a-1"}
    first = post(POSTED, headers=key).json()
    assert post(POSTED | {"description": "Слова иначе"}, headers=key).json() == first
    assert Appeal.objects.count() == 1
    other = post(POSTED | {"email": "ada@example.test"}, headers=key).json()
    assert other != first
    without = post(POSTED).json()
    assert post(POSTED).json() == without
    assert Appeal.objects.count() == 3
    post(POSTED | {"description": "Другая яма"})
    assert Appeal.objects.count() == 4


def test_either_a_point_or_an_address_is_enough():
    post({**POSTED, "address_string": ""})
    post({**POSTED, "lat": "", "long": ""})
    by_point, by_words = Appeal.objects.order_by("pk")
    assert (by_point.address, by_point.territory) == ("55.500000, 39.500000", a_territory())
    assert (by_words.point, by_words.territory) == (None, None)


def test_at_a_border_a_desk_says_which_territory():
    a_territory(code="99702000", west=40.0)
    post(POSTED | {"long": "40.0"})
    assert Appeal.objects.get().territory is None


WRONG = {
    "service_code": "no.such", "email": "vera", "first_name": "", "description": " ", "lat": "north", "long": "181",
    "kind": "joke", "attribute[depth]": "много",
}  # fmt: skip


@pytest.mark.parametrize("field", WRONG)
def test_what_does_not_fit_is_told_and_nothing_is_filed(field):
    said = {field: WRONG[field]} | ({"last_name": ""} if field == "first_name" else {})
    named = {"long": "lat", "description": "Опишите"}.get(field, field)
    assert named in wrong(said)


def test_without_a_place_nothing_is_filed():
    assert "address_string" in wrong({"lat": "", "long": "", "address_string": ""})


def test_a_text_that_is_too_long_is_refused():
    assert intake.too_long() == wrong({"description": "я" * (intake.TEXT_MAX + 1)})


def test_where_one_must_call_112_the_advice_is_the_answer():
    a_topic(code="fire", emergency_advice="Звоните 112")
    assert wrong({"service_code": "fire"}) == "Звоните 112"


def test_one_e_mail_is_not_flooded_with_letters(settings):
    settings.ACCOUNT_RATE_LIMITS = {"open311": "20/m/ip,2/h/key"}
    for words in ("Первая", "Вторая"):
        post(POSTED | {"description": words, "email": "flood@example.test"})
    (error,) = post(POSTED | {"email": "flood@example.test"}, status=429).json()
    assert error["code"] == 429
    assert Appeal.objects.count() == 2


def test_a_forged_token_or_one_for_something_else_is_not_there():
    token = an_appeal(state=State.PUBLISHED).number
    for form in ("json", "xml"):
        assert Client().get(f"/open311/v2/tokens/{token}.{form}").status_code == 404


def test_statements_are_few():
    post(POSTED)
    with CaptureQueriesContext(connection) as told:
        post(POSTED | {"description": "Ещё яма"})
    assert len(told) <= 8


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"no parts"),
        ("application/x-www-form-urlencoded", b"description=" + b"x" * 3_000_000),
        ("application/x-www-form-urlencoded", b"\xff\xfe=%ff&email=%00"),
        ("application/json", b"{"),
    ],
)
def test_a_body_that_is_broken_is_refused_in_the_form_of_the_address(kind, body):
    answer = Client().generic("POST", "/open311/v2/requests.xml", body, content_type=kind)
    assert answer.status_code == 400
    assert answer.content.startswith(
        b'<?xml version="1.0" encoding="utf-8"?>\n<errors><error><code>400</code>'
    )
