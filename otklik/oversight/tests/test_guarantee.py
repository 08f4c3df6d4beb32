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
from otklik.outbox.models import Message
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
    "job": a_job,
}


@pytest.mark.parametrize("kind", suspects.SUSPECTS)
def test_each_kind_of_being_stuck_is_found(kind):
    assert kinds() == set()
    STUCK[kind]()
    assert kinds() == {kind}


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
