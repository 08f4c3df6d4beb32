"""Programs of organisations show a key: their own pace, known to the desks, nothing opened that is closed."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.models import Appeal, FiledWith
from otklik.appeals.queries import desk
from otklik.appeals.tests.given import a_citizen
from otklik.kit import clock, kept
from otklik.kit.pace import Pace
from otklik.people import api_keys
from otklik.people.models import Organisation, Representation, User
from otklik.people.programs import ApiKey
from otklik.web import pace
from otklik.web.api.tests.test_sending import POINT, SAID, send
from otklik.web.citizen.tests.given import a_land
from otklik.web.open311.tests.test_posting import POSTED

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

NETWORK: dict[str, Any] = {"REMOTE_ADDR": "198.51.100.7"}


@pytest.fixture(autouse=True)
def _empty_buckets(monkeypatch):
    monkeypatch.setattr(pace, "_PACE", Pace(10))


def an_organisation(by: User, *, inn: str = "1234567894") -> Organisation:
    """The person represents it."""
    organisation = Organisation.objects.create(inn=inn, ogrn=inn.zfill(13), name="ООО «Ромашка»")
    Representation.objects.create(
        user=by, organisation=organisation, post="Директор", asked_at=clock.now(), confirmed_at=clock.now()
    )
    return organisation


def a_key(name: str = "Диспетчерская") -> str:
    by = a_citizen()
    organisation = an_organisation(by)
    return api_keys.make_own(form=uuid4(), organisation_id=organisation.pk, name=name, by=by, now=clock.now())


def get(key: str | None = None, *, path: str = "/api/v1/statistics") -> Any:
    return Client().get(path, headers={"X-Api-Key": key} if key else {}, **NETWORK)


def test_a_key_has_a_pace_of_its_own(settings):
    settings.READ_PACE, settings.KEY_PACE = 1, 6  # four for programs of a network
    key = a_key()
    answers = [get(key) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert answers[0]["RateLimit-Policy"] == '"key";q=6;w=60'
    assert answers[0]["RateLimit"] == '"key";r=5;t=0'
    assert answers[6]["Retry-After"]
    assert get()["RateLimit"] == '"read";r=3;t=0'  # the network's is untouched


def test_where_keys_have_no_limit_they_are_not_counted(settings):
    settings.READ_PACE, settings.KEY_PACE = 1, 0
    key = a_key()
    assert [get(key).status_code for _ in range(9)] == [200] * 9


@pytest.mark.parametrize("path", ["/api/v1/statistics", "/open311/v2/services.json"])
def test_a_wrong_key_is_told_so(path):
    for wrong in ("nonsense", "otk_" + "x" * 40, "я", "otk_" + "x" * 100_000):
        answer = get(wrong, path=path)
        assert (answer.status_code, answer["WWW-Authenticate"][:6]) == (401, "ApiKey")
    assert get(path=path).status_code == 200
    assert get("nonsense").json()["code"] == "wrong_key"
    assert "X-Api-Key" in get("nonsense", path="/open311/v2/services.json").json()[0]["description"]


def test_guessing_is_counted_by_the_network(settings):
    settings.READ_PACE = 1
    assert [get("otk_" + "x" * 40).status_code for _ in range(5)] == [401] * 4 + [429]


def test_a_key_that_was_taken_back_works_no_longer_than_a_minute():
    key = a_key()
    assert get(key).status_code == 200
    made = ApiKey.objects.get()
    api_keys.revoke(key_id=made.pk, by=a_citizen(), now=clock.now())
    assert get(key).status_code == 200  # this process still remembers it
    kept.forget()  # as after api_keys.FORGOTTEN seconds
    assert get(key).status_code == 401
    assert api_keys.FORGOTTEN <= 60


def test_nobody_keeps_the_key_itself_and_the_last_day_is_known():
    key = a_key()
    made = ApiKey.objects.get()
    assert key.startswith("otk_")
    assert key not in str(vars(made)) and made.hint == key[:8]
    assert made.used_on is None
    get(key)
    made.refresh_from_db()
    assert made.used_on == clock.now().date()
    ApiKey.objects.update(used_on=date(2026, 1, 1))
    tomorrow = clock.now() + timedelta(days=1)
    assert api_keys.program(key, now=tomorrow) == api_keys.Program(made.pk)
    made.refresh_from_db()
    assert made.used_on != date(2026, 1, 1)


def test_without_a_key_nothing_is_asked_and_with_one_an_index_once():
    key = a_key()
    get()
    with CaptureQueriesContext(connection) as without:
        get()
    get(key)
    with CaptureQueriesContext(connection) as known:
        get(key)
    kept.forget()
    get()
    with CaptureQueriesContext(connection) as anew:
        get(key)
    assert len(known) == len(without)
    (asked,) = [q["sql"] for q in anew if "people_apikey" in q["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked}")
        assert "people_apikey_digest" in "".join(line for (line,) in cursor.fetchall())


def test_the_desk_sees_whose_program_filed_and_nobody_else():
    a_land()
    key = a_key()
    told = send({**SAID, **POINT}, status=201, **{"X-Api-Key": key}).json()
    appeal = Appeal.objects.get()
    assert FiledWith.objects.get().appeal_id == appeal.pk
    work = desk.work(appeal.pk)
    assert work and work.program == "ООО «Ромашка»: Диспетчерская"
    assert set(told) == {"number", "stage"}
    send({**SAID, **POINT, "text": "Другая яма"}, status=201)
    assert FiledWith.objects.count() == 1


def test_open311_takes_the_key_too():
    a_land()
    key = a_key()
    answer = Client().post("/open311/v2/requests.json", POSTED, headers={"X-Api-Key": key}, **NETWORK)
    assert answer.status_code == 200
    assert FiledWith.objects.get().appeal_id == Appeal.objects.get().pk


def test_a_key_opens_nothing_that_is_closed():
    key = a_key()
    for path in ("/desk/", "/staff/keys", "/account/organisations/keys"):
        assert get(key, path=path).status_code == 302
    assert get("nonsense", path="/").status_code == 200  # pages for people know no keys
