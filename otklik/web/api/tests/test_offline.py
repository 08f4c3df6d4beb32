"""A phone asks which files a municipality has, and takes them."""

import gzip
import json
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.tests.given import a_territory, a_topic
from otklik.kit import clock
from otklik.places import offline
from otklik.places.models import OfflineFile
from otklik.web.api.v1 import offline as views

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]


@pytest.fixture
def code() -> str:
    a_topic()
    code = a_territory().code
    offline.make(code, now=clock.now())
    return code


def get(path: str, **headers: str):
    return Client().get(f"/api/v1/offline{path}", headers=headers)


def test_what_there_is_to_take_is_told_with_its_weight(code: str):
    (one,) = get("").json()["territories"]
    views._weight.cache_clear()
    get(f"/{code}")
    with CaptureQueriesContext(connection) as asked:
        found = get(f"/{code}").json()
    assert len(asked) == 3
    assert {file["name"] for file in found["files"]} == {*offline.MEDIA, "classifier.json"}
    of_land = [file for file in found["files"] if file["name"] in offline.MEDIA]
    assert one == {"code": code, "name": found["name"], "bytes": sum(file["bytes"] for file in of_land)}
    for file in found["files"]:
        answer: Any = Client().get(f"/api/v1{file['href']}")
        assert file["bytes"] > 0 and answer.status_code == 200
        assert not answer.streaming or b"".join(answer.streaming_content)


def test_json_travels_packed_and_is_unpacked_for_who_cannot(code: str):
    packed = get(f"/{code}/places.json", Accept_Encoding="gzip")
    content = b"".join(packed.streaming_content)
    assert packed["Content-Encoding"] == "gzip"
    assert int(packed["Content-Length"]) == len(content)
    plain = get(f"/{code}/places.json")
    assert json.loads(plain.content) == json.loads(gzip.decompress(content))
    assert plain.json()["territory"] == code
    assert plain["Access-Control-Allow-Origin"] == "*"


def test_what_the_phone_has_already_is_not_sent_again(code: str):
    first = get(f"/{code}/map.pmtiles")
    assert b"".join(first.streaming_content).startswith(b"PMTiles")
    again = get(f"/{code}/map.pmtiles", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    version = {file["name"]: file["version"] for file in get(f"/{code}").json()["files"]}["map.pmtiles"]
    assert first["ETag"] == f'"{version}"'


def test_what_is_not_there_is_told_so(code: str):
    for path in ("/1", "/1/map.pmtiles", f"/{code}/secret.txt", f"/{code}/..%2F..%2Fkeys"):
        answer = get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    row = OfflineFile.objects.get(name=offline.PLACES)
    default_storage.delete(offline.path(code, row.name, row.version))
    assert get(f"/{code}/places.json").status_code == 404


def test_files_that_are_still_being_made_weigh_nothing():
    a_topic()
    code = a_territory().code
    assert get("").json()["territories"][0]["bytes"] == 0
    assert [file["name"] for file in get(f"/{code}").json()["files"]] == ["classifier.json"]
