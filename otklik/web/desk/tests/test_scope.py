"""A moderator with territories or topics works with these only; what the address names and is not there is a 404."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, JournalRow, Photo
from otklik.appeals.tests.given import MONDAY, a_moderator, a_settlement, a_territory, a_topic, an_appeal
from otklik.classifier.models import Category
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen
from otklik.web.desk.tests.test_moderation import numbers_on, press

pytestmark = [pytest.mark.people, pytest.mark.django_db]

DEEDS = ["publish", "refuse", "ask", "topic", "place", "merge", "assign", "return"]
SAID = {
    "words": "Слова", "reason": "advert", "topic": "pothole", "settlement": "Липовка", "address": "ул. Новая, 5",
    "again": "1", "authority": "1",
}  # fmt: skip


def a_desk(**limits: list[str]) -> Client:
    moderator = a_moderator()
    User.objects.filter(pk=moderator.pk).update(**limits)
    client = Client()
    client.force_login(User.objects.get(pk=moderator.pk))
    return client


def elsewhere(**more) -> Appeal:
    return an_appeal(territory=a_territory(code="99702000", west=41.0), **more)


def in_light(**more) -> Appeal:
    """Of another category and topic than the usual."""
    category, _ = Category.objects.get_or_create(code="light", defaults={"title": "Свет"})
    return an_appeal(topic=a_topic(code="lamp", category=category), **more)


@pytest.mark.parametrize(
    ("limits", "seen_ones"),
    [
        ({}, {"here", "part", "there", "light", "nowhere"}),
        ({"territory_codes": ["99701000"]}, {"here", "part", "light"}),
        ({"territory_codes": ["99701000101"]}, {"part"}),
        ({"territory_codes": ["99701000", "99702000"]}, {"here", "part", "there", "light"}),
        ({"topic_codes": ["light"]}, {"light"}),
        ({"topic_codes": ["pothole"]}, {"here", "part", "there", "nowhere"}),
        ({"territory_codes": ["99702000"], "topic_codes": ["light"]}, set()),
    ],
)
@pytest.mark.parametrize(
    ("page", "state", "more"),
    [
        ("", State.MODERATION, {}),
        ("asked", State.QUESTION, {}),
        ("decide", State.PUBLISHED, {"attention": "nobody"}),
    ],
)
def test_queues_show_the_moderators_own_part(limits, seen_ones, page, state, more):
    made = {
        "here": an_appeal(state=state, **more),
        "part": an_appeal(state=state, territory=a_territory(code="99701000101", west=43.0), **more),
        "there": elsewhere(state=state, **more),
        "light": in_light(state=state, **more),
        "nowhere": an_appeal(state=state, territory=None, **more),
    }
    shown = numbers_on(a_desk(**limits).get(f"/desk/{page}"))
    assert sorted(shown) == sorted(made[name].pk for name in seen_ones)


def test_appeals_of_a_territory_that_is_no_more_go_to_the_moderators_of_its_successor():
    former = a_territory(code="99701000")
    former.successor = a_territory(code="99703000", west=41.0)
    former.save()
    appeal = an_appeal()
    assert numbers_on(a_desk(territory_codes=["99703000"]).get("/desk/")) == [appeal.pk]


@pytest.mark.parametrize("deed", ["", *DEEDS])
@pytest.mark.parametrize("limits", [{"territory_codes": ["99701000"]}, {"topic_codes": ["light"]}])
def test_another_moderators_appeal_is_not_found_by_its_number_and_nothing_happens(deed, limits):
    a_settlement()
    desk, appeal = a_desk(**limits), elsewhere()
    path = f"/desk/appeals/{appeal.pk}"
    answer = desk.post(f"{path}/{deed}", {**SAID, "original": an_appeal().number}) if deed else desk.get(path)
    assert answer.status_code == 404
    assert not JournalRow.objects.exists()
    appeal.refresh_from_db()
    assert appeal.state == State.MODERATION


@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_those_above_moderators_see_everything_whatever_stands_in_the_row(role):
    appeal, desk = elsewhere(), a_desk(role=role, territory_codes=["99701000"])
    assert numbers_on(desk.get("/desk/")) == [appeal.pk]


def test_the_ledger_of_the_whole_region_is_for_moderators_of_the_whole_region():
    assert a_desk().get("/desk/exchange").status_code == 200
    limited = a_desk(topic_codes=["light"])
    assert limited.get("/desk/exchange").status_code == 403
    assert 'href="/desk/exchange"' not in limited.get("/desk/").content.decode()


def test_the_next_one_is_the_moderators_own():
    first, _strange, second = an_appeal(), elsewhere(), an_appeal()
    answer = press(a_desk(territory_codes=["99701000"]), first, "publish")
    assert answer.redirect_chain[-1][0] == f"/desk/appeals/{second.pk}"


def test_an_appeal_corrected_into_another_territory_leaves_the_desk():
    a_settlement(name="Заречье", territory=a_territory(code="99702000", west=41.0))
    appeal = an_appeal()
    answer = press(
        a_desk(territory_codes=["99701000"]), appeal, "place", settlement="Заречье", address="ул. Новая, 5"
    )
    assert answer.redirect_chain[-1][0] == "/desk/"
    assert "рассматривает другой модератор" in seen(answer)


def test_the_map_of_an_unpublished_appeal_is_for_its_moderators():
    appeal = elsewhere()
    path = f"/appeals/{appeal.number}/map.svg"
    assert a_desk(territory_codes=["99702000"]).get(path).status_code == 200
    assert a_desk(territory_codes=["99701000"]).get(path).status_code == 404


@pytest.mark.parametrize("page", ["", "asked", "decide"])
def test_a_limited_queue_takes_five_statements_and_no_walk_over_all_appeals(page):
    desk = a_desk(territory_codes=["99701000", "99702000"], topic_codes=["roads"])
    an_appeal()
    desk.get(f"/desk/{page}")  # what the process keeps
    with CaptureQueriesContext(connection) as told:
        desk.get(f"/desk/{page}")
    assert len(told) <= 5
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {next(q['sql'] for q in told if 'LIMIT 31' in q['sql'])}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan on appeals_appeal" not in plan, plan


def test_an_item_of_a_limited_desk_takes_one_statement_more():
    appeal = an_appeal()
    for limits, most in (({}, 16), ({"territory_codes": ["99701000"]}, 17)):
        desk = a_desk(**limits)
        desk.get(f"/desk/appeals/{appeal.pk}")  # what the process keeps
        with CaptureQueriesContext(connection) as told:
            desk.get(f"/desk/appeals/{appeal.pk}")
        assert len(told) <= most


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_never_done_by_opening_an_address(deed):
    assert a_desk().get(f"/desk/appeals/{an_appeal().pk}/{deed}").status_code == 405


@pytest.mark.parametrize("deed", ["", *DEEDS])
@pytest.mark.parametrize("id_", ["0", "999999999", "9" * 30])
@pytest.mark.parametrize("limits", [{}, {"topic_codes": ["roads"]}])
def test_what_is_not_there_is_a_page_not_found(deed, id_, limits):
    a_settlement()
    desk, path = a_desk(**limits), f"/desk/appeals/{id_}"
    said = {**SAID, "original": an_appeal(state=State.PUBLISHED).number}
    answer = desk.post(f"{path}/{deed}", said) if deed else desk.get(path)
    assert answer.status_code == 404


def test_a_photo_of_somebody_elses_draft_is_for_no_moderator():
    photo = Photo.objects.create(
        id="00000000-0000-4000-8000-000000000001",
        place=0,
        width=1,
        height=1,
        created_at=timezone.localtime(MONDAY),
    )
    assert a_desk().get(f"/photos/{photo.pk}-full.jpg").status_code == 404
