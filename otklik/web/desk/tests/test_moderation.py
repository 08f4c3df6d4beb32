"""The moderator's page: the queue, each decision, and what is said when somebody was faster."""

import re
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from otklik.appeals.lifecycle import Attention, State
from otklik.appeals.models import Appeal, JournalRow
from otklik.appeals.steps import moderation
from otklik.appeals.tests.given import (
    a_duty,
    a_moderator,
    a_settlement,
    a_territory,
    a_topic,
    an_appeal,
    an_authority,
)
from otklik.authorities.models import Duty
from otklik.kit import clock
from otklik.outbox.tests.given import newest, read
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(a_moderator())
    return client


def press(desk: Client, appeal: Appeal, deed: str, **said: Any):
    """A button of the appeal's page; the answer after the redirect."""
    page = f"/desk/appeals/{appeal.pk}"
    answer = desk.post(f"{page}/{deed}", said, headers={"Referer": f"http://testserver{page}"}, follow=True)
    appeal.refresh_from_db()
    return answer


def numbers_on(page: Any) -> list[int]:
    return [int(pk) for pk in re.findall(r'href="/desk/appeals/(\d+)[?"]', page.content.decode())]


def test_the_queue_is_ordered_by_time_left_and_says_how_much(desk):
    now = clock.now()
    late, soon, later = (an_appeal(moderate_by=now + timedelta(hours=h, minutes=30)) for h in (-3, 5, 40))
    an_appeal(state=State.PUBLISHED)

    page = desk.get("/desk/")

    assert numbers_on(page) == [late.pk, soon.pk, later.pk]
    for words in ("просрочено на 2 ч 30 мин", "осталось 5 ч", "осталось 40 ч"):
        assert words in seen(page)


def test_an_empty_queue_leads_to_where_a_decision_is_needed(desk):
    assert "Очередь пуста" in seen(desk.get("/desk/"))
    assert 'href="/desk/decide"' in desk.get("/desk/").content.decode()


def test_the_page_of_an_appeal_shows_the_author_and_why_the_authority_is_chosen(desk):
    appeal = an_appeal(
        state=State.SENDING, assigned_why="duty municipal.roads @ 99701000 #1", author_name="Вера Полевая"
    )
    words = seen(desk.get(f"/desk/appeals/{appeal.pk}"))
    for part in (
        "Вера Полевая",
        "vera@example.test",
        "Дороги: Яма на дороге",
        "Дорожная служба, правило 1",
        "Дорожная служба",
    ):
        assert part in words


def test_publishing_leads_to_the_next_one(desk):
    a_duty()
    first, second = an_appeal(), an_appeal()

    answer = press(desk, first, "publish")

    assert first.state == State.SENDING
    assert "Опубликовано" in seen(answer)
    assert answer.redirect_chain[-1][0] == f"/desk/appeals/{second.pk}"


def test_the_last_one_leads_back_to_the_queue(desk):
    assert press(desk, an_appeal(), "publish").redirect_chain[-1][0] == "/desk/"


def test_a_refusal_takes_a_reason_and_words_that_the_author_reads_in_russian(desk):
    appeal = an_appeal()
    press(desk, appeal, "refuse", reason="advert", words="Это объявление")

    subject, body = read(newest())
    assert appeal.state == State.REFUSED
    assert "отказано в публикации" in subject
    assert "Причина: Реклама." in body
    assert "Это объявление" in body


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Выберите причину отказа"),
        ({"reason": "nonsense"}, "Выберите причину отказа"),
        ({"reason": "no_reply"}, "Выберите причину отказа"),
        ({"reason": "other", "words": " "}, "Напишите автору, почему"),
    ],
)
def test_a_refusal_without_its_reason_is_not_made(desk, said, words):
    appeal = an_appeal()
    assert words in seen(press(desk, appeal, "refuse", **said))
    assert appeal.state == State.MODERATION


def test_a_question_goes_to_the_author_and_the_appeal_to_the_list_of_the_asked(desk):
    appeal = an_appeal()
    assert "Напишите вопрос" in seen(press(desk, appeal, "ask", words=""))

    press(desk, appeal, "ask", words="Какой дом?")

    assert appeal.state == State.QUESTION
    assert numbers_on(desk.get("/desk/asked")) == [appeal.pk]
    assert numbers_on(desk.get("/desk/")) == []


