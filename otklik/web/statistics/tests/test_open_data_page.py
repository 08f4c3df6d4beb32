"""The page of the open data and its files."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import an_appeal
from otklik.stats.opendata import dump
from otklik.stats.opendata.columns import COLUMNS
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.test_statements import statements

pytestmark = [pytest.mark.public, pytest.mark.django_db]


@pytest.fixture
def made(settings, tmp_path):
    settings.DATA = tmp_path
    an_appeal(state=State.PUBLISHED)
    return dump.make(now=datetime(2026, 3, 20, 1, tzinfo=UTC))


def test_the_page_lists_the_files_with_their_hash_and_explains_every_column(made):
    page = seen(Client().get("/open-data"))
    for file in made.files:
        assert file["name"] in page
        assert file["sha256"] in page
    assert all(column.title in page for column in COLUMNS)
    assert "CC-BY-4.0" in page
    assert len(statements(Client(), "/open-data")) == 1


def test_before_the_first_night_the_page_says_when_files_come():
    assert "после первой ночи" in seen(Client().get("/open-data"))


def test_a_feed_tells_of_each_nights_files(made):
    answer = Client().get("/open-data.atom")
    told = ElementTree.fromstring(answer.content)  # noqa: S314  # our own
    (entry,) = told.findall("{*}entry")
    assert "2026-03-20" in entry.findtext("{*}title", "")
    assert "appeals.csv.gz" in entry.findtext("{*}summary", "")
    assert entry.findtext("{*}id", "").endswith("/open-data/2026-03-20/datapackage.json")
    assert answer["Content-Type"] == "application/atom+xml"


def test_the_feed_is_there_before_the_first_night_too():
    told = ElementTree.fromstring(Client().get("/open-data.atom").content)  # noqa: S314  # our own
    assert told.findall("{*}entry") == []


@pytest.mark.parametrize("day", ["2026-03-20", "latest"])
def test_a_file_is_a_download_that_caches_may_keep(made, day):
    answer: Any = Client().get(f"/open-data/{day}/appeals.csv.gz")
    content = b"".join(answer.streaming_content)
    answer.close()
    assert content[:2] == b"\x1f\x8b"
    assert int(answer["Content-Length"]) == len(content)
    assert answer["Content-Disposition"] == 'attachment; filename="appeals.csv.gz"'
    assert answer["Content-Type"] == "application/gzip"
    assert answer["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    "path",
    [
        "2026-03-20/other.csv",
        "2026-03-21/appeals.csv.gz",
        "x/appeals.csv.gz",
        "latest/..%2F..%2Fsecret",
        "0000-00-00/x",
    ],
)
def test_what_was_never_written_is_not_found(made, path):
    assert Client().get(f"/open-data/{path}").status_code == 404


def test_before_the_first_night_and_after_a_loss_there_is_nothing_to_download(made):
    default_storage.delete(dump.path("2026-03-20", "appeals.parquet"))
    assert Client().get("/open-data/latest/appeals.parquet").status_code == 404
