"""A poll is written, looked at and published; after that nobody changes it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from otklik.kit.marks import Changed, mark
from otklik.people.models import ConfigChange, User
from otklik.polls import afterwards, building, drafts, ending, faults, telling, topical
from otklik.polls.building import NoPoll, NotReady, Published
from otklik.polls.models import Poll, Question
from otklik.polls.tests.given import YES_NO, a_poll
from otklik.polls.tests.test_once import at_once

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ESIA = ["openid", "birthdate", "addresses"]
TOWNS = faults.Towns(areas=["99701000"], esia=ESIA)


@pytest.fixture
def admin() -> User:
    return User.objects.create_user("admin@example.test", None, name="Ася", role="admin")


def values(**more: Any) -> dict[str, Any]:
    return {
        "languages": ["ru"],
        "title": {"ru": "Нужен ли парк?"},
        "about": {"ru": "Решит, что строить весной."},
        "picture": None,
        "voters": "citizens",
        "territory_codes": [],
        "confirmed_home": False,
        "age_from": 0,
        "opens_at": None,
        "closes_at": MONDAY + timedelta(days=7),
        "results": "end",
        "quorum": 0,
        **more,
    }


def asks(text: str = "Нужен ли парк?", **more: Any) -> dict[str, Any]:
    return {
        "kind": "single",
        "text": {"ru": text},
        "hint": {},
        "required": True,
        "options": YES_NO,
        "rules": {},
        "asked_if": {},
        **more,
    }


def a_draft(admin: User, *questions: dict[str, Any], **more: Any) -> Poll:
    listed = [(f"q{n}", one) for n, one in enumerate(questions or [asks()], start=1)]
    return building.begin(values(**more), listed, by=admin, now=MONDAY)


def publish(poll: Poll, admin: User) -> None:
    shown = building.whole_mark(*drafts.one(poll.code))
    building.publish(poll.code, shown=shown, towns=TOWNS, by=admin, now=MONDAY)


def wrong(poll: Poll, admin: User, **towns: Any) -> list[str]:
    told = faults.of(
        drafts.as_asked(*drafts.one(poll.code)),
        towns=faults.Towns(**{"areas": ["99701000"], "esia": ESIA, **towns}),
        now=MONDAY,
    )
    return [one.words for one in told]


def test_a_draft_is_published_at_once_and_opens_at_that_moment(admin):
    poll = a_draft(admin)
    publish(poll, admin)
    poll.refresh_from_db()
    assert (poll.code, poll.state, poll.opens_at, poll.published_at) == (
        "nuzhen-li-park",
        "open",
        MONDAY,
        MONDAY,
    )
    publish(poll, admin)  # pressed twice
    assert [one.what for one in telling.told(poll.pk)] == ["open"], "those who may vote will hear of it"
    assert [one.after for one in ConfigChange.objects.filter(what="poll:nuzhen-li-park").order_by("id")][
        1:
    ] == [{"state": "open"}]


def test_a_published_poll_changes_by_no_function_and_not_in_the_database_either(admin):
    poll = a_draft(admin)
    publish(poll, admin)
    said = {"by": admin, "now": MONDAY}
    with pytest.raises(Published):
        building.save(poll.code, values(title={"ru": "Другое"}), shown=mark(building.written(poll)), **said)
    with pytest.raises(Published):
        building.save_question(poll.code, "q1", asks("Другое"), shown=mark(asks()), **said)
    with pytest.raises(Published):
        building.save_question(poll.code, "", asks("Ещё"), shown=mark(["q1"]), **said)
    with pytest.raises(Published):
        building.move_question(poll.code, "q1", "remove", **said)
    with pytest.raises(Published):
        building.drop(poll.code, **said)
    for change in (
        lambda: Poll.objects.filter(pk=poll.pk).update(title={"ru": "Другое"}),
        lambda: Poll.objects.filter(pk=poll.pk).update(closes_at=MONDAY + timedelta(days=9)),
        lambda: Question.objects.filter(poll=poll).update(text={"ru": "Другое"}),
        lambda: Question.objects.filter(poll=poll).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    poll.refresh_from_db()
    assert poll.title == {"ru": "Нужен ли парк?"}


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_published(admin):
    poll = a_draft(
        admin,
        asks("", options=YES_NO[:1]),
        asks("Дальше", asked_if={"question": "q3", "options": ["yes"]}),
        asks("Куда", kind="scale", rules={"from": 5, "to": 5}, options=[]),
        asks("Нет такого", asked_if={"question": "gone", "options": ["yes"]}),
        languages=["ru", "en"],
        about={},
        voters="anybody",
        age_from=18,
        territory_codes=["99999000"],
        opens_at=MONDAY - timedelta(days=2),
        closes_at=MONDAY - timedelta(days=1),
    )
    with pytest.raises(NotReady) as refusal:
        publish(poll, admin)
    told = [(one.question, one.words) for one in refusal.value.faults]
    assert told == [
        ("", "Не сказано, зачем опрос, на языке: Русский."),
        ("", "Нет названия на языке: English."),
        ("", "Не сказано, зачем опрос, на языке: English."),
        ("", "Когда голосуют все желающие, проверить место жительства и возраст нельзя."),
        ("", "Таких муниципалитетов сейчас нет: 99999000."),
        ("", "День начала уже прошёл. Исправьте его или оставьте пустым: голосование начнётся сразу."),
        ("", "Конец голосования уже прошёл."),
        ("q1", "Нет текста вопроса на языке: Русский."),
        ("q1", "Нет текста вопроса на языке: English."),
        ("q1", "Не у всех вариантов есть текст на языке: English."),
        ("q1", "Нужны хотя бы два варианта ответа."),
        ("q2", "Нет текста вопроса на языке: English."),
        ("q2", "Не у всех вариантов есть текст на языке: English."),
        ("q2", "Вопрос зависит от того, который задают позже."),
        ("q3", "Нет текста вопроса на языке: English."),
        ("q3", "Шкала должна идти от меньшей оценки к большей, от 0 до 10."),
        ("q4", "Нет текста вопроса на языке: English."),
        ("q4", "Не у всех вариантов есть текст на языке: English."),
        ("q4", "Вопрос зависит от вопроса, которого больше нет."),
    ]
    poll.refresh_from_db()
    assert poll.state == "draft"


def test_a_poll_without_questions_without_an_end_or_for_hardly_an_hour_is_not_ready(admin):
    poll = building.begin(values(closes_at=None), [], by=admin, now=MONDAY)
    assert wrong(poll, admin) == [
        "Не сказано, когда голосование закончится.",
        "В опросе нет ни одного вопроса.",
    ]
    short = a_draft(admin, title={"ru": "Короткий"}, closes_at=MONDAY + timedelta(minutes=20))
    assert wrong(short, admin) == ["От начала до конца голосования меньше часа."]


def test_age_and_home_need_gosuslugi_and_organisations_have_neither(admin):
    poll = a_draft(admin, age_from=18)
    assert wrong(poll, admin) == []
    assert wrong(poll, admin, esia=[]) == [
        "Вход через Госуслуги не подключён: возраст и место жительства подтвердить некому."
    ]
    unasked = wrong(a_draft(admin, age_from=18, confirmed_home=True), admin, esia=["openid"])
    assert [one.partition(": ")[2].partition(".")[0] for one in unasked] == [
        "дата рождения",
        "адрес регистрации",
    ]
    firms = a_draft(admin, title={"ru": "Бизнесу"}, voters="organisations", territory_codes=["99701000"])
    assert len(wrong(firms, admin)) == 1


def test_options_ranks_and_texts_have_their_limits(admin):
    same = [{"code": "a", "text": {"ru": "Да"}}, {"code": "b", "text": {"ru": "Да"}}]
    poll = a_draft(
        admin,
        asks(options=same),
        asks("Порядок", kind="ranking", options=YES_NO, rules={"least": 2, "most": 1}),
        asks("Словами", kind="text", options=[], rules={"most": 5000}),
    )
    assert wrong(poll, admin) == [
        "Два варианта с одним и тем же текстом.",
        "Сколько вариантов выбрать: от 1 до 2, и наименьшее не больше наибольшего.",
        "Длина ответа: от 1 до 1000 знаков.",
    ]


def test_who_saves_later_is_told_and_overwrites_nothing(admin):
    poll = a_draft(admin)
    shown = mark(building.written(poll))
    building.save(poll.code, values(quorum=5), shown=shown, by=admin, now=MONDAY)
    with pytest.raises(Changed):
        building.save(poll.code, values(quorum=9), shown=shown, by=admin, now=MONDAY)
    poll.refresh_from_db()
    assert poll.quorum == 5


def test_what_was_published_is_what_was_looked_at(admin):
    poll = a_draft(admin)
    shown = building.whole_mark(*drafts.one(poll.code))
    building.save_question(poll.code, "q1", asks("Другое?"), shown=mark(asks()), by=admin, now=MONDAY)
    with pytest.raises(Changed):
        building.publish(poll.code, shown=shown, towns=TOWNS, by=admin, now=MONDAY)


def test_a_form_sent_twice_adds_one_draft_and_one_question(admin):
    poll = building.begin(values(), [], by=admin, now=MONDAY)
    assert building.begin(values(), [], by=admin, now=MONDAY) == poll
    said = {"shown": mark([]), "by": admin, "now": MONDAY}
    assert building.save_question(poll.code, "", asks(), **said) == "nuzhen_li_park"
    with pytest.raises(Changed):
        building.save_question(poll.code, "", asks(), **said)
    assert Question.objects.count() == 1
    assert (
        building.begin(values(), [], by=admin, now=MONDAY).code == "nuzhen-li-park-2"
    )  # the first has grown


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_begin_one_draft_and_one_publishes_what_the_other_was_changing():
    admin = User.objects.create_user("admin@example.test", None, name="Ася", role="admin")

    def begin() -> None:
        building.begin(values(), [("q1", asks())], by=admin, now=MONDAY)

    at_once(begin, begin, begin)
    poll = Poll.objects.get()
    shown, whole = mark(building.written(poll)), building.whole_mark(*drafts.one(poll.code))
    told: list[str] = []

    def change() -> None:
        try:
            building.save(poll.code, values(quorum=7), shown=shown, by=admin, now=MONDAY)
            told.append("saved")
        except Published:
            told.append("published before")

    def show() -> None:
        try:
            building.publish(poll.code, shown=whole, towns=TOWNS, by=admin, now=MONDAY)
            told.append("published")
        except Changed:
            told.append("saved before")

    at_once(change, show)
    poll.refresh_from_db()
    outcomes = {("published", 0): {"published", "published before"}, ("draft", 7): {"saved", "saved before"}}
    key = ("published" if poll.state == "open" else "draft", poll.quorum)
    assert outcomes[key] == set(told)


def test_questions_are_put_in_order_and_taken_out_and_the_journal_says_so(admin):
    poll = a_draft(admin, asks("Первый"), asks("Второй"), asks("Третий"))
    for deed, code in (("up", "q3"), ("up", "q1"), ("down", "q9"), ("remove", "q1"), ("what", "q2")):
        building.move_question(poll.code, code, deed, by=admin, now=MONDAY)
    assert list(poll.questions.order_by("order").values_list("code", "order")) == [("q3", 1), ("q2", 2)]
    last = ConfigChange.objects.latest("id")
    assert [one["label"] for one in (last.after or {})["questions"]] == ["Третий", "Второй"]


def test_a_copy_has_everything_but_the_days_and_a_draft_is_dropped_for_good(admin):
    poll = a_draft(admin, asks(), asks("Почему?", kind="text", options=[]), territory_codes=["99701000"])
    publish(poll, admin)
    made = building.copy(poll.code, by=admin, now=MONDAY)
    assert building.copy(poll.code, by=admin, now=MONDAY) == made
    assert (made.code, made.state, made.closes_at, made.territory_codes) == (
        "nuzhen-li-park-2",
        "draft",
        None,
        ["99701000"],
    )
    assert [one.code for one in drafts.one(made.code)[1]] == ["q1", "q2"]
    building.drop(made.code, by=admin, now=MONDAY)
    building.drop(made.code, by=admin, now=MONDAY)
    with pytest.raises(NoPoll):
        drafts.one(made.code)


def test_a_draft_without_days_is_copied_too_and_so_is_its_copy(admin):
    poll = a_draft(admin, asks(), opens_at=None, closes_at=None)
    made = building.copy(poll.code, by=admin, now=MONDAY)
    assert made != poll
    assert building.copy(poll.code, by=admin, now=MONDAY) == made
    assert building.copy(made.code, by=admin, now=MONDAY) not in (poll, made)


def test_an_end_before_its_time_has_a_reason_that_is_written_down(admin):
    poll = a_poll()
    with pytest.raises(ending.ReasonMissing):
        afterwards.end(poll.code, why="  ", by=admin, now=MONDAY)
    afterwards.end(poll.code, why="Вопрос решён", by=admin, now=MONDAY)
    poll.refresh_from_db()
    assert (poll.state, poll.ended_why) == ("ended", "Вопрос решён")
    assert ConfigChange.objects.get().after == {"state": "ended", "reason": "Вопрос решён"}
    with pytest.raises(ending.NotOpen):
        afterwards.end(poll.code, why="Ещё раз", by=admin, now=MONDAY)


def test_the_use_of_a_result_is_told_when_it_is_counted_and_may_be_written_anew(admin):
    poll = a_poll()
    with pytest.raises(afterwards.NotCounted):
        afterwards.tell_outcome(poll.code, {"ru": "Построили"}, by=admin, now=MONDAY)
    Poll.objects.filter(pk=poll.pk).update(state="ended")
    Poll.objects.filter(pk=poll.pk).update(state="counted")
    with pytest.raises(afterwards.OutcomeMissing):
        afterwards.tell_outcome(poll.code, {"ru": " ", "en": "Built"}, by=admin, now=MONDAY)
    for words in ("Построили", "Построили", "Построили и открыли"):
        afterwards.tell_outcome(poll.code, {"ru": words, "en": "Built"}, by=admin, now=MONDAY)
    poll.refresh_from_db()
    assert (poll.outcome, poll.outcome_at) == ({"ru": "Построили и открыли"}, MONDAY)
    assert ConfigChange.objects.count() == 2


def test_the_list_has_drafts_and_the_rest_apart(admin):
    a_draft(admin)
    a_poll(code="open-one")
    assert [one.code for one in drafts.listed("draft").rows] == ["nuzhen-li-park"]
    assert [(one.code, one.by) for one in drafts.listed("open").rows] == [("open-one", "")]
    assert drafts.listed("over").rows == []


def test_a_draft_of_a_growing_topic_is_ready_to_be_published_and_made_once(admin):
    what = topical.Topical("pothole", "Ямы", "99701000", "Окский округ", MONDAY.date(), 14, "4,0")
    poll = topical.begin(what, by=admin, now=MONDAY)
    assert topical.begin(what, by=admin, now=MONDAY) == poll
    assert (poll.code, poll.title, poll.territory_codes) == (
        "pothole-99701000-2026-03-02",
        {"ru": "Ямы (Окский округ)"},
        ["99701000"],
    )
    assert wrong(poll, admin) == []
    publish(poll, admin)
    assert topical.begin(what, by=admin, now=MONDAY).state == "open"
