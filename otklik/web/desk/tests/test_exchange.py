"""The delivery ledger on the desk, and «send again»."""

import pytest
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.steps import dispatch, moderation
from otklik.appeals.tests.given import MONDAY, a_duty, a_moderator, an_appeal
from otklik.exchange.models import Packet
from otklik.kit import clock
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(a_moderator())
    return client


def a_packet_sent() -> Packet:
    """The document of a published appeal, in the spool."""
    a_duty()
    appeal = an_appeal()
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY)
    dispatch.send(dispatch_id=appeal.dispatches.get().pk, now=MONDAY)
    return Packet.objects.get()


def again(desk: Client, packet: Packet):
    answer = desk.post(f"/desk/exchange/{packet.pk}/again", follow=True)
    packet.refresh_from_db()
    return answer


def test_a_quiet_ledger_says_that_all_is_well_and_shows_everything_when_asked(desk):
    a_packet_sent()
    assert "Всё в порядке" in seen(desk.get("/desk/exchange"))
    words = seen(desk.get("/desk/exchange?all=1"))
    assert "Исходящий: Документ 2.7.1" in words
    assert "Дорожная служба" in words


def test_a_packet_with_an_alarm_stands_there_until_it_is_sent_again_with_the_same_uid(desk):
    packet = a_packet_sent()
    Packet.objects.update(alarm="no_receipt")
    assert "Нет квитанции" in seen(desk.get("/desk/exchange"))

    answer = again(desk, packet)

    assert "Пакет отправлен ещё раз" in seen(answer)
    assert (packet.alarm, packet.attempts) == ("", 2)
    assert Packet.objects.count() == 1


def test_a_packet_that_came_in_can_not_be_sent(desk):
    packet = Packet.objects.create(
        direction="in",
        kind="receipt",
        folder="x",
        state="quarantined",
        error="Не читается",
        created_at=clock.now(),
    )
    page = desk.get("/desk/exchange")
    assert "Не читается" in seen(page)
    assert "Отправить ещё раз" not in seen(page)
    assert desk.post(f"/desk/exchange/{packet.pk}/again").status_code == 404


def test_a_spool_that_can_not_be_written_is_told_in_words(desk, settings, tmp_path):
    packet = a_packet_sent()
    Packet.objects.update(alarm="no_receipt")
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    settings.MSED_SPOOL = blocked

    answer = again(desk, packet)

    assert answer.status_code == 200
    assert "каталог обмена недоступен" in seen(answer)
    assert packet.alarm == "no_receipt"


def test_an_appeal_waits_in_sending_meanwhile(desk):
    packet = a_packet_sent()
    again(desk, packet)
    assert Appeal.objects.get().state == State.SENDING