def test_the_topic_is_corrected_and_a_waiting_appeal_is_assigned_anew(desk):
    a_topic(code="lamp", title="Фонарь", duty="municipal.light")
    a_duty(subject="municipal.light")
    appeal = an_appeal(state=State.PUBLISHED, attention="nobody")

    answer = press(desk, appeal, "topic", topic="lamp")

    assert (appeal.topic.code, appeal.state, appeal.attention) == ("lamp", State.SENDING, "")
    assert "Тема исправлена" in seen(answer)


@pytest.mark.parametrize("topic", ["", "no-such", "gas", "praise"])
def test_a_topic_that_does_not_fit_is_refused_and_nothing_changes(desk, topic):
    a_topic(code="gas", emergency_advice="Звоните 112")
    a_topic(code="praise", kinds=["thanks"])
    appeal = an_appeal()
    assert "темы нет" in seen(press(desk, appeal, "topic", topic=topic))
    assert appeal.topic.code == "pothole"
    assert not JournalRow.objects.exists()


def test_the_place_is_corrected_with_its_territory_and_the_authority_follows(desk):
    other = a_territory(code="99702000", west=41.0)
    place = a_settlement(name="Заречье", territory=other)
    duty = a_duty(territory_code="99702000")
    appeal = an_appeal(state=State.PUBLISHED, attention="nobody")

    press(desk, appeal, "place", settlement="Заречье", address="ул. Луговая, 3")

    assert (appeal.settlement, appeal.territory, appeal.authority) == (place, other, duty.authority)
    assert appeal.address == "д. Заречье, ул. Луговая, 3"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"settlement": "", "address": "ул. Новая"}, "в каком населённом пункте"),
        ({"settlement": "Ъъъ", "address": "ул. Новая"}, "Такого населённого пункта нет"),
        ({"settlement": "Липовка", "address": "  "}, "Напишите улицу и дом"),
    ],
)
def test_a_place_that_can_not_be_found_is_asked_again_with_what_was_typed(desk, said, words):
    a_settlement()
    appeal = an_appeal(address="прежний адрес")
    answer = press(desk, appeal, "place", **said)
    assert words in seen(answer)
    assert appeal.address == "прежний адрес"
    assert f'value="{said["settlement"]}"' in answer.content.decode()


def test_an_address_longer_than_the_column_is_cut_and_not_a_crash(desk):
    a_settlement()
    appeal = an_appeal()
    assert press(desk, appeal, "place", settlement="Липовка", address="очень " * 80).status_code == 200
    assert appeal.address.startswith("д. Липовка, очень очень")


def test_a_duplicate_is_merged_by_the_number_as_it_is_spoken(desk):
    original, appeal = an_appeal(state=State.PUBLISHED), an_appeal()
    spoken = f"№ {original.number[:3]}-{original.number[3:6]}-{original.number[6:]}"
    press(desk, appeal, "merge", original=spoken)
    assert (appeal.state, appeal.original) == (State.DUPLICATE, original)


@pytest.mark.parametrize("original", ["", "481270356", "x", "own"])
def test_a_merge_needs_another_appeal(desk, original):
    appeal = an_appeal()
    number = appeal.number if original == "own" else original
    assert "Обращения с таким номером нет" in seen(press(desk, appeal, "merge", original=number))
    assert appeal.state == State.MODERATION


@pytest.mark.parametrize("state", [State.REFUSED, State.WITHDRAWN, State.UNCONFIRMED, State.DUPLICATE])
def test_nothing_is_merged_with_an_appeal_that_will_not_be_answered(desk, state):
    original, appeal = an_appeal(state=state), an_appeal()
    assert "ответа на него не будет" in seen(press(desk, appeal, "merge", original=original.number))
    assert appeal.state == State.MODERATION


def test_what_authorities_forward_to_each_other_waits_for_supervisors_only(desk):
    appeal, body = an_appeal(state=State.PUBLISHED, attention="forwarded"), an_authority()
    page = f"/desk/appeals/{appeal.pk}"
    assert page not in desk.get("/desk/decide").content.decode()
    item = desk.get(page)
    assert "решает контролёр" in seen(item)
    assert f'action="{page}/assign' not in item.content.decode()
    above = Client()
    above.force_login(User.objects.create_user("s@example.test", "pass", name="Глеб", role="supervisor"))
    assert page in above.get("/desk/decide").content.decode()
    assert f'action="{page}/assign' in above.get(page).content.decode()
    above.post(f"{page}/assign", {"authority": body.pk})
    appeal.refresh_from_db()
    assert appeal.authority == body


