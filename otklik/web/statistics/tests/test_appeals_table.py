"""The table of appeals: whose name stands there, what the filters leave, how it is paged."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import a_citizen, a_topic, an_appeal, an_authority
from otklik.kit import clock
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.test_statements import statements

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def a_file(path: str) -> str:
    answer: Any = Client().get(path)
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def published(**more) -> Appeal:
    return an_appeal(state=State.REGISTERED, published_at=clock.now() - timedelta(hours=1), **more)


@pytest.mark.parametrize(
    ("chosen", "name"), [("hidden", "не показан"), ("full", "Вера Полевая"), ("short", "Вера П.")]
)
def test_an_author_is_named_only_as_they_chose(chosen, name):
    person = a_citizen()
    person.name, person.given_name, person.surname, person.name_shown = (
        "Вера Полевая",
        "Вера",
        "Полевая",
        chosen,
    )
    person.save()
    published(author=person, author_name="Вера Полевая")
    page = seen(Client().get("/statistics/appeals"))
    assert name in page
    assert ("Полевая" in page) == (chosen == "full")


def test_what_is_not_public_is_not_in_the_table():
    an_appeal(published_at=None)
    assert "обращений за этот период нет" in seen(Client().get("/statistics/appeals"))


def test_filters_leave_what_they_name_and_the_file_has_the_same_rows():
    body, lamp = an_authority(), a_topic(code="lamp")
    mine = published(authority=body, topic=lamp)
    published()
    query = f"authority={body.code}&topic=lamp"
    page = Client().get(f"/statistics/appeals?{query}").content.decode()
    assert re.findall(r'href="/appeals/(\d{9})"', page) == [mine.number]
    told = a_file(f"/statistics/appeals.csv?{query}")
    assert [row[0] for row in csv.reader(io.StringIO(told))] == ["Номер", mine.number]


def test_pages_lead_to_each_other_and_keep_the_question():
    topic, body = a_topic(), an_authority()
    numbers = [
        an_appeal(
            state=State.REGISTERED,
            topic=topic,
            authority=body,
            published_at=clock.now() - timedelta(minutes=n),
        ).number
        for n in range(60)
    ]
    first = Client().get("/statistics/appeals?category=roads&period=year").content.decode()
    older = re.findall(r'href="(/statistics/appeals\?[^"]*cursor=[^"]*)"', first)[0].replace("&amp;", "&")
    second = Client().get(older).content.decode()
    found = re.findall(r'href="/appeals/(\d{9})"', first + second)
    assert found == numbers
    assert "category=roads" in older
    told = a_file("/statistics/appeals.csv?category=roads")
    assert told.count("\r\n") == 61


@pytest.mark.parametrize("cursor", ["x", "%00", "a" * 5000, "PjIwMjY"])
def test_a_spoiled_cursor_gives_the_first_page_or_a_refusal(cursor):
    published()
    assert Client().get(f"/statistics/appeals?cursor={cursor}").status_code in (200, 400)


def test_a_page_of_the_table_takes_two_statements():
    published()
    Client().get("/statistics/appeals")  # names are kept for half a minute
    assert len(statements(Client(), "/statistics/appeals?category=roads")) <= 2


def test_a_long_file_is_read_in_batches_to_its_limit_and_says_where_it_ends(
    settings, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("otklik.appeals.queries.downloads.BATCH", 3)
    topic, body = a_topic(), an_authority()
    for n in range(10):
        at = clock.now() - timedelta(minutes=n // 2)
        an_appeal(state=State.REGISTERED, topic=topic, authority=body, published_at=at)
    assert "кончается" not in a_file("/statistics/appeals.csv")
    settings.DOWNLOAD_ROWS = 8
    with django_assert_num_queries(3):
        rows = list(csv.reader(io.StringIO(a_file("/statistics/appeals.csv"))))
    assert len({row[0] for row in rows[1:9]}) == 8
    assert len(rows) == 10
    assert "не больше 8 строк" in rows[9][0]
    assert rows[9][0].endswith("/open-data")


def test_the_page_says_how_long_its_file_may_be():
    topic = a_topic()
    for _ in range(51):
        published(topic=topic)
    assert "не больше 50 000 строк" in seen(Client().get("/statistics/appeals")).replace("\u00a0", " ")
