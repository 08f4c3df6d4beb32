"""Open polls on the first page: the nearest ends, nothing that is over, no statement of their own for each reader."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.kit import clock
from otklik.polls.tests.given import DAY, a_poll
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def test_those_that_end_first_are_named_and_the_rest_is_a_link_away():
    now = clock.now()
    for days in (3, 1, 2):
        a_poll(title={"ru": f"Опрос на {days} дня"}, closes_at=now + days * DAY)
    a_poll(title={"ru": "Прошлый"}, opens_at=now - 2 * DAY, closes_at=now - timedelta(minutes=1))
    page = seen(Client().get("/"))
    assert page.index("Опрос на 1 дня") < page.index("Опрос на 2 дня")
    assert "Опрос на 3 дня" not in page
    assert "Прошлый" not in page
    assert 'href="/polls"' in Client().get("/").content.decode()


def test_without_polls_there_is_no_empty_shelf():
    assert "Идут опросы" not in seen(Client().get("/"))


def test_they_cost_the_next_reader_no_statement():
    a_poll()
    Client().get("/")
    with CaptureQueriesContext(connection) as told:
        assert "Идут опросы" in seen(Client().get("/"))
    assert not [one["sql"] for one in told if "polls_poll" in one["sql"]]
