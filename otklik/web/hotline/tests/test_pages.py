"""The desk of the hotline as an operator works with it, without JavaScript."""

import json
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Draft
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import a_citizen, a_moderator, a_settlement, a_topic, an_appeal
from otklik.hotline import calls
from otklik.hotline.models import Call, Joined
from otklik.hotline.tests.given import OTHER_PHONE, PHONE, a_call, an_operator
from otklik.integrations.telephony import wire
from otklik.kit import clock
from otklik.outbox.models import Message
from otklik.people.models import User
from otklik.web.citizen.tests.given import a_land, seen

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

HERE = Point(39.511, 55.511, srid=4326)
FILLED = {
    "settlement": "д. Липовка", "address": "Новая, 5", "kind": "problem", "topic": "Яма на дороге", "own-depth": "12",
    "text": "Яма у дома 5", "name": "Вера Полевая", "phone": "8 900 123-45-67", "agreed": "1",
}  # fmt: skip


@pytest.fixture
def lev() -> User:
    return an_operator()


@pytest.fixture
def desk(lev: User) -> Client:
    a_topic(fields=[{"code": "depth", "label": "Глубина, см", "type": "number", "required": True}])
    a_land()
    client = Client()
    client.force_login(lev)
    return client


def at(call: Call, what: str = "") -> str:
    return f"/desk/hotline/calls/{call.pk}{what}"


def filed(client: Client, call: Call, **more: str):
    return client.post(at(call, "/file"), {**FILLED, **more}, follow=True)


def confirmed(**more) -> User:
    user = a_citizen()
    User.objects.filter(pk=user.pk).update(phone=PHONE, phone_confirmed_at=clock.now(), **more)
    return user


def test_a_ringing_call_stands_on_the_desk(desk):
    a_call()
    a_call(phone="", said="anonymous", operator=an_operator("Нина"))
    page = seen(desk.get("/desk/hotline/"))
    assert "+7 900 123-45-67" in page
    assert "номер скрыт" in page
    assert "Нина" in page


def test_an_appeal_by_telephone_from_the_call_to_the_number(desk):
    call = a_call()
    assert PHONE in desk.get(at(call)).content.decode()
    page = filed(desk, call)
    appeal = Appeal.objects.get()
    assert (appeal.channel, appeal.author_phone, appeal.state) == ("hotline", PHONE, State.MODERATION)
    assert appeal.fields == [["Глубина, см", "12"]]
    assert appeal.point
    assert appeal.number[:3] in seen(page)
    assert "отправлен в SMS на +7 900 123-45-67" in seen(page)
    assert Message.objects.get().to == PHONE
    filed(desk, call)
    assert Appeal.objects.count() == 1


def test_every_omission_is_told_at_its_field_and_nothing_typed_is_lost(desk):
    call = a_call()
    page = seen(
        filed(desk, call, address="", name="", agreed="", email="нет", text="", topic="мост через реку")
    )
    for words in (
        "Спросите улицу",
        "Спросите, как обращаться",
        "согласен",
        "Такого адреса почты нет",
        "Выберите тему",
    ):
        assert words in page
    assert not Appeal.objects.exists()
    assert calls.typed(call.draft)["topic"] == "мост через реку"
    assert "мост через реку" in desk.get(at(call)).content.decode()


def test_a_reload_shows_the_draft_and_a_crash_leaves_it_on_the_desk(desk):
    call = a_call()
    assert desk.post(at(call, "/save"), {**FILLED, "text": "Не договорила"}).status_code == 204
    assert "Не договорила" in seen(desk.get(at(call)))
    assert "Незаконченные" in seen(desk.get("/desk/hotline/"))


def test_a_topic_of_an_emergency_stops_with_advice(desk):
    a_topic(code="gas", emergency_advice="Звоните 112", category=a_topic().category, title="Запах газа")
    call = a_call()
    desk.post(at(call, "/save"), {**FILLED, "topic": "Запах газа", "topic_code": "gas"})
    assert "Звоните 112" in desk.get(at(call, "/hints")).content.decode()
    assert "Звоните 112" in seen(filed(desk, call, topic="Запах газа", topic_code="gas"))
    assert not Appeal.objects.exists()


