"""Filing an appeal page by page, as a browser without JavaScript does it."""

from datetime import timedelta

import pytest
from django.test import Client

from otklik.appeals.models import Appeal, Draft
from otklik.appeals.steps import drafting
from otklik.appeals.tests.given import a_citizen, a_topic
from otklik.kit import clock
from otklik.outbox.tests.given import kinds
from otklik.web.citizen.tests.given import AUTHOR, PLACE, WORDS, a_land, begun, beside, filed, seen

pytestmark = [pytest.mark.public, pytest.mark.django_db]

OWN_FIELDS = [
    {"code": "depth", "label": "Глубина, см", "type": "number", "required": True, "min": 1, "max": 300},
    {"code": "since", "label": "С какого дня", "type": "date", "required": True, "min": "2020-01-01"},
    {"code": "lane", "label": "Где именно", "type": "choice", "choices": ["Проезжая часть", "Тротуар"]},
    {"code": "again", "label": "Обращались раньше?", "type": "yesno"},
    {"code": "post", "label": "Номер столба", "type": "text", "pattern": "[0-9]{3}", "help": "Три цифры"},
]
OWN = {
    "own-depth": "12,5",
    "own-since": "24.11.2025",
    "own-lane": "Тротуар",
    "own-again": "1",
    "own-post": "007",
}


@pytest.fixture(autouse=True)
def _land() -> None:
    a_land()


@pytest.mark.parametrize("kind", ["problem", "proposal", "thanks"])
def test_each_kind_is_filed_page_by_page_and_gets_a_number(kind):
    me = begun(kind=kind)
    pages = [("category", {"category": "roads"}), ("topic", {"topic": "pothole"}), ("place", PLACE)]
    for (page, said), following in zip(
        [*pages, ("text", WORDS), ("review", AUTHOR)],
        ["topic", "place", "text", "review", "done"],
        strict=True,
    ):
        assert me.open(page).status_code == 200
        assert me.say(page, **said)["Location"] == f"{me.base}/{following}"

    appeal = Appeal.objects.get()
    assert (appeal.kind, appeal.state) == (kind, "unconfirmed")
    assert appeal.address == "д. Липовка, ул. Новая, д. 5"
    assert (appeal.point.x, appeal.point.y) == (39.51, 55.51)
    assert appeal.territory.code == "99701000"
    assert f"{appeal.number[:3]}-{appeal.number[3:6]}-{appeal.number[6:]}" in seen(me.open("done"))
    assert "vera@example.test" in seen(me.open("done"))


def test_without_a_kind_nothing_begins():
    answer = Client().post("/new", {"kind": "complaint"}, follow=True)
    assert "Выберите, что вы хотите сделать" in seen(answer) or "Выберите, что" in answer.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("step", "said", "field", "words"),
    [
        ("category", {"category": "no-such"}, "", "Выберите категорию"),
        ("topic", {"topic": "no-such"}, "topic", "Выберите тему"),
        ("topic", {}, "topic", "Выберите тему"),
        ("place", {"settlement": "", "address": "ул. Новая, 5"}, "settlement", "населённом пункте"),
        ("place", {"settlement": "Нетакова", "address": "ул. Новая, 5"}, "settlement", "населённого пункта"),
        ("place", {"settlement": "Липовка", "address": "  "}, "address", "улицу и дом"),
        ("text", {"text": " \r\n "}, "text", "Опишите"),
        ("text", {"text": "я" * 10_001}, "text", "длиннее 10000"),
        ("review", {"name": "", "email": "vera@example.test"}, "name", "как к вам обращаться"),
        ("review", {"name": "Вера", "email": "vera"}, "email", "адрес электронной почты"),
        ("review", {"name": "Вера", "email": f"{'v' * 60}@{'a.' * 100}test"}, "email", "адрес"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_page_stays(step, said, field, words):
    me = begun().up_to(step)

    answer = me.say(step, **said)

    assert answer.status_code == 200
    assert words in seen(answer)
    assert not field or words in beside(answer, field)
    assert not Appeal.objects.exists()


def test_what_was_typed_stays_beside_the_mistake():
    me = begun().up_to("place")
    page = me.say("place", settlement="Липовка", address="").content.decode()
    assert 'value="д. Липовка' in page

    me = begun().up_to("review")
    page = me.say("review", name="Вера Полевая", email="нет").content.decode()
    assert 'value="Вера Полевая"' in page
    assert 'value="нет"' in page


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("depth", "глубокая", "Укажите число"),
        ("depth", "0", "Не меньше 1"),
        ("depth", "9" * 400, "Укажите число"),
        ("depth", "", "Заполните поле «Глубина, см»"),
        ("since", "31.02.2026", "Укажите дату"),
        ("since", "1999-01-01", "Не меньше 01.01.2020"),
        ("lane", "На крыше", "Выберите один из вариантов"),
        ("again", "наверное", "Выберите «Да» или «Нет»"),
        ("post", "семь", "Три цифры"),
    ],
)
def test_own_questions_of_the_topic_are_checked_and_the_answers_stay(field, typed, words):
    topic = a_topic()
    topic.fields = OWN_FIELDS
    topic.save()
    me = begun().up_to("text")

    answer = me.say("text", **WORDS, **{**OWN, f"own-{field}": typed})

    page = answer.content.decode()
    assert words in beside(answer, f"own-{field}")
    assert WORDS["text"] in page
    others = {
        name: value for name, value in OWN.items() if name not in (f"own-{field}", "own-lane", "own-again")
    }
    assert all(f'value="{value}"' in page for value in others.values())
    again = me.open("text").content.decode()  # and the draft has kept them too
    assert all(f'value="{value}"' in again for value in others.values())


