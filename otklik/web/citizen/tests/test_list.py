"""The public list: its address is its state, whatever is asked for, and a download is what the page shows."""

import csv
import io
import json
import re
from datetime import timedelta
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Answer
from otklik.appeals.queries.downloads import BATCH
from otklik.appeals.tests.given import MONDAY, a_settlement, a_territory, a_topic, an_appeal, an_authority
from otklik.kit.kept import forget
from otklik.stats import folding
from otklik.web.citizen.tests.given import beside, seen

pytestmark = [pytest.mark.public, pytest.mark.django_db]

ATOM = "{http://www.w3.org/2005/Atom}"
NAMES = (
    "tab", "kind", "category", "topic", "settlement", "place", "area", "authority", "stage", "overdue", "since",
    "until", "photo", "answered", "rating", "sort", "from", "x",
)  # fmt: skip
VALUES = st.sampled_from(
    ["", "1", "0", "-1", "5", "problem", "answers", "all", "roads", "pothole", "99701000", "closed", "heat", "category",
     "2026-01-01", "0000-00-00", "9999-12-31", "Липовка", "9" * 400, "\0", "я" * 10_000, "%", "'", "\ud7ff", "🙂"]
) | st.text(max_size=30)  # fmt: skip


@hypothesis_settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(["/appeals", "/appeals.csv", "/appeals.geojson", "/appeals.atom"]),
    said=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4),
)
def test_any_query_string_gives_a_list_or_a_clear_refusal(path, said):
    a_topic(), a_settlement()
    answer = Client().get(path, said)
    assert answer.status_code in (200, 400)
    body = answer.getvalue() if answer.streaming else answer.content
    assert body


def numbers(answer) -> list[str]:
    return re.findall(r'href="/appeals/(\d{9})"', answer.content.decode())


def test_the_heading_and_the_choices_say_how_many_there_are():
    body = an_authority()
    for n in range(3):
        an_appeal(state=State.REGISTERED, authority=body, has_photo=n > 0)
    an_appeal(state=State.PUBLISHED, kind="proposal")
    folding.fold()
    forget()

    page = Client().get("/appeals?area=99701000")

    words = seen(page)
    assert "Проблемы 3" in words
    assert "Предложения 1" in words
    assert "Дорожная служба (3)" in words
    assert "С фото (2)" in words
    assert "<title>Проблемы · Округ 99701000 · " in page.content.decode()


def test_each_filter_that_is_set_can_be_taken_away_alone():
    a_topic()
    page = Client().get("/appeals?category=roads&topic=pothole&photo=1&since=2026-01-01").content.decode()
    chips = [a.replace("&amp;", "&") for a in re.findall(r'class="chip" href="([^"]+)"', page)]
    assert chips == [
        "/appeals?tab=problem&since=2026-01-01&photo=1",
        "/appeals?tab=problem&category=roads&since=2026-01-01&photo=1",
        "/appeals?tab=problem&category=roads&topic=pothole&photo=1",
        "/appeals?tab=problem&category=roads&topic=pothole&since=2026-01-01",
    ]


def test_the_filters_stay_from_page_to_page():
    topic = a_topic()
    for n in range(25):
        an_appeal(
            state=State.PUBLISHED, topic=topic, has_photo=True, published_at=MONDAY + timedelta(hours=n)
        )
        an_appeal(state=State.PUBLISHED, topic=topic)
    folding.fold()
    client = Client()
    first = client.get("/appeals?photo=1&sort=heat")
    onward, *_ = re.findall(r'href="([^"]+)" rel="next"', first.content.decode())
    onward = onward.replace("&amp;", "&")
    second = client.get(onward)
    assert (len(numbers(first)), len(numbers(second))) == (20, 5)
    assert "photo=1&sort=heat&from=" in onward
    assert '" rel="prev">' in second.content.decode()