def test_topics_are_found_by_a_word_and_bring_their_questions(desk):
    rows = desk.get("/desk/hotline/topics?q=яма").json()
    assert rows == [{"id": "pothole", "label": "Яма на дороге", "about": "Дороги"}]
    assert desk.get("/desk/hotline/topics?q=ямы").json() == rows
    assert desk.get("/desk/hotline/topics?q=").json() == []
    call = a_call()
    desk.post(at(call, "/save"), {"topic": "яма"})
    assert "Глубина, см" in desk.get(at(call, "/hints")).content.decode()


def test_what_is_there_already_is_joined_instead(desk):
    there = an_appeal(state=State.REGISTERED, address="Липовка, Новая, 7", point=HERE)
    waiting = an_appeal(state=State.MODERATION, published_at=None, address="Липовка, Новая, 9", point=HERE)
    call = a_call()
    page = desk.post(at(call, "/file"), {**FILLED, "do": "hints"})
    assert "Об этом уже сообщили?" in seen(page)
    assert there.number in page.content.decode()
    assert waiting.number in page.content.decode()

    page = seen(desk.post(at(call, "/join"), {**FILLED, "join": there.number}, follow=True))
    assert "Присоединён к обращению" in page
    assert Joined.objects.get().phone == PHONE
    undo = at(call, f"/joined/{Joined.objects.get().pk}/undo")
    assert "Присоединение отменено" in seen(desk.post(undo, follow=True))
    there.refresh_from_db()
    assert there.supporters == 0


def test_joining_without_consent_or_to_nothing_is_refused_in_words(desk):
    there, call = an_appeal(state=State.REGISTERED), a_call()
    back = {"HTTP_REFERER": f"http://testserver{at(call)}"}
    for said, words in (
        ({"join": there.number, "agreed": ""}, "звонящий согласен"),
        ({"join": "123"}, "Присоединиться нельзя"),
        ({"join": there.number, "phone": "12"}, "Такого номера нет"),
    ):
        page = desk.post(at(call, "/join"), {**FILLED, **said}, follow=True, **back)
        assert words in seen(page)
    assert not Joined.objects.exists()


def test_the_caller_with_a_confirmed_number_is_known_by_name(desk):
    account = confirmed()
    mine = an_appeal(author=account, state=State.CLOSED)
    by_phone = an_appeal(author_phone=PHONE, state=State.MODERATION, published_at=None)
    an_appeal(author_phone=OTHER_PHONE)
    page = seen(desk.get(at(a_call())))
    assert "Вера" in page
    for appeal in (mine, by_phone):
        assert f"{appeal.number[:3]}-{appeal.number[3:6]}-{appeal.number[6:]}" in page
    assert "Сейчас у модератора портала" in page
    assert "Номер можно подделать" in page


def test_the_account_gets_the_appeal_only_when_its_owner_calls(desk):
    account, call = confirmed(), a_call()
    filed(desk, call, to_account="1")
    assert Appeal.objects.get().author == account
    other = a_call(phone=OTHER_PHONE)
    filed(desk, other, to_account="1", phone=OTHER_PHONE)
    assert Appeal.objects.order_by("id").last().author is None


def test_what_is_near_the_callers_place_is_shown(desk):
    an_appeal(author_phone=PHONE, state=State.CLOSED)
    there = an_appeal(state=State.REGISTERED, address="Липовка, Новая, 7")
    an_appeal(state=State.CLOSED, address="Липовка, Новая, 8")
    page = seen(desk.get(at(a_call())))
    assert "Рядом с ним сейчас" in page
    assert there.address in page
    assert "Новая, 8" not in page


