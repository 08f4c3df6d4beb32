"""The moderators' queue: what is narrowed, what is said of time and of who works, page by page."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from otklik.appeals import holds
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Hold, Photo
from otklik.appeals.queries.waiting import QUEUE, SIZE, Asked
from otklik.appeals.tests.given import MONDAY, a_moderator, a_territory, a_topic, an_appeal
from otklik.classifier.models import Category
from otklik.kit import clock
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen
from otklik.web.desk.moderation.left import left
from otklik.web.desk.tests.test_moderation import numbers_on

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def me() -> User:
    return a_moderator()


@pytest.fixture
def desk(me: User) -> Client:
    client = Client()
    client.force_login(me)
    return client


def shown(desk: Client, asked: str) -> list[int]:
    page = desk.get(f"/desk/{asked}")
    assert page.status_code == 200
    return [int(pk) for pk in re.findall(r'href="/desk/appeals/(\d+)', page.content.decode())]


def way(page: str, rel: str) -> str:
    return unescape("".join(re.findall(rf'rel="{rel}" href="([^"]+)"', page)))


@pytest.mark.parametrize(
    ("minutes", "words", "tone"),
    [
        (200, "осталось 3 ч 20 мин", "waiting"),
        (47 * 60 + 5, "осталось 47 ч 5 мин", "good"),
        (120 * 60, "осталось 5 дн. 0 ч", "good"),
        (7, "осталось 7 мин", "waiting"),
        (-61, "просрочено на 1 ч 1 мин", "bad"),
    ],
)
def test_time_left_is_said_in_hours_and_minutes(minutes, words, tone):
    found = left(MONDAY + timedelta(minutes=minutes), now=MONDAY)
    assert (found.words, found.tone) == (words, tone)


def test_each_filter_leaves_what_it_names():
    now = clock.now()
    client, me = Client(), a_moderator()
    client.force_login(me)
    lamp = a_topic(code="lamp", title="Фонарь")
    school = Category.objects.create(code="school", title="Образование")
    lesson = a_topic(code="lesson", title="Уроки")
    lesson.category = school
    lesson.save()
    late = an_appeal(moderate_by=now - timedelta(hours=1), topic=lamp)
    soon = an_appeal(moderate_by=now + timedelta(hours=2), kind="thanks", channel="hotline")
    far = an_appeal(
        moderate_by=now + timedelta(hours=40),
        topic=lesson,
        territory=a_territory(code="99702000", west=41.0),
        text="Нет учителя физики",
    )
    holds.take(appeal_id=late.pk, user=me, now=now)
    Hold.objects.create(appeal=soon, user=a_moderator(), until=now + timedelta(minutes=5))
    for asked, expected in {
        "?kind=thanks": [soon],
        "?topic=lamp": [late],
        "?category=school": [far],
        "?area=99702000": [far],
        "?channel=hotline": [soon],
        "?left=late": [late],
        "?left=soon": [late, soon],
        "?left=day": [late, soon],
        "?whose=mine": [late],
        "?whose=free": [far],
        "?words=ФИЗИКИ+учителя": [far],
        f"?words={far.number[:5]}": [far],
        f"?words=№{far.number[:3]}-{far.number[3:6]}": [far],
        f"?words={far.number[2:]}": [far],
        f"?words=№+{far.number[:3]}+{far.number[3:6]}-{far.number[6:]}": [far],
        "?kind=problem&left=late": [late],
    }.items():
        assert shown(client, asked) == [one.pk for one in expected], asked


def test_words_are_read_in_what_waits_alone_and_a_number_is_found_by_equality(me):
    """Without the scan of the whole table, which is all that so few rows are worth."""
    an_appeal()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    queue = Appeal.objects.filter(QUEUE.which).order_by("moderate_by", "id")
    plan = Asked(words="яма").of(queue, user_id=me.pk, now=clock.now())[:31].explain()
    assert "appeal_to_moderate" in plan
    assert "Seq Scan on appeals_appeal" not in plan
    named = str(Asked(words="№ 300 490-378").of(queue, user_id=me.pk, now=clock.now()).query)
    assert '"number" = 300490378' in named
    assert "LIKE" not in named


@pytest.mark.parametrize(
    "asked", ["?kind=x&left=never&whose=&area='", "?words=%25_%27", "?desk=x&category=%F0"]
)
def test_what_stands_for_nothing_is_left_out_and_never_an_error(desk, asked):
    assert desk.get(f"/desk/{asked}").status_code == 200
    appeal = an_appeal()
    assert desk.get(f"/desk/appeals/{appeal.pk}{asked}").status_code == 200


def test_a_cut_page_address_is_refused_in_words(desk):
    answer = desk.get("/desk/?from=nonsense")
    assert (answer.status_code, "Откройте список с начала" in seen(answer)) == (400, True)


def test_the_queue_goes_on_page_by_page_and_back(desk):
    every = [an_appeal(moderate_by=MONDAY + timedelta(minutes=n)).pk for n in range(SIZE + 5)]
    first = desk.get("/desk/?kind=problem").content.decode()
    following = way(first, "next")
    assert "kind=problem" in following
    second = desk.get(following).content.decode()
    before = way(second, "prev")
    pages = [re.findall(r'href="/desk/appeals/(\d+)', page) for page in (first, second)]
    assert [int(pk) for page in pages for pk in page] == every
    assert re.findall(r'href="/desk/appeals/(\d+)', desk.get(before).content.decode()) == pages[0]


def test_a_row_says_whether_there_is_a_photo(desk):
    with_photo, _without = an_appeal(), an_appeal()
    Photo.objects.create(id=uuid4(), appeal=with_photo, place=0, width=4, height=3, created_at=MONDAY)
    assert seen(desk.get("/desk/")).count("есть фото") == 1


def test_the_rows_keep_the_filter_and_the_open_one_is_marked(desk):
    appeal = an_appeal()
    page = desk.get(f"/desk/appeals/{appeal.pk}?kind=problem").content.decode()
    assert f'href="/desk/appeals/{appeal.pk}?kind=problem" data-row aria-current="true"' in page
    assert f'action="/desk/appeals/{appeal.pk}/publish?kind=problem"' in page
    assert 'href="/desk/?kind=problem"' in page


def test_a_script_gets_the_appeal_or_the_list_alone(desk):
    appeal = an_appeal()
    part = desk.get(f"/desk/appeals/{appeal.pk}", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith("<article")
    part = desk.get("/desk/?kind=problem&topic=", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div class="split__list"')
    assert part["HX-Push-Url"] == "/desk/?kind=problem"


def test_an_opened_appeal_is_taken_into_work_and_others_may_only_read(desk, me):
    appeal, other = an_appeal(), Client()
    other.force_login(a_moderator())
    page = f"/desk/appeals/{appeal.pk}"
    assert "Взять в работу" in seen(desk.get(page))

    assert "У вас в работе, ещё 10 мин" in seen(desk.post(f"{page}/hold", follow=True))

    words = seen(other.get(page))
    assert "В работе: Марк, ещё 10 мин. Сейчас можно только читать" in words
    part = other.get(page, headers={"HX-Request": "true"}).content.decode()
    assert not re.search("Опубликовать|Отказать|Исправить", part)
    assert "Марк, ещё 10 мин" in seen(other.get("/desk/"))
    for deed in ("hold", "publish", "refuse", "topic", "place", "merge"):
        said = {"reason": "advert", "topic": "pothole", "original": "1", "settlement": "x", "address": "y"}
        answer = other.post(
            f"{page}/{deed}", said, headers={"Referer": f"http://testserver{page}"}, follow=True
        )
        assert "Обращение в работе: Марк" in seen(answer), deed
    appeal.refresh_from_db()
    assert appeal.state == State.MODERATION

    desk.post(f"{page}/free")
    assert "Взять в работу" in seen(other.get(page))


def test_a_script_that_takes_it_gets_the_words_for_its_place_or_a_refusal_as_json(desk):
    appeal, other = an_appeal(), Client()
    other.force_login(a_moderator())
    took = desk.post(f"/desk/appeals/{appeal.pk}/hold", headers={"HX-Request": "true"})
    assert "У вас в работе" in took.content.decode()
    refused = other.post(
        f"/desk/appeals/{appeal.pk}/hold", headers={"HX-Request": "true", "Accept": "application/json"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "held")


@pytest.mark.parametrize("id_", ["0", "999999999", "9" * 30])
@pytest.mark.parametrize("deed", ["hold", "free", "noted", "kind"])
def test_what_is_not_there_is_not_taken(desk, id_, deed):
    assert desk.post(f"/desk/appeals/{id_}/{deed}", {"kind": "thanks"}).status_code in (302, 404)
    assert not Hold.objects.exists()


def test_the_next_one_is_free_held_at_once_and_within_the_filter(desk, me):
    first, held, other_kind, last = (
        an_appeal(moderate_by=MONDAY + timedelta(hours=n), kind="thanks" if n == 2 else "problem")
        for n in range(4)
    )
    Hold.objects.create(appeal=held, user=a_moderator(), until=clock.now() + timedelta(minutes=5))

    answer = desk.post("/desk/next?kind=problem", {"after": first.pk})

    assert answer["Location"] == f"/desk/appeals/{last.pk}?kind=problem"
    assert Hold.objects.get(user=me).appeal == last
    assert desk.post("/desk/next", {"after": "x"})["Location"] == f"/desk/appeals/{first.pk}"
    assert other_kind.pk in numbers_on(desk.get("/desk/"))


def test_when_nothing_is_free_the_next_one_is_the_queue(desk):
    assert desk.post("/desk/next?kind=thanks")["Location"] == "/desk/?kind=thanks"


@pytest.mark.parametrize("address", ["/desk/", "/desk/?kind=problem&words=дома&whose=free", "/desk/decide"])
def test_a_list_costs_the_same_whatever_waits(desk, address, django_assert_max_num_queries):
    for _ in range(SIZE + 1):
        an_appeal(attention="nobody")
    desk.get(address)  # what the process keeps
    with django_assert_max_num_queries(5):
        assert desk.get(address).status_code == 200
