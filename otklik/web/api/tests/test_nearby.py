"""The nearest ones, by metres and not by degrees, and clear words for what is asked wrongly."""

import gzip
import json
import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Photo
from otklik.appeals.queries import names, onmap
from otklik.appeals.tests.given import MONDAY, a_topic, an_appeal

pytestmark = [pytest.mark.public, pytest.mark.django_db]

HERE = {"lat": "55.5", "lon": "39.5"}


def near(**more):
    answer = Client().get("/api/v1/nearby", {**HERE, **more})
    assert answer.status_code == 200, answer.content
    return answer.json()["appeals"]


def test_the_nearest_by_metres_comes_first():
    north = an_appeal(state=State.PUBLISHED, point=Point(39.5, 55.515, srid=4326))  # 1.7 km, fewer degrees
    east = an_appeal(state=State.PUBLISHED, point=Point(39.52, 55.5, srid=4326))  # 1.3 km
    an_appeal(state=State.MODERATION, published_at=None)
    an_appeal(state=State.PUBLISHED, point=Point(40.9, 55.5, srid=4326))
    found = near()
    assert [row["number"] for row in found] == [east.number, north.number]
    assert found[0]["distance"] == pytest.approx(1259, abs=5)
    assert found[0]["url"] == f"{settings.BASE_URL}/appeals/{east.number}"
    assert not {"Вера", "vera"} & set(json.dumps(found, ensure_ascii=False).replace("@", " ").split())


def test_many_to_one_side_do_not_hide_the_nearer_one_to_the_other():
    for n in range(30):
        an_appeal(state=State.PUBLISHED, point=Point(39.5, 55.5 + 0.03 + n / 1e5, srid=4326))  # 3.3 km north
    east = an_appeal(state=State.PUBLISHED, point=Point(39.5 + 0.045, 55.5, srid=4326))  # 2.8 km east
    assert [row["number"] for row in near(limit="1")] == [east.number]


def test_a_rare_kind_among_many_is_found_or_said_to_be_uncertain(monkeypatch):
    for n in range(20):
        an_appeal(state=State.PUBLISHED, point=Point(39.5 + n / 1e5, 55.5, srid=4326))
    far = an_appeal(state=State.PUBLISHED, kind="thanks", point=Point(39.51, 55.5, srid=4326))
    assert [row["number"] for row in near(kind="thanks")] == [far.number]
    monkeypatch.setattr(onmap, "_LOOKED_AT", 10)
    assert Client().get("/api/v1/nearby", {**HERE, "kind": "thanks"}).json() == {
        "complete": False,
        "appeals": [],
    }


def test_filters_and_radius_narrow():
    an_appeal(state=State.ANSWERED)
    assert len(near(kind="problem", category="roads", stage="answered")) == 1
    assert near(kind="thanks") == near(stage="closed") == []
    assert near(lat="55.6", radius="5000") == []
    assert len(near(lat="55.6", radius="50000")) == 1


def test_one_statement_or_two():
    for n in range(30):
        an_appeal(state=State.PUBLISHED, point=Point(39.5 + n / 1e4, 55.5, srid=4326))
    with CaptureQueriesContext(connection) as told:
        near(limit="5")
    assert len(told) <= 2
    with CaptureQueriesContext(connection) as told:
        near(kind="problem", category="roads")
    assert len(told) == 2