def test_another_operators_call_shows_no_form_and_is_taken_over_knowingly(desk, lev):
    nina, call = an_operator("Нина"), a_call()
    calls.keep(call_id=call.pk, typed={"text": "Со слов Нины"}, operator=nina, now=clock.now())
    page = seen(desk.get(at(call)))
    assert "Звонок ведёт Нина" in page
    assert "Со слов Нины" not in page
    as_script = {"HTTP_ACCEPT": "application/json"}
    assert desk.post(at(call, "/save"), FILLED, **as_script).json()["code"] == "taken_by_another"
    page = desk.post(at(call, "/take"), {"from": nina.pk}, follow=True)
    assert "Со слов Нины" in seen(page)
    assert Call.objects.get().operator == lev


def test_a_call_without_a_number_and_one_by_hand_work(desk):
    hidden = a_call(phone="", said="anonymous")
    assert "номер скрыт" in seen(desk.get(at(hidden)))
    filed(desk, hidden, phone="")
    assert Appeal.objects.get().author_phone == ""
    page = desk.post("/desk/hotline/begin", {"key": "k", "phone": "+7 900 765-43-21"}, follow=True)
    assert "+7 900 765-43-21" in seen(page)
    page = desk.post("/desk/hotline/begin", {"key": "l", "phone": "12"}, follow=True)
    assert "Такого номера нет" in seen(page)


def test_a_further_trouble_of_the_same_caller_has_a_form_of_its_own(desk):
    call = a_call()
    filed(desk, call)
    page = desk.post(at(call, "/another"), follow=True)
    assert 'name="text"' in page.content.decode()
    further = Call.objects.latest("id")
    filed(desk, further, text="И фонарь не горит")
    assert Appeal.objects.count() == 2


def test_a_call_that_needed_no_appeal_is_ended(desk):
    call = a_call()
    desk.post(at(call, "/save"), FILLED)
    desk.post(at(call, "/drop"))
    assert not Draft.objects.exists()


def test_the_live_list_tells_what_happened_since(desk):
    notice = wire.Notice("1", wire.Event.RINGING, clock.now(), PHONE, operator="101")
    call_id, _news = calls.announce(notice, now=clock.now())
    page = desk.get("/desk/hotline/live?after=0").content.decode()
    news = json.loads(unescape(page.partition('data-news="')[2].partition('"')[0]))
    assert [(one["call"], one["event"], one["extension"]) for one in news] == [(call_id, "ringing", "101")]
    page = desk.get(f"/desk/hotline/live?after={news[0]['id']}").content.decode()
    assert 'data-news="[]"' in page


@pytest.mark.parametrize("path", ["", "live", "callbacks", "journal", "calls/1", "journal.csv"])
@pytest.mark.parametrize("role", ["citizen", "moderator", "clerk", "head", "analyst"])
def test_nobody_else_opens_the_desk(path, role):
    client = Client()
    client.force_login(User.objects.create_user(f"{role}@example.test", "pass", name="Имя", role=role))
    assert client.get(f"/desk/hotline/{path}").status_code == 403


def test_the_journal_is_searched_by_number_phone_operator_and_day(desk, lev):
    mine = a_call(operator=lev)
    filed(desk, mine)
    a_call(phone=OTHER_PHONE, operator=an_operator("Нина"), began_at=clock.now() - timedelta(days=3))
    number = Appeal.objects.get().number

    def found(**asked: str) -> int:
        page = desk.get("/desk/hotline/journal", asked)
        return str(page.content.decode()).count("<tr><td")

    assert found() == 2
    assert found(q=number) == found(q="8 900 123-45-67") == found(operator=str(lev.pk)) == 1
    assert found(day=str(clock.now().date())) == 1
    assert "Напишите телефон целиком" in seen(desk.get("/desk/hotline/journal?q=12"))
    assert "Укажите день" in seen(desk.get("/desk/hotline/journal?day=0000-99-99"))


