"""An answer that names none of our documents: a moderator says at the desk whose it is."""

import pytest
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Dispatch
from otklik.appeals.tests.given import a_moderator
from otklik.exchange.models import Packet
from otklik.jobs.tests.given import answer_of, say, under_way
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(a_moderator())
    return client


def an_answer_to_nothing(ours: Dispatch) -> Packet:
    """The authority answered and forgot to say what: no link, a number told by nobody."""
    say(answer_of(ours, links=(), number="ИСХ-1"))
    return Packet.objects.get(alarm="unmatched")


def link(desk: Client, packet: Packet, number: str):
    answer = desk.post(
        f"/desk/exchange/{packet.pk}/link",
        {f"number-{packet.pk}": number},
        follow=True,
        headers={"referer": "http://testserver/desk/exchange"},
    )
    packet.refresh_from_db()
    return answer


def test_an_answer_that_names_no_appeal_is_linked_by_a_moderator_and_published(desk):
    ours = under_way()
    packet = an_answer_to_nothing(ours)
    assert "Связать" in seen(desk.get("/desk/exchange"))

    answer = link(desk, packet, f" № {ours.appeal.number[:3]} {ours.appeal.number[3:]}")

    assert "Ответ опубликован" in seen(answer)
    appeal = Appeal.objects.get()
    assert (appeal.state, appeal.answers.get().number) == (State.ANSWERED, "ИСХ-1")
    assert appeal.journal.get(move="answer").actor is not None
    assert (packet.state, packet.alarm) == ("taken", "")
    assert "уже разобран" in seen(link(desk, packet, ours.appeal.number))
    assert appeal.answers.count() == 1


@pytest.mark.parametrize("number", ["", "x", "481270356"])
def test_a_number_that_was_never_sent_links_nothing(desk, number):
    packet = an_answer_to_nothing(under_way())
    assert "Проверьте номер" in seen(link(desk, packet, number))
    assert packet.alarm == "unmatched"


def test_an_appeal_that_waits_for_no_answer_takes_none(desk):
    ours = under_way()
    packet = an_answer_to_nothing(ours)
    Appeal.objects.filter(pk=ours.appeal_id).update(state=State.WITHDRAWN)
    assert "не ждёт ответа" in seen(link(desk, packet, ours.appeal.number))
    assert packet.alarm == "unmatched"


def test_a_packet_that_somebody_has_looked_at_asks_for_attention_no_more(desk):
    packet = an_answer_to_nothing(under_way())
    desk.post(f"/desk/exchange/{packet.pk}/dismiss", {"words": ""})
    assert "Всё в порядке" not in seen(desk.get("/desk/exchange"))
    desk.post(f"/desk/exchange/{packet.pk}/dismiss", {"words": "Это не нам, участник предупреждён"})
    assert "Всё в порядке" in seen(desk.get("/desk/exchange"))
    assert not Appeal.objects.get().answers.exists()