@pytest.mark.parametrize(
    "query",
    [
        "", "lat=91&lon=1", "lat=1&lon=181", "lat=nan&lon=1", "lat=1e999&lon=1", "lat=55,5&lon=39",
        "lat=1&lon=1&radius=0",
        "lat=1&lon=1&radius=50001", "lat=1&lon=1&limit=201", "lat=1&lon=1&limit=0", "lat=1&lon=1&kind=x",
        "lat=1&lon=1&category=x", "lat=1&lon=1&stage=moderation", "lat=٣&lon=1",
    ],
)  # fmt: skip
def test_a_wrong_question_is_a_problem_in_the_reader_s_language(query):
    answer = Client().get(f"/api/v1/nearby?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    said = answer.json()
    assert said["status"] == 400
    assert any("а" <= letter <= "я" for letter in said["detail"])


def some(count: int) -> None:
    """Appeals all over the town, as different as real ones."""
    chance = random.Random(7)  # noqa: S311
    topics = [a_topic(code=f"topic{n}", title=title) for n, title in enumerate(TOPICS)]
    streets = [f"{kind} {name}" for kind in ("ул.", "пер.", "пр-т") for name in STREETS]
    for _nth in range(count):
        where = Point(39.5 + chance.uniform(-0.05, 0.05), 55.5 + chance.uniform(-0.03, 0.03), srid=4326)
        an_appeal(
            number=f"{chance.randrange(10**8, 10**9)}",
            kind=chance.choice(["problem"] * 6 + ["proposal", "thanks"]),
            state=chance.choice(
                [State.PUBLISHED, State.SENDING, State.REGISTERED, State.ANSWERED, State.CLOSED]
            ),
            topic=chance.choice(topics),
            address=f"г. Липовка, {chance.choice(streets)}, д. {chance.randrange(1, 180)}",
            published_at=MONDAY - timedelta(minutes=chance.randrange(400_000)),
            point=where,
        )


TOPICS = [
    "Яма на дороге", "Не горит фонарь", "Не вывозят мусор", "Сломана детская площадка", "Не работает светофор",
    "Течёт крыша", "Нет горячей воды", "Не убран снег", "Автобус не ходит по расписанию", "Свалка в лесу",
    "Аварийное дерево", "Открытый люк",
]  # fmt: skip
STREETS = [
    "Новая", "Садовая", "Ленина", "Гагарина", "Полевая", "Лесная", "Школьная", "Мира", "Зелёная", "Речная",
    "Октябрьская", "Первомайская", "Космонавтов", "Набережная", "Вокзальная",
]  # fmt: skip


def test_two_hundred_for_a_telephone_in_ten_kilobytes():
    some(200)
    answer = Client().get("/api/v1/nearby/brief", {**HERE, "radius": "20000", "limit": "200"})
    assert len(answer.json()["appeals"]) == 200
    assert len(gzip.compress(answer.content, 6)) <= 10_000
    whole = near(radius="20000", limit="200")
    assert [row["number"] for row in whole] == [row["number"] for row in answer.json()["appeals"]]


def test_what_is_there_already_is_shown_before_somebody_files():
    same = an_appeal(state=State.PUBLISHED, point=Point(39.505, 55.5, srid=4326), supporters=3)
    nearer = an_appeal(
        state=State.PUBLISHED, point=Point(39.501, 55.5, srid=4326), topic=a_topic(code="kerb")
    )
    an_appeal(state=State.PUBLISHED, point=Point(39.53, 55.5, srid=4326))  # 1.9 km
    an_appeal(state=State.MODERATION, published_at=None)
    asked = {**HERE, "topic": "pothole"}
    names.known.again()
    with CaptureQueriesContext(connection) as told:
        found = Client().get("/api/v1/appeals/similar", asked).json()["appeals"]
    assert [row["number"] for row in found] == [same.number, nearer.number]
    assert (found[0]["supporters"], round(found[0]["distance"])) == (3, 315)
    assert len(told) == 1
    wrong = Client().get("/api/v1/appeals/similar", {**HERE, "topic": "no.such"})
    assert (wrong.status_code, wrong.json()["fields"].keys()) == (400, {"topic"})


@pytest.mark.parametrize("place", [(90, 180), (-90, -180), (0, 180), (89.9, 0)])
def test_the_ends_of_the_world_are_quiet(place):
    assert near(lat=str(place[0]), lon=str(place[1]), radius="50000") == []


class AnyQuery(TestCase):
    @examples(max_examples=60, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(["lat", "lon", "radius", "limit", "kind"]), st.text() | st.floats().map(str)
        )
    )
    def test_any_query_is_answered(self, said):
        assert Client().get("/api/v1/nearby", said).status_code in (200, 400)


def test_first_photos_come_where_they_are_asked_for_in_the_same_statement():
    shown = an_appeal(state=State.PUBLISHED)
    about = {"appeal": shown, "width": 9, "height": 9, "created_at": MONDAY}
    hidden = Photo.objects.create(id=uuid4(), place=1, hidden=True, **about)
    first = Photo.objects.create(id=uuid4(), place=2, **about)
    Photo.objects.create(id=uuid4(), place=3, **about)
    an_appeal(state=State.PUBLISHED)
    assert {row["photo"] for row in near()} == {None}
    with CaptureQueriesContext(connection) as asked:
        assert {row["photo"] for row in near(with_photo="true")} == {str(first.pk), None}
    assert len(asked) == 1
    assert str(hidden.pk) not in json.dumps(near(with_photo="true"))