def test_an_operator_sees_the_end_of_numbers_of_others_only(desk, lev):
    a_call(operator=lev)
    a_call(phone=OTHER_PHONE, operator=an_operator("Нина"))
    page = seen(desk.get("/desk/hotline/journal"))
    assert "+7 900 123-45-67" in page
    assert "765-43-21" not in page
    assert "+7 ••• •••-••-21" in page
    assert desk.get("/desk/hotline/journal.csv").status_code == 403


def test_a_supervisor_gets_the_file_and_no_cell_is_a_formula():
    client = Client()
    client.force_login(User.objects.create_user("s@example.test", "pass", name="Глеб", role="supervisor"))
    a_call(phone="", said="=1+1", operator=an_operator("=cmd"))
    text = client.get("/desk/hotline/journal.csv").content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert "'=cmd" in text


def test_a_card_and_the_desk_cost_few_statements(desk, django_assert_max_num_queries):
    account, call = confirmed(), a_call()
    for _n in range(15):
        an_appeal(author=account, state=State.REGISTERED)
        an_appeal(author_phone=PHONE, state=State.MODERATION, published_at=None)
    desk.get(at(call))
    with django_assert_max_num_queries(14):
        desk.get(at(call))
    with django_assert_max_num_queries(8):
        desk.get("/desk/hotline/")
    with django_assert_max_num_queries(5):
        desk.get("/desk/hotline/live?after=0")
    with django_assert_max_num_queries(6):
        desk.get("/desk/hotline/journal")


def hidden(page) -> dict[str, str]:
    """The fields of the map."""
    html = page.content.decode()
    return {name: html.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("pin", "view")}


def test_the_map_shows_the_address_and_a_press_puts_another_point(desk):
    call = a_call()
    assert "Показать на карте" not in seen(desk.get(at(call)))
    page = desk.post(at(call, "/file"), {**FILLED, "do": "map"})
    assert "Отмечено: 55.51000, 39.51000" in seen(page)  # the house
    said = {**FILLED, **hidden(desk.get(at(call)))}
    page = seen(desk.post(at(call, "/file"), {**said, "map.x": "500", "map.y": "180"}))
    assert "Отмечено: 55.51000, 39.51" in page
    assert "Отмечено: 55.51000, 39.51000" not in page
    picture = unescape(desk.get(at(call)).content.decode().partition(' src="/desk')[2].partition('"')[0])
    answer = desk.get(f"/desk{picture}")
    assert answer["Content-Type"] == "image/svg+xml"
    desk.post(at(call, "/file"), {**FILLED, **calls.typed(call.draft)})
    appeal = Appeal.objects.get()
    assert appeal.point.x > 39.511


def test_the_map_is_pressed_without_leaving_the_page_and_by_the_keyboard(desk):
    call = a_call()
    script = {"HTTP_HX_REQUEST": "true"}
    page = desk.post(at(call, "/file"), {**FILLED, "do": "map"}, **script)
    for said in ({"map.x": "0", "map.y": "0"}, {"do": "north"}, {"do": "east"}, {"do": "in"}):
        page = desk.post(at(call, "/file"), {**FILLED, **calls.typed(call.draft), **said}, **script)
    part = page.content.decode()
    assert "<html" not in part
    assert 'data-part="map"' in part
    lon, lat = (float(part) for part in calls.typed(call.draft)["pin"].split(","))
    assert (lon > 39.5, lat > 55.5) == (True, True)
    page = desk.post(at(call, "/file"), {**FILLED, **calls.typed(call.draft), "do": "clear"}, **script)
    assert "pin" not in {name for name, value in calls.typed(call.draft).items() if value}


def test_a_point_of_another_settlement_is_none(desk):
    a_settlement(name="Дубки")
    call = a_call()
    desk.post(at(call, "/file"), {**FILLED, "do": "map"})
    desk.post(at(call, "/file"), {**FILLED, **calls.typed(call.draft), "map.x": "500", "map.y": "80"})
    kept = calls.typed(call.draft)
    assert kept["pin"]
    page = desk.post(at(call, "/file"), {**kept, "settlement": "Дубки", "settlement_id": "", "do": "hints"})
    assert "Отмечено" not in seen(page)


