"""What a moderator puts right on the page of an appeal, and what it says of who will answer."""

import pytest
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import (
    a_duty,
    a_moderator,
    a_settlement,
    a_territory,
    a_topic,
    an_appeal,
    an_authority,
)
from otklik.web.citizen.tests.given import seen
from otklik.web.desk.tests.test_moderation import press

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(a_moderator())
    return client


def test_the_kind_is_corrected_and_stands_in_the_journal(desk):
    appeal = an_appeal()
    answer = press(desk, appeal, "kind", kind="thanks")
    assert appeal.kind == "thanks"
    assert "Вид обращения исправлен" in seen(answer)
    assert "Благодарность" in seen(answer)
    assert appeal.journal.get().detail == {"kind": "thanks"}


def test_where_the_topic_does_not_go_with_the_kind_another_one_is_asked_for(desk):
    a_topic(code="praise", title="Спасибо врачам", kinds=["thanks"])
    appeal = an_appeal(topic=a_topic(code="hole", kinds=["problem"]))

    answer = press(desk, appeal, "kind", kind="thanks")
    assert appeal.kind == "problem"
    assert "нужна другая тема" in seen(answer)
    assert '<option value="praise">' in answer.content.decode()

    press(desk, appeal, "kind", kind="thanks", topic="praise")
    assert (appeal.kind, appeal.topic.code) == ("thanks", "praise")


@pytest.mark.parametrize("said", [{}, {"kind": "x"}, {"kind": "thanks", "topic": "no-such"}])
def test_a_kind_or_topic_that_is_none_changes_nothing(desk, said):
    appeal = an_appeal()
    assert press(desk, appeal, "kind", **said).status_code == 200
    assert (appeal.kind, appeal.journal.count()) == ("problem", 0)


def test_a_published_appeal_of_another_kind_is_assigned_anew(desk):
    a_duty()
    appeal = an_appeal(state=State.PUBLISHED, attention="nobody")
    press(desk, appeal, "kind", kind="thanks")
    assert (appeal.state, appeal.answer_by) == (State.SENDING, None)


def test_of_several_settlements_with_one_name_the_moderator_chooses(desk):
    a_settlement(name="Заречье")
    far = a_settlement(name="Заречье", territory=a_territory(code="99702000", west=41.0))
    appeal = an_appeal(address="прежний адрес")

    answer = press(desk, appeal, "place", settlement="Заречье", address="ул. Луговая, 3")
    assert "Таких названий несколько" in seen(answer)
    assert 'name="settlement_choice"' in answer.content.decode()
    assert appeal.address == "прежний адрес"

    press(desk, appeal, "place", settlement="Заречье", settlement_choice=far.pk, address="ул. Луговая, 3")
    assert appeal.settlement == far


def test_the_page_says_who_would_answer_and_by_which_rule(desk):
    duty = a_duty(authority=an_authority())
    appeal = an_appeal()
    words = seen(desk.get(f"/desk/appeals/{appeal.pk}"))
    way = "д. Липовка, ул. Новая, д. 5 Округ 99701000 Дороги: Яма на дороге Дорожная служба"
    assert f"Кто ответит {way}, правило {duty.pk}" in words


def test_it_says_as_well_why_nobody_would(desk):
    words = seen(desk.get(f"/desk/appeals/{an_appeal().pk}"))
    assert "исполнителя выберет человек: нет ответственного за тему на этой территории" in words
    words = seen(desk.get(f"/desk/appeals/{an_appeal(territory=None).pk}"))
    assert "территория не определена" in words


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (
            "topic pothole @ region #7; territory 99701000 v1; topic pothole",
            "правило 7, особое для темы, для всего региона",
        ),
        ("by hand: moderator 5", "назначил модератор"),
        ("", "Дорожная служба"),
    ],
)
def test_of_an_assigned_appeal_it_says_how_it_came_to_its_authority(desk, why, words):
    appeal = an_appeal(state=State.SENDING, assigned_why=why)
    assert words in seen(desk.get(f"/desk/appeals/{appeal.pk}"))


def test_another_authority_is_chosen_with_the_publication(desk):
    a_duty()
    appeal, body = an_appeal(), an_authority()
    press(desk, appeal, "publish", authority=body.pk)
    assert (appeal.state, appeal.authority) == (State.SENDING, body)


def test_an_authority_that_nothing_can_be_sent_to_is_refused_before_anything_happens(desk):
    appeal = an_appeal()
    for wrong in (an_authority(connected=False).pk, 10**17):
        assert "не подключён ни к МСЭД" in seen(press(desk, appeal, "publish", authority=wrong))
    assert appeal.state == State.MODERATION
