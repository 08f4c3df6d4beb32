"""The check finds whatever is stuck, says why, and forgets what goes on again; it reads only what is open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import MONDAY, an_appeal, an_authority
from otklik.exchange.models import Packet
from otklik.outbox.models import Message, Stop
from otklik.oversight import guarantee, metrics, suspects
from otklik.oversight.models import Check, Finding
from otklik.oversight.tests.given import an_official

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

NOW = MONDAY + timedelta(days=30)
OLD = NOW - timedelta(days=20)
DUE = {"answer_by": NOW.date() + timedelta(days=3)}


def kinds() -> set[str]:
    return {found.kind for found in guarantee.suspicious(now=NOW)}


def a_packet() -> None:
    Packet.objects.create(
        direction="out", kind="document", folder="x", state="queued", created_at=NOW - timedelta(hours=2)
    )


def a_letter() -> None:
    Message.objects.create(kind="received", to="vera@example.test", due_at=NOW - timedelta(hours=2))


def a_stop() -> None:
    Stop.objects.create(channel="fcm", said="fcm: 403", since=OLD, until=NOW)


def given_up(**more: Any) -> Message:
    said = {
        "kind": "received",
        "to": "vera@example.test",
        "state": "failed",
        "error": "550 <vera@example.test>",
    }
    return Message.objects.create(**{**said, "created_at": NOW - timedelta(days=8), **more})


def a_job() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at) VALUES ('msed', 'send', %s)",
            [NOW - timedelta(hours=2)],
        )


def stored(state: State, **more: Any) -> Callable[[], Any]:
    return lambda: an_appeal(state=state, **{"state_since": OLD, **more})


def with_executor_who_left() -> None:
    an_appeal(state=State.REGISTERED, executor=an_official("clerk"), **DUE)


def at_a_body_without_people() -> None:
    an_appeal(state=State.REGISTERED, authority=an_authority(connected=False), **DUE)


STUCK: dict[str, Callable[[], Any]] = {
    "unconfirmed": stored(State.UNCONFIRMED, received_at=OLD),
    "moderation": stored(State.MODERATION, moderate_by=OLD),
    "question": stored(State.QUESTION, question_by=OLD),
    "decision": stored(State.PUBLISHED, attention="nobody"),
    "nobody": stored(State.PUBLISHED),
    "no-term": stored(State.REGISTERED),
    "sending": stored(State.SENDING, **DUE),
    "returned": stored(State.RETURNED),
    "answered": stored(State.ANSWERED),
    "executor": with_executor_who_left,
    "body": at_a_body_without_people,
    "packet": a_packet,
    "letter": a_letter,
    "stopped": a_stop,
    "undelivered": given_up,
    "job": a_job,
}


@pytest.mark.parametrize("kind", suspects.SUSPECTS)
def test_each_kind_of_being_stuck_is_found(kind):
    assert kinds() == set()
    STUCK[kind]()
    assert kinds() == {kind}


def test_letters_of_an_appeal_that_were_given_up_lead_to_it_and_name_no_address():
    appeal = an_appeal(state=State.CLOSED)
    for channel in ("email", "sms", "push"):
        given_up(about=appeal.number, channel=channel)
    given_up(kind="confirm")
    given_up(kind="confirm", to="petr@example.test")
    given_up(kind="reset", channel="push")
    given_up(kind="reset", created_at=NOW - timedelta(days=15))

    found = [row for row in guarantee.suspicious(now=NOW) if row.kind == "undelivered"]

    assert {(row.subject, row.link) for row in found} == {
        (appeal.number, f"/desk/appeals/{appeal.pk}"),
        ("confirm (email)", ""),
    }
    assert "@" not in str(found)


def test_a_packet_with_trouble_is_found_until_a_person_has_dealt_with_it():
    said = {"direction": "out", "kind": "document", "folder": "x", "state": "rejected", "created_at": OLD}
    packet = Packet.objects.create(**said)
    (found,) = guarantee.suspicious(now=NOW)
    assert (found.kind, found.link) == ("packet", f"/desk/exchange/{packet.pk}")
    assert "otklik_packets_failed 1" in metrics.text(now=NOW)
    Packet.objects.update(handled_at=NOW)
    assert kinds() == set()
    assert "otklik_packets_failed 0" in metrics.text(now=NOW)


def test_a_message_that_is_tried_in_vain_is_found_though_each_try_puts_it_off():
    later = NOW + timedelta(minutes=10)
    Message.objects.create(kind="received", to="7", channel="fcm", created_at=NOW, due_at=later, attempts=1)
    assert kinds() == set()
    Message.objects.create(kind="received", to="7", channel="fcm", created_at=OLD, due_at=later, attempts=9)
    assert kinds() == {"letter"}


def test_a_service_that_refuses_our_keys_is_a_figure():
    assert "otklik_channels_stopped 0" in metrics.text(now=NOW)
    a_stop()
    assert "otklik_channels_stopped 1" in metrics.text(now=NOW)


def test_figures_say_how_many_letters_were_given_up_by_channel():
    given_up()
    given_up(channel="sms")
    given_up(channel="sms", created_at=NOW - timedelta(days=15))
    said = metrics.text(now=NOW)
    assert 'otklik_messages_failed{channel="email"} 1' in said
    assert 'otklik_messages_failed{channel="sms"} 1' in said


def test_what_goes_its_way_is_not_found():
    recent = {"state_since": NOW - timedelta(minutes=5)}
    body = an_authority()
    an_official("clerk", body)
    an_appeal(state=State.UNCONFIRMED, received_at=NOW)
    an_appeal(state=State.MODERATION, moderate_by=NOW)
    an_appeal(state=State.QUESTION, question_by=NOW + timedelta(days=1))
    an_appeal(state=State.PUBLISHED, attention="nobody", **recent)
    an_appeal(state=State.SENDING, authority=body, **DUE, **recent)
    an_appeal(state=State.REGISTERED, authority=body, **DUE)
    an_appeal(state=State.REGISTERED, authority=body, kind="thanks")
    an_appeal(state=State.ANSWERED, **recent)
    an_appeal(state=State.RETURNED, attention="return_review", **recent)
    for state in (State.CLOSED, State.REFUSED, State.WITHDRAWN):
        an_appeal(state=state, state_since=OLD)
    assert kinds() == set()


def test_a_finding_stays_open_until_a_later_check_finds_it_no_more():
    appeal = stored(State.REGISTERED)()
    guarantee.check(night=None, now=NOW)
    guarantee.check(night=None, now=NOW + timedelta(hours=1))
    row = Finding.objects.get()
    assert (row.kind, row.subject, row.found_at) == ("no-term", appeal.number, NOW)
    assert (row.seen_at, row.gone_at) == (NOW + timedelta(hours=1), None)

    Appeal.objects.update(**DUE)
    guarantee.check(night=None, now=NOW + timedelta(hours=2))
    row.refresh_from_db()
    assert row.gone_at == NOW + timedelta(hours=2)
    Appeal.objects.update(answer_by=None)
    guarantee.check(night=None, now=NOW + timedelta(hours=3))
    assert Finding.objects.count() == 2


def test_the_longest_stuck_come_first_and_a_flood_is_cut(monkeypatch):
    monkeypatch.setattr(guarantee, "MOST", 3)
    for n in range(5):
        stored(State.ANSWERED, state_since=OLD - timedelta(days=n))()
    found = guarantee.suspicious(now=NOW)
    assert [row.since for row in found] == [OLD - timedelta(days=n) for n in (4, 3, 2)]


def test_the_night_is_checked_once_from_its_hour_on():
    night = NOW.replace(hour=0, minute=30)  # 3:30 in Moscow
    assert guarantee.wake(now=night - timedelta(hours=1)) == 0
    assert guarantee.wake(now=night) == 1
    assert guarantee.wake(now=night) == 0  # queued already
    guarantee.check(night=night.date(), now=night)
    guarantee.check(night=night.date(), now=night)
    assert Check.objects.count() == 1
    assert guarantee.wake(now=night + timedelta(hours=5)) == 0


def test_no_statement_of_the_check_reads_what_has_ended():
    """The planner is told not to read a table from end to end: then each has its index, or none would do."""
    said = suspects.limits(NOW, most=100)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        asked = {kind: suspect.sql for kind, suspect in suspects.SUSPECTS.items()}
        asked |= {gauge.name: gauge.sql for gauge in metrics.GAUGES}
        said |= {"now": NOW, "today": NOW.date()}
        for kind, sql in asked.items():
            cursor.execute(f"EXPLAIN {sql}", said)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan on appeals_appeal" not in plan, f"{kind}:\n{plan}"
            assert "Seq Scan on outbox_message" not in plan, kind
            assert "Seq Scan on exchange_packet" not in plan, kind


def test_what_waits_for_moderators_and_authors_is_counted_without_reading_the_table():
    """Ten million appeals: from the table it took ten seconds."""
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {metrics.GAUGES[0].sql}", {"most": metrics.MOST})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    for index in ("appeal_to_moderate", "appeal_asked"):
        assert f"Index Only Scan using {index}" in plan, plan
