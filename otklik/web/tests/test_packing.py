"""Public pages come compressed to whoever takes it, and nothing else does."""

import gzip

import pytest
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import an_appeal

pytestmark = [pytest.mark.public, pytest.mark.django_db]

TAKES = {"accept-encoding": "gzip, deflate, br"}


def test_a_public_page_is_compressed_and_the_same_when_unpacked():
    an_appeal(state=State.PUBLISHED)

    plain, packed = Client().get("/"), Client().get("/", headers=TAKES)

    assert packed["Content-Encoding"] == "gzip"
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 3
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"] and "Accept-Encoding" in plain["Vary"]


@pytest.mark.parametrize("said", ["", "br", "identity", "gzip;q=0", "gzip; q=0.0, br"])
def test_who_does_not_take_gzip_gets_the_page_as_it_is(said):
    page = Client().get("/", headers={"accept-encoding": said})

    assert not page.has_header("Content-Encoding")


def test_the_page_that_a_browser_has_is_not_sent_again():
    etag = Client().get("/", headers=TAKES)["ETag"]

    again = Client().get("/", headers={**TAKES, "if-none-match": etag})

    assert etag.startswith("W/")
    assert again.status_code == 304


def test_a_page_with_a_token_in_it_is_not_compressed():
    page = Client().get("/login", headers=TAKES)

    assert b"csrfmiddlewaretoken" in page.content
    assert not page.has_header("Content-Encoding")