def test_a_script_gets_the_list_alone_and_the_tidy_address():
    an_appeal(state=State.PUBLISHED)
    answer = Client().get("/appeals?tab=problem&category=&photo=1&sort=date", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.lstrip().startswith('<div class="listing"')
    assert "<html" not in page
    assert answer["HX-Push-Url"] == "/appeals?tab=problem&photo=1"
    assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize(
    ("query", "field"), [("since=0000-01-01", "since"), ("place=Нигде", "place"), ("area=1", "area")]
)
def test_what_is_wrong_is_told_at_its_field(query, field):
    answer = Client().get(f"/appeals?{query}")
    assert answer.status_code == 400
    assert beside(answer, field)


def test_of_several_settlements_of_a_name_one_is_chosen():
    one = a_settlement()
    a_settlement(territory=a_territory(code="99702000", west=40.0))
    answer = Client().get("/appeals?place=Липовка&tab=thanks")
    assert answer.status_code == 400
    assert f'href="/appeals?tab=thanks&amp;settlement={one.pk}"' in answer.content.decode()


def test_an_unknown_tab_is_refused():
    assert Client().get("/appeals?tab=nonsense").status_code == 400


# downloads


def with_answer(**more) -> str:
    appeal = an_appeal(
        state=State.CLOSED,
        answered_at=MONDAY,
        author_name="Вера Полевая",
        author_email="vera@example.test",
        **more,
    )
    Answer.objects.create(
        appeal=appeal, message_uid=uuid4(), text="Засыпали", decision="solved", received_at=MONDAY
    )
    folding.fold()
    forget()
    return appeal.number


def body(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_the_table_has_the_rows_of_the_list_and_nobody_of_their_authors():
    number = with_answer(has_photo=True)
    with_answer()
    text = body(Client().get("/appeals.csv?photo=1"))
    assert text.startswith("\ufeffНомер;")
    (row,) = csv.DictReader(io.StringIO(text[1:]), delimiter=";")
    assert row["Номер"].replace("-", "") == number
    assert (row["Ответ"], row["Решение"], row["Долгота"]) == ("Засыпали", "Вопрос решён", "39.5")
    assert row["Страница"].endswith(f"/appeals/{number}")
    assert "Полевая" not in text
    assert "vera@" not in text


@pytest.mark.parametrize("words", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_cell_of_the_table_is_a_formula(words):
    with_answer(text=words)
    (row,) = csv.DictReader(io.StringIO(body(Client().get("/appeals.csv"))[1:]), delimiter=";")
    assert row["Текст"] == f"'{words}"


def test_the_features_are_those_of_the_list():
    number = with_answer(has_photo=True)
    bare = with_answer(point=None)
    with_answer(kind="thanks")
    found = json.loads(body(Client().get("/appeals.geojson")))
    assert [(f["id"], f["geometry"] is None) for f in found["features"]] == [(bare, True), (number, False)]
    assert found["features"][1]["geometry"]["coordinates"] == [39.5, 55.5]
    assert json.loads(body(Client().get("/appeals.geojson?tab=proposal")))["features"] == []


def test_a_long_download_is_read_in_batches_to_its_limit(settings, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("otklik.appeals.queries.downloads.BATCH", 3)
    topic = a_topic()
    for n in range(10):
        an_appeal(state=State.PUBLISHED, topic=topic, published_at=MONDAY + timedelta(hours=n // 2))
    assert body(Client().get("/appeals.csv")).count("\r\n") == 11
    settings.DOWNLOAD_ROWS = 8
    with django_assert_num_queries(3):
        assert body(Client().get("/appeals.csv")).count("\r\n") == 9
    assert BATCH == 1_000


def test_a_download_that_ends_before_the_list_says_so_on_the_page_and_in_the_file(settings):
    for _ in range(3):
        an_appeal(state=State.PUBLISHED)
    folding.fold()
    said = json.loads(body(Client().get("/appeals.geojson")))
    assert "truncated" not in said
    assert "не больше" not in seen(Client().get("/appeals"))
    assert "не больше" in seen(Client().get("/appeals?since=2020-01-01"))  # nobody knows how many
    settings.DOWNLOAD_ROWS = 2
    said = json.loads(body(Client().get("/appeals.geojson")))
    assert (len(said["features"]), said["truncated"]) == (2, True)
    assert said["whole"].endswith("/open-data")
    assert body(Client().get("/appeals.csv")).count("\r\n") == 3
    assert "не больше 2 строк" in seen(Client().get("/appeals"))


def test_the_feed_is_atom_of_the_newest_with_what_it_must_have():
    with_answer(text="Яма & <b>лужа</b> \x0b", published_at=MONDAY + timedelta(hours=1))
    last = with_answer(published_at=MONDAY + timedelta(hours=5), address="д. Липовка <1>")
    answer = Client().get("/appeals.atom?answered=1&sort=heat")
    assert answer["Content-Type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314  # our own
    assert feed.tag == f"{ATOM}feed"
    for name in ("title", "subtitle", "id", "updated"):
        assert feed.find(f"{ATOM}{name}").text
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    assert entries[0].find(f"{ATOM}id").text.endswith(f"/appeals/{last}")
    for entry in entries:
        for name in ("title", "id", "updated", "published", "summary"):
            assert entry.find(f"{ATOM}{name}").text
        assert entry.find(f"{ATOM}link").attrib["href"].startswith("http")
    assert {link.attrib["rel"] for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}


@pytest.mark.parametrize("word", ["csv", "geojson", "atom"])
def test_a_download_of_nonsense_is_refused_before_its_first_byte(word):
    assert Client().get(f"/appeals.{word}?tab=nonsense").status_code == 400