def test_the_place_that_the_exchange_sent_stands_on_the_map(desk):
    notice = wire.Notice("1", wire.Event.RINGING, clock.now(), PHONE, point=(39.512, 55.513))
    call = Call.objects.get(pk=calls.announce(notice, now=clock.now())[0])
    page = desk.get(at(call))
    assert "Отмечено: 55.51300, 39.51200" in seen(page)
    desk.post(at(call, "/file"), {**FILLED, **hidden(page)})
    assert Appeal.objects.get().point.coords == (39.512, 55.513)


NASTY = [
    "",
    "x",
    "9" * 400,
    "-1",
    "1e309",
    "٣",
    "' OR 1=1 --",
    "<script>",
    "\ufffe",
    "\u202e",
    "[]",
    "🔥" * 50,
    "a\r\nb",
]


@pytest.mark.parametrize("value", NASTY)
def test_whatever_is_typed_is_answered_in_words(desk, value):
    call = a_call()
    typed = dict.fromkeys(
        [*FILLED, "settlement_id", "settlement_choice", "topic_code", "topic_choice", "side", "pin", "view"],
        value,
    )
    for path, data in (
        (at(call, "/save"), typed), (at(call, "/file"), typed), (at(call, "/join"), {**typed, "join": value}),
        (at(call, "/take"), {"from": value}), ("/desk/hotline/seat", {"extension": value}),
        ("/desk/hotline/begin", {"key": value, "phone": value}),
    ):  # fmt: skip
        assert desk.post(path, data).status_code in (200, 204, 302, 422), path
    for path in (at(call), at(call, "/hints")):
        assert desk.get(path).status_code == 200
    desk.post(at(call, "/save"), {**FILLED, "pin": value, "view": f"{value},{value}"})
    for pressed in ({"do": value}, {"map.x": value, "map.y": value}, {"do": "north"}):
        assert desk.post(at(call, "/file"), {**calls.typed(call.draft), **pressed}).status_code in (200, 302)
    for asked in ({"view": value, "shape": "map"}, {"view": "39,55,16,", "pin": value, "shape": value}):
        assert desk.get("/desk/hotline/place.svg", asked).status_code == 404
    for name in ("after", "q", "operator", "day", "page"):
        for path in ("live", "topics", "journal", ""):
            assert desk.get(f"/desk/hotline/{path}", {name: value}).status_code in (200, 400)


def test_the_number_that_a_caller_names_is_looked_up_and_may_be_joined(desk):
    there, call = an_appeal(), a_call(phone="")
    spoken = f"{there.number[:3]} {there.number[3:6]}-{there.number[6:]}"
    page = desk.get(at(call), {"number": spoken})
    assert "Сейчас у модератора портала" in seen(page)
    assert f'value="{there.number}"' in page.content.decode()
    assert "Переспросите номер" in seen(desk.get(at(call), {"number": "123"}))
    page = desk.post(at(call, "/join"), {"join": there.number}, follow=True)
    assert "Присоединён" in seen(page)


def test_the_author_answers_the_moderators_question_by_telephone(desk, lev):
    asked = an_appeal(author_phone=PHONE, published_at=None)
    moderation.ask(appeal_id=asked.pk, moderator=a_moderator(), words="У какого дома?", now=clock.now())
    strange = an_appeal(author_phone=OTHER_PHONE, state=State.QUESTION, published_at=None)
    call = a_call()
    assert "У какого дома?" in seen(desk.get(at(call)))
    desk.post(at(call, "/reply"), {"number": asked.number, f"words-{asked.number}": "У дома 5"})
    desk.post(at(call, "/reply"), {"number": strange.number, f"words-{strange.number}": "У дома 7"})
    asked.refresh_from_db()
    strange.refresh_from_db()
    assert (asked.state, strange.state) == (State.MODERATION, State.QUESTION)
    row = asked.journal.latest("id")
    assert (row.actor, row.reason, row.detail) == (lev, "У дома 5", {"by_phone": True})