def test_an_appeal_that_nobody_answers_is_assigned_by_hand(desk):
    appeal, body = an_appeal(state=State.PUBLISHED, attention="nobody"), an_authority()
    page = desk.get("/desk/decide")
    assert numbers_on(page) == [appeal.pk]
    assert "Нет ответственного за тему на этой территории" in seen(page)

    answer = press(desk, appeal, "assign", authority=body.pk)

    assert (appeal.state, appeal.authority) == (State.SENDING, body)
    assert "by hand" in appeal.assigned_why
    assert "Исполнитель назначен" in seen(answer)


@pytest.mark.parametrize("authority", ["", "x", "unconnected"])
def test_an_authority_that_can_not_be_written_to_is_not_assigned(desk, authority):
    appeal = an_appeal(state=State.PUBLISHED, attention="nobody")
    id_ = an_authority(connected=False).pk if authority == "unconnected" else authority
    answer = press(desk, appeal, "assign", authority=id_)
    assert re.search("Выберите исполнителя|не подключён ни к МСЭД", seen(answer))
    assert appeal.state == State.PUBLISHED


@pytest.mark.parametrize(("again", "state"), [("1", State.RETURNED), ("0", State.CLOSED)])
def test_a_further_return_is_decided_by_a_moderator(desk, again, state):
    appeal = an_appeal(
        state=State.RETURNED, attention=Attention.RETURN_REVIEW, returns=2, authority=an_authority()
    )
    assert "Повторный возврат" in seen(desk.get(f"/desk/appeals/{appeal.pk}"))

    press(desk, appeal, "return", again=again, words="Ответ исчерпывающий")

    assert (appeal.state, appeal.attention) == (state, "")
    assert numbers_on(desk.get("/desk/decide")) == []


@pytest.mark.parametrize("deed", ["publish", "refuse", "ask", "topic", "place", "merge", "assign", "return"])
def test_who_comes_second_is_told_that_it_is_too_late(desk, deed):
    a_settlement()
    appeal, original = an_appeal(state=State.CLOSED), an_appeal(state=State.PUBLISHED)
    said = {
        "reason": "advert",
        "words": "Слова",
        "topic": "pothole",
        "settlement": "Липовка",
        "address": "ул. Новая, 5",
        "original": original.number,
        "authority": an_authority().pk,
        "again": "1",
    }
    answer = press(desk, appeal, deed, **said)
    assert answer.status_code == 200
    assert "Так уже нельзя: обращение в состоянии «Закрыто»" in seen(answer)
    assert not JournalRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_make_one_decision_and_the_other_gets_a_message():
    a_duty()
    appeal, start, answers = an_appeal(), Barrier(2), []
    desks = [Client(), Client()]
    for one in desks:
        one.force_login(a_moderator())
    page = f"/desk/appeals/{appeal.pk}"

    def decide(one: Client, deed: str) -> None:
        start.wait()
        try:
            said = {"reason": "advert"}
            headers = {"Referer": f"http://testserver{page}"}
            answers.append(seen(one.post(f"{page}/{deed}", said, headers=headers, follow=True)))
        finally:
            connection.close()

    threads = [Thread(target=decide, args=pair) for pair in zip(desks, ["publish", "refuse"], strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum("Так уже нельзя" in words for words in answers) == 1
    assert sum(bool(re.search("Опубликовано\\.|Отказано, автору", words)) for words in answers) == 1
    assert appeal.journal.filter(move__in=["publish", "refuse"]).count() == 1


def test_after_each_refusal_to_route_the_reason_stands_in_russian(desk):
    for reason in Attention:
        an_appeal(state=State.PUBLISHED, attention=reason)
    words = seen(desk.get("/desk/decide"))
    assert all(part in words for part in ("Не определена территория", "Ошибка адресации"))
    assert not any(reason.value in words for reason in Attention)


def test_duties_are_not_guessed_when_the_place_is_corrected_to_nowhere(desk):
    a_territory()
    a_settlement(name="Заречье", territory=a_territory(code="99702000", west=41.0))
    appeal = an_appeal(state=State.PUBLISHED, attention="nobody")
    assert not Duty.objects.exists()
    press(desk, appeal, "place", settlement="Заречье", address="у реки")
    assert (appeal.state, appeal.attention) == (State.PUBLISHED, "nobody")


def test_moderation_by_the_step_itself_is_seen_on_the_page(desk):
    appeal = an_appeal()
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words="Какой дом?", now=clock.now())
    assert "Модератор задал вопрос автору" in seen(desk.get(f"/desk/appeals/{appeal.pk}"))
