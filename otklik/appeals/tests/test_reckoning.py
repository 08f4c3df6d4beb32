"""A term that runs is computed anew only by hand: with a reason, a row of the journal, a letter when it got worse."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from otklik.appeals import reckoning
from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal, JournalRow
from otklik.appeals.tests.given import MONDAY, a_citizen, an_appeal, an_authority
from otklik.outbox.models import Message
from otklik.people.models import User
from otklik.terms import calendar

pytestmark = [pytest.mark.route, pytest.mark.django_db]

NOW = MONDAY + timedelta(days=3)
DUE = date(2026, 3, 13)  # eight working days after Monday 2 March; the 9th is a day off


@pytest.fixture
def admin() -> User:
    return User.objects.create_user("admin@example.test", "pass", name="Анна", role="admin")


def at_work(*moves: Move, **more: Any) -> Appeal:
    appeal = an_appeal(state=State.REGISTERED, authority=an_authority(), **{"answer_by": DUE, **more})
    for n, move in enumerate(moves or [Move.ASSIGN]):
        JournalRow.objects.create(
            appeal=appeal, move=move, to_state=State.SENDING, at=MONDAY + timedelta(hours=n)
        )
    return appeal


def reckoned(appeal: Appeal, admin: User) -> date | None:
    reckoning.reckon(appeal.pk, reason="Указ № 5", by_id=admin.pk, now=NOW)
    appeal.refresh_from_db()
    return appeal.answer_by


def test_a_later_day_is_journalled_and_the_author_is_told(admin):
    appeal = at_work(author=a_citizen())
    calendar.change([date(2026, 3, 10)], False, reason="Указ № 5", by=admin, now=NOW)

    assert reckoned(appeal, admin) == date(2026, 3, 16)
    row = appeal.journal.get(move=Move.RECKON)
    assert (row.reason, row.actor, row.detail) == (
        "Указ № 5",
        admin,
        {"was": "2026-03-13", "day": "2026-03-16"},
    )
    letter = Message.objects.get(kind="reckoned")
    assert (letter.context["was"], letter.context["answer_by"]) == ("13.03.2026", "16.03.2026")
    # A repeat finds the day as it should be.
    assert not reckoning.reckon(appeal.pk, reason="Указ № 5", by_id=admin.pk, now=NOW)
    assert appeal.journal.filter(move=Move.RECKON).count() == 1


def test_an_earlier_day_is_journalled_and_nobody_is_told(admin):
    appeal = at_work(answer_by=date(2026, 3, 20))
    assert reckoned(appeal, admin) == DUE
    assert not Message.objects.exists()


def test_what_was_extended_by_hand_stays(admin):
    appeal = at_work(Move.ASSIGN, Move.EXTEND, answer_by=date(2026, 3, 20))
    assert reckoned(appeal, admin) == date(2026, 3, 20)


def test_a_term_begins_anew_when_the_appeal_was_sent_again(admin):
    appeal = at_work(Move.ASSIGN, Move.EXTEND, Move.RESEND, answer_by=None)
    assert reckoned(appeal, admin) == DUE


def test_what_is_no_longer_at_work_is_passed_over(admin):
    appeal = at_work()
    Appeal.objects.filter(pk=appeal.pk).update(answer_by=date(2026, 3, 20))
    JournalRow.objects.create(appeal=appeal, move=Move.ANSWER, to_state=State.ANSWERED, at=NOW)
    an_appeal(state=State.MODERATION)
    closed = an_appeal(state=State.CLOSED, answer_by=date(2026, 3, 20))
    assert reckoned(closed, admin) == date(2026, 3, 20)


def test_jobs_go_through_all_that_is_at_work_in_portions(admin, monkeypatch):
    monkeypatch.setattr(reckoning, "BATCH", 2)
    appeals = [at_work(answer_by=date(2026, 3, 20)) for _ in range(5)]
    late = at_work(answer_by=date(2026, 3, 20))
    reckoning.begin(by=admin, reason="  Указ   № 5 ", now=NOW)
    for _n in range(4):
        run_queued()
    found = Appeal.objects.filter(pk__in=[appeal.pk for appeal in (*appeals, late)])
    assert set(found.values_list("answer_by", flat=True)) == {DUE}


def run_queued() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE '%reckon%' RETURNING args")
        jobs = [json.loads(row[0]) for row in cursor.fetchall()]
    for args in jobs:
        reckoning.reckon_later(**args)


def test_nothing_is_begun_without_a_reason(admin):
    with pytest.raises(reckoning.NeedsReason):
        reckoning.begin(by=admin, reason=" ", now=NOW)
