"""Saved searches and places: newly published appeals that match are told, once a person."""

import time
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.db import connection

from otklik.appeals import searches
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Watch
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, a_settlement, a_topic, an_appeal
from otklik.classifier.models import Category
from otklik.outbox.models import Message
from otklik.outbox.tests.given import read
from otklik.people.models import User

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def a_search(user: User, **more) -> Watch:
    return Watch.objects.create(user=user, **{"title": "Ямы", "created_at": MONDAY, **more})


def a_place(user: User, *, lon: float, lat: float, radius: int = 500, **more) -> Watch:
    box = Polygon.from_bbox((lon - 0.02, lat - 0.02, lon + 0.02, lat + 0.02))
    box.srid = 4326
    return a_search(user, point=Point(lon, lat, srid=4326), radius=radius, circle=box, **more)


def save(user: User, *, title: str = "Ямы", kind: str = "problem", category_code: str = "") -> Watch:
    return searches.save_search(user=user, title=title, kind=kind, category_code=category_code, now=MONDAY)


def test_the_same_search_saved_twice_is_one():
    me = a_citizen()
    a_topic()
    assert save(me, category_code="roads") == save(me, title="Иначе", category_code="roads")
    save(me)
    save(a_citizen())
    assert [w.category.code if w.category else "" for w in searches.searches(me.pk)] == ["", "roads"]


@pytest.mark.parametrize("said", [{"kind": "answers"}, {"category_code": "nonsense"}, {"title": "  \n"}])
def test_what_can_not_be_a_search_is_refused(said):
    with pytest.raises(searches.BadWatch):
        save(a_citizen(), **said)
    assert not Watch.objects.exists()


def test_a_title_of_a_megabyte_is_cut():
    assert len(save(a_citizen(), title="я" * 1_000_000).title) == 100


def test_twenty_searches_are_enough_and_places_are_counted_apart():
    me = a_citizen()
    a_place(me, lon=39.5, lat=55.5)
    for n in range(searches.SEARCHES):
        a_search(me, category=Category.objects.create(code=f"c{n}", title=f"К{n}"))
    with pytest.raises(searches.TooManyWatches, match="20"):
        save(me)


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_do_not_pass_the_limit():
    me = a_citizen()
    codes = [Category.objects.create(code=f"c{n}", title=f"К{n}").code for n in range(10)]
    for n in range(searches.SEARCHES - 1):
        a_search(me, category=Category.objects.create(code=f"d{n}", title=f"К{n}"))
    start, refused = Barrier(10), []

    def press(code: str) -> None:
        start.wait()
        try:
            save(me, category_code=code)
        except searches.TooManyWatches:
            refused.append(code)
        finally:
            connection.close()

    threads = [Thread(target=press, args=[code]) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Watch.objects.count(), len(refused)) == (searches.SEARCHES, 9)


def test_a_search_is_deleted_by_its_owner_only():
    me, search = a_citizen(), a_search(a_citizen())
    with pytest.raises(searches.NoWatch):
        searches.drop(user_id=me.pk, watch_id=search.pk)
    searches.drop(user_id=search.user_id, watch_id=search.pk)
    with pytest.raises(searches.NoWatch):
        searches.drop(user_id=search.user_id, watch_id=search.pk)


def test_a_search_finds_by_kind_category_and_settlement():
    place, other = a_settlement(), a_settlement(name="Берёзовка")
    appeal = an_appeal(state=State.PUBLISHED, settlement=place)
    elsewhere = Category.objects.create(code="trees", title="Деревья")
    fits: list[dict[str, Any]] = [
        {},
        {"kind": "problem"},
        {"category": appeal.category},
        {"settlement": place},
    ]
    misses: list[dict[str, Any]] = [
        {"kind": "thanks"},
        {"category": elsewhere},
        {"settlement": other},
        {"by_letter": False},
    ]
    found = {a_search(a_citizen(), **more).user_id for more in fits}
    for more in misses:
        a_search(a_citizen(), **more)
    assert {user.pk for user in searches.watching(appeal)} == found


def test_a_place_finds_what_lies_within_its_radius_and_not_what_only_its_box_holds():
    appeal = an_appeal(state=State.PUBLISHED, point=Point(39.5, 55.5, srid=4326))
    near = a_place(a_citizen(), lon=39.505, lat=55.5)  # 316 m
    a_place(a_citizen(), lon=39.515, lat=55.5)  # 948 m
    a_place(a_citizen(), lon=40.5, lat=55.5)
    a_place(a_citizen(), lon=39.505, lat=55.5, kind="thanks")
    assert [user.pk for user in searches.watching(appeal)] == [near.user_id]
    nowhere = an_appeal(state=State.PUBLISHED, point=None)
    assert not searches.watching(nowhere)


def test_nobody_is_told_of_their_own_appeal():
    me = a_citizen()
    a_search(me)
    assert not searches.watching(an_appeal(state=State.PUBLISHED, author=me))


def test_publishing_queues_the_job_and_the_person_is_told_once_whatever_matches_twice():
    me, appeal = a_citizen(), an_appeal(published_at=None, author_name="Иван Тайный")
    a_search(me)
    a_search(me, kind="problem")
    a_place(me, lon=39.5, lat=55.5)
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%tell_watchers'"
            " AND args->>'appeal_id' = %s",
            [str(appeal.pk)],
        )
        assert cursor.fetchone() == (1,)
    for _ in range(2):  # the worker was killed and does it again
        searches.tell_watchers(appeal_id=appeal.pk)
    message = Message.objects.get(kind="watch-match")
    _subject, body = read(message)
    assert message.user == me
    assert f"/appeals/{appeal.number}" in body
    assert "Здравствуйте, Вера!" in body
    assert "Иван" not in body


def test_an_appeal_taken_back_before_the_job_ran_is_told_to_nobody():
    a_search(a_citizen())
    searches.tell_watchers(appeal_id=an_appeal(state=State.WITHDRAWN).pk)
    assert not Message.objects.exists()


def test_among_a_hundred_thousand_watches_the_match_walks_its_indexes():
    me = a_citizen()
    topic = a_topic()
    categories = [Category.objects.create(code=f"c{n}", title=f"К{n}") for n in range(50)]
    places = [a_settlement(name=f"С{n}") for n in range(20)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO appeals_watch (user_id, title, kind, category_id, settlement_id, by_letter, created_at)
            SELECT %s, 'x', '', (%s::bigint[])[1 + n %% 50], (%s::bigint[])[1 + n / 50 %% 20], true, now()
            FROM generate_series(1, 50000) n
            """,
            [me.pk, [c.pk for c in categories], [p.pk for p in places]],
        )
        cursor.execute(
            """
            INSERT INTO appeals_watch (user_id, title, kind, point, radius, circle, by_letter, created_at)
            SELECT %s, 'x', '', p, 500, ST_Expand(p, 0.009), true, now()
            FROM (SELECT ST_SetSRID(ST_MakePoint(39 + n %% 500 * 0.01, 54 + n / 500 * 0.02), 4326) p
                  FROM generate_series(1, 50000) n) places
            """,
            [me.pk],
        )
        cursor.execute("ANALYZE appeals_watch")
    appeal = an_appeal(state=State.PUBLISHED, topic=topic, settlement=places[0])
    Appeal.objects.update(category=categories[0])
    appeal.refresh_from_db()

    plan = searches.watching(appeal).explain()
    assert "watch_search" in plan
    assert "watch_circle" in plan
    assert "Seq Scan on appeals_watch" not in plan
    began = time.perf_counter()
    list(searches.watching(appeal))
    assert time.perf_counter() - began < 1  # seconds; 6 ms where it was written