def test_own_answers_are_shown_for_review_and_kept_as_people_read_them():
    topic = a_topic()
    topic.fields = OWN_FIELDS
    topic.save()
    me = begun().up_to("text")
    me.say("text", **WORDS, **OWN)
    assert "Глубина, см 12,5" in seen(me.open("review"))

    me.say("review", **AUTHOR)

    assert Appeal.objects.get().fields == [
        ["Глубина, см", "12,5"],
        ["С какого дня", "24.11.2025"],
        ["Где именно", "Тротуар"],
        ["Обращались раньше?", "Да"],
        ["Номер столба", "007"],
    ]


def test_another_topic_asks_its_own_questions_before_anything_is_sent():
    a_topic(
        code="lamp",
        title="Фонарь",
        fields=[{"code": "since", "label": "Когда", "type": "text", "required": True}],
    )
    topic = a_topic()
    topic.fields = [{"code": "since", "label": "Сколько дней", "type": "number"}]
    topic.save()
    me = begun().up_to("text")
    me.say("text", **WORDS, **{"own-since": "5"})
    me.say("topic", topic="lamp")

    answer = me.say("review", **AUTHOR)

    assert "Опишите, что случилось" in seen(answer)
    assert not Appeal.objects.exists()


def test_an_emergency_stops_the_wizard_with_advice_to_call_112():
    a_topic(code="gas", title="Запах газа", emergency_advice="Уйдите и звоните 104 или 112.")
    me = begun().up_to("topic")

    answer = me.say("topic", topic="gas")

    assert "Уйдите и звоните 104 или 112." in seen(answer)
    assert 'href="tel:112"' in answer.content.decode()
    assert me.open("text")["Location"] == f"{me.base}/category"
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    ("filled", "asked", "led_to"),
    [
        ("category", "topic", "category"),
        ("category", "place", "topic"),
        ("category", "text", "category"),
        ("topic", "text", "category"),
        ("place", "text", "place"),
        ("text", "done", "review"),
    ],
)
def test_a_page_asked_for_too_early_leads_to_the_one_that_is_next(filled, asked, led_to):
    me = begun().up_to(filled)
    assert me.open(asked)["Location"] == f"{me.base}/{led_to}"


@pytest.mark.parametrize(
    ("filled", "words"), [("topic", "Выберите тему"), ("place", "Укажите адрес"), ("text", "Опишите")]
)
def test_review_names_what_is_missing_and_files_nothing(filled, words):
    me = begun().up_to(filled)
    assert words in seen(me.open("review"))
    assert "Сначала заполните недостающее" in seen(me.say("review", **AUTHOR))
    assert not Appeal.objects.exists()


PAGES = ["category", "topic", "place", "place.svg", "text", "save", "photos", "review", "done"]


@pytest.mark.parametrize("step", PAGES)
def test_a_stranger_learns_nothing_of_my_draft_not_even_that_it_exists(step):
    me = begun().up_to("review")
    stranger = Client()
    gone = me.base[:-12] + "0" * 12

    answers = [ask(f"{base}/{step}") for ask in (stranger.get, stranger.post) for base in (me.base, gone)]

    assert {answer.status_code for answer in answers} <= {404, 405}
    assert len({seen(answer) for answer in answers if answer.status_code == 404}) == 1
    assert not any(WORDS["text"] in answer.content.decode() for answer in answers)


def test_an_account_finds_its_draft_on_another_machine_and_another_account_does_not():
    owner, other = a_citizen(), a_citizen()
    first, second, third = Client(), Client(), Client()
    first.force_login(owner)
    second.force_login(owner)
    third.force_login(other)
    base = begun(first).base

    assert second.get(f"{base}/category").status_code == 200
    assert third.get(f"{base}/category").status_code == 404


def test_a_draft_left_for_a_month_is_gone_and_the_page_says_so():
    me = begun().up_to("review")
    drafting.forget_old(now=clock.now() + timedelta(days=31))

    answer = me.open("text")

    assert answer.status_code == 404
    assert "черновики хранятся месяц" in seen(answer)


def test_sent_three_times_it_is_one_appeal_with_one_number():
    me = begun().up_to("review")

    answers = [me.say("review", **AUTHOR) for _ in range(3)]

    assert {answer["Location"] for answer in answers} == {f"{me.base}/done"}
    assert Appeal.objects.count() == len(kinds()) == 1


@pytest.mark.parametrize("step", ["category", "topic", "place", "text", "review"])
def test_a_filed_draft_can_not_be_changed_any_more(step):
    me = begun().up_to("done")
    assert me.open(step)["Location"] == f"{me.base}/done"
    assert me.say(step, text="Другое", address="Другое")["Location"] == f"{me.base}/done"
    assert Appeal.objects.get().text == WORDS["text"]


def test_the_page_saves_what_is_typed_by_itself():
    me = begun().up_to("text")
    assert me.say("save", text="Полдела").status_code == 204
    assert "Полдела" in me.open("text").content.decode()


def test_a_signed_in_person_confirms_nothing_and_the_hours_begin():
    client, person = Client(), a_citizen()
    client.force_login(person)

    appeal = filed(client)

    assert (appeal.state, appeal.author, appeal.author_email) == ("moderation", person, person.email)
    assert kinds() == ["received"]


def test_letters_that_no_column_keeps_are_refused_and_not_a_crash():
    me = begun().up_to("text")
    assert me.say("text", text="Яма\0").status_code == 400
    assert me.client.get("/places/suggest", {"q": "Лип\0"}).status_code == 400
    assert me.client.get("/appeals", {"category": "\0"}).status_code == 400


def test_what_people_typed_is_never_html():
    me = begun().up_to("text")
    me.say("text", text="<script>alert(1)</script>")
    assert "<script>alert" not in me.open("review").content.decode()
