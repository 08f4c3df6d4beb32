"""The whole life of an appeal through the real МСЭД format and the stand. Read it as the story of the product."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.models import Appeal, Dispatch
from otklik.appeals.steps import closing, dispatch, intake, moderation, rating
from otklik.appeals.tests.given import MONDAY, a_duty, a_filing, a_moderator, an_authority
from otklik.exchange import inbox
from otklik.exchange.models import Packet
from otklik.integrations.msed.stand import command
from otklik.jobs import inbound, outgoing
from otklik.outbox.tests.given import kinds

pytestmark = [pytest.mark.route, pytest.mark.django_db(transaction=True)]


def exchange(spool: Path) -> None:
    """МСЭД and we talk until both have nothing to say."""
    spool.mkdir(parents=True, exist_ok=True)
    for _ in range(12):
        command.main(["--spool", str(spool), "--delay", "0", "--once"])
        inbox.collect(heed=inbound.heed, now=MONDAY + timedelta(days=5))


def sent(appeal: Appeal) -> None:
    for pk in Dispatch.objects.filter(appeal=appeal).values_list("pk", flat=True):
        dispatch.send(dispatch_id=pk, now=MONDAY + timedelta(hours=2))


def published(kind: Kind, version: str) -> Appeal:
    a_duty(authority=an_authority(version=version))
    appeal = intake.receive(a_filing(kind=kind), now=MONDAY)
    intake.confirm(appeal_id=appeal.pk, now=MONDAY)
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=MONDAY + timedelta(hours=1))
    sent(appeal)
    return appeal


@pytest.mark.parametrize("version", ["2.2", "2.7", "2.7.1"])
def test_a_problem_travels_all_eight_stages(version, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    appeal = published(Kind.PROBLEM, version)

    exchange(settings.MSED_SPOOL)
    appeal.refresh_from_db()
    assert appeal.state == State.ANSWERED
    assert appeal.dispatches.get().registered_number
    assert appeal.answers.get().text

    rating.rate(appeal_id=appeal.pk, stars=5, solved=True, words="", now=MONDAY + timedelta(days=6))
    appeal.refresh_from_db()
    assert (appeal.state, appeal.rating) == (State.CLOSED, 5)
    moves = [row.move for row in appeal.journal.order_by("id") if row.move != "progress"]
    assert moves == ["receive", "confirm", "publish", "assign", "register", "answer", "rate", "close"]

    while outgoing.send_some():
        pass
    assert kinds() == ["confirmation", "received", "published", "sent", "answered", "closed"]
    assert len(mail.outbox) == len(kinds())
    assert not Packet.objects.exclude(alarm="").exists()


def test_thanks_are_passed_on_and_closed_without_an_answer(settings):
    appeal = published(Kind.THANKS, "2.7.1")

    exchange(settings.MSED_SPOOL)

    appeal.refresh_from_db()
    assert (appeal.state, appeal.answer_by) == (State.CLOSED, None)
    assert not appeal.answers.exists()


def test_not_solved_goes_back_to_work_and_comes_with_a_second_answer(settings):
    appeal = published(Kind.PROPOSAL, "2.7.1")
    exchange(settings.MSED_SPOOL)

    rating.rate(appeal_id=appeal.pk, stars=1, solved=False, words="Ничего не сделано", now=MONDAY)
    assert dispatch.resend_returned(now=MONDAY) == 1
    sent(appeal)
    exchange(settings.MSED_SPOOL)

    appeal.refresh_from_db()
    assert (appeal.state, appeal.answers.count(), appeal.dispatches.count()) == (State.ANSWERED, 2, 2)
    assert closing.close_stale(now=MONDAY + timedelta(days=400)) == 1


def test_a_packet_that_comes_twice_is_taken_once_and_acknowledged_twice(settings):
    published(Kind.PROBLEM, "2.7.1")
    spool = settings.MSED_SPOOL
    command.main(["--spool", str(spool), "--delay", "0", "--once"])
    for _ in range(8):
        command.main(["--spool", str(spool), "--delay", "0", "--duplicates", "1", "--once"])
        inbox.collect(heed=inbound.heed, now=MONDAY)

    taken = (
        Packet.objects.filter(direction="in").exclude(message_uid=None).values_list("message_uid", flat=True)
    )
    assert len(taken) == len(set(taken)) > 3


def test_a_packet_of_rubbish_goes_to_quarantine_and_the_next_is_taken(settings):
    appeal = published(Kind.PROBLEM, "2.2")
    spool = settings.MSED_SPOOL
    rubbish = spool / "from_msed" / "00000000-bad"
    rubbish.mkdir(parents=True)
    (rubbish / "document.xml").write_bytes(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    (rubbish / "00000000-bad.ini").write_bytes("[ФАЙЛЫ]\r\n0=document.xml\r\n".encode("cp1251"))

    exchange(spool)

    appeal.refresh_from_db()
    assert appeal.state == State.ANSWERED
    assert Packet.objects.filter(state="quarantined", kind="unknown").count() == 1
    assert list((spool / "quarantine").iterdir())
