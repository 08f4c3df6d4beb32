"""No order of events leaves an appeal without an owner and a due moment.

A machine calls the real steps in any order, in time and out of it. After each one the open appeal must have a term
where one is owed and somebody who has it; and left alone, whatever its state, it must make itself heard.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from otklik.appeals import journal, merging, reckoning
from otklik.appeals.lifecycle import FINAL, Kind, Move, RefusalReason, State
from otklik.appeals.models import Appeal, Dispatch
from otklik.appeals.steps import answer, assignment, closing, dispatch, intake, moderation, rating
from otklik.appeals.tests.given import MONDAY, a_duty, a_filing, a_moderator, a_topic, an_appeal, an_authority
from otklik.appeals.whereabouts import Where
from otklik.authorities.models import Authority
from otklik.exchange.inbox import Unmatched
from otklik.integrations.msed import NoticeKind
from otklik.jobs.tests.given import answer_of, notice_of
from otklik.kit.errors import Refusal
from otklik.oversight import guarantee, reminders
from otklik.oversight.models import Notice
from otklik.people.models import User

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

# What must never be found, however little time has passed.
LOST = {"no-term", "nobody"}
Event = Callable[["Life"], None]


def _notice(kind: NoticeKind, **more: str) -> Event:
    def told(life: "Life") -> None:
        dispatch.heed(notice_of(life.document(), kind, **more), now=life.now)

    return told


def _moved(move: Move) -> Event:
    """What a desk does by the journal alone."""
    return lambda life: void(journal.move(life.pk, move, actor=life.moderator, now=life.now))


def _rated(*, solved: bool) -> Event:
    return lambda life: rating.rate(appeal_id=life.pk, stars=3, solved=solved, words="Слова", now=life.now)


def _settled(*, again: bool) -> Event:
    return lambda life: rating.settle_return(
        appeal_id=life.pk, moderator=life.moderator, again=again, words="Слова", now=life.now
    )


def _placed(*, within: bool) -> Event:
    def corrected(life: "Life") -> None:
        where = Where("Липовка, ул. Новая, 7", None, 39.5, 55.5, life.territory_id if within else None)
        moderation.correct_place(appeal_id=life.pk, where=where, moderator=life.moderator, now=life.now)

    return corrected


def void(_result: object) -> None:
    """An event gives nothing."""


EVENTS: dict[str, Event] = {
    "confirm": lambda life: void(intake.confirm(appeal_id=life.pk, now=life.now)),
    "lapse": lambda life: void(intake.forget_unconfirmed(now=life.now)),
    "publish": lambda life: moderation.publish(appeal_id=life.pk, moderator=life.moderator, now=life.now),
    "refuse": lambda life: moderation.refuse(
        appeal_id=life.pk, moderator=life.moderator, reason=RefusalReason.ADVERT, words="", now=life.now
    ),
    "ask": lambda life: moderation.ask(
        appeal_id=life.pk, moderator=life.moderator, words="Где это?", now=life.now
    ),
    "reply": lambda life: moderation.reply(appeal_id=life.pk, words="Здесь", now=life.now),
    "expire": lambda life: void(moderation.expire_questions(now=life.now)),
    "topic": lambda life: moderation.correct_topic(
        appeal_id=life.pk, topic_code="unanswered", moderator=life.moderator, now=life.now
    ),
    "topic back": lambda life: moderation.correct_topic(
        appeal_id=life.pk, topic_code="pothole", moderator=life.moderator, now=life.now
    ),
    "outside": _placed(within=False),
    "inside": _placed(within=True),
    "merge": lambda life: merging.merge(
        appeal_id=life.pk, original_number=life.other.number, moderator=life.moderator, now=life.now
    ),
    "split": lambda life: merging.split(appeal_id=life.pk, moderator=life.moderator, now=life.now),
    "withdraw": lambda life: moderation.withdraw(appeal_id=life.pk, words="Решили сами", now=life.now),
    "by hand": lambda life: assignment.assign_by_hand(
        appeal_id=life.pk, authority_id=life.body.pk, moderator=life.moderator, now=life.now
    ),
    "registered": _notice(NoticeKind.ACCEPTED, number="17-1"),
    "not theirs": _notice(NoticeKind.REFUSED, reason="Ошибка адресации"),
    "progress": _notice(NoticeKind.EXECUTOR_ASSIGNED),
    "answer": lambda life: answer.accept(answer_of(life.document()), now=life.now),
    "solved": _rated(solved=True),
    "not solved": _rated(solved=False),
    "again": _settled(again=True),
    "enough": _settled(again=False),
    "resend": lambda life: void(dispatch.resend_returned(now=life.now)),
    "close": lambda life: void(closing.close_stale(now=life.now)),
    "reckon": lambda life: void(
        reckoning.reckon(life.pk, reason="Указ", by_id=life.moderator.pk, now=life.now)
    ),
    "control": _moved(Move.CONTROL),
    "hand": _moved(Move.HAND),
    "remind": lambda life: void(reminders.run(now=life.now)),
}
# What usually happens in a state; anything else is tried too, and refused.
USUAL: dict[State, list[str]] = {
    State.UNCONFIRMED: ["confirm", "lapse"],
    State.MODERATION: ["publish", "publish", "ask", "topic", "outside", "refuse"],
    State.QUESTION: ["reply", "expire", "topic"],
    State.PUBLISHED: ["by hand", "inside", "outside", "topic back", "merge"],
    State.SENDING: ["registered", "not theirs", "answer", "progress", "remind"],
    State.REGISTERED: ["answer", "answer", "not theirs", "progress", "reckon", "remind"],
    State.ANSWERED: ["not solved", "not solved", "solved", "close"],
    State.RETURNED: ["resend", "again", "enough"],
    State.DUPLICATE: ["split"],
}


class Life(RuleBasedStateMachine):
    """One appeal. Everything is undone after each example."""

    now: datetime
    moderator: User
    body: Authority
    other: Appeal
    appeal: Appeal
    pk: int
    territory_id: int | None

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.now = MONDAY
        self.moderator, self.body = a_moderator(), an_authority()
        a_duty(authority=self.body)
        a_topic(code="unanswered", duty="nobody.answers")
        self.other = an_appeal(state=State.PUBLISHED, attention="nobody", received_at=MONDAY)
        self.appeal = intake.receive(a_filing(kind=Kind.PROBLEM), now=self.now)
        self.pk, self.territory_id = self.appeal.pk, self.appeal.territory_id

    @property
    def open(self) -> bool:
        return self.appeal.state not in FINAL - {State.DUPLICATE}

    def document(self) -> Dispatch:
        found = Dispatch.objects.select_related("authority").filter(appeal=self.pk).order_by("-round").first()
        if found is None:
            raise Unmatched("nothing was sent")
        return found

    def happens(self, name: str) -> None:
        with suppress(Refusal, Unmatched), transaction.atomic():
            EVENTS[name](self)
        self.appeal.refresh_from_db()

    @precondition(lambda self: self.open)
    @rule(choice=st.integers(0, 11))
    def the_usual(self, choice: int) -> None:
        usual = USUAL[State(self.appeal.state)]
        self.happens(usual[choice % len(usual)])

    @precondition(lambda self: self.open)
    @rule(name=st.sampled_from(sorted(EVENTS)))
    def anything(self, name: str) -> None:
        self.happens(name)

    @rule(hours=st.sampled_from([1, 5, 49, 24 * 12]))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def it_has_a_term_and_somebody_who_has_it(self) -> None:
        found = guarantee.suspicious(now=self.now + timedelta(hours=2))
        assert [one for one in found if one.kind in LOST and one.subject == self.appeal.number] == []

    @invariant()
    def left_alone_it_makes_itself_heard(self) -> None:
        if self.appeal.state in FINAL:
            return
        later = self.now + timedelta(days=90)
        found = {one.subject for one in guarantee.suspicious(now=later)}
        if self.appeal.number not in found:
            with transaction.atomic():
                reminders.write(now=later)
                due = self.appeal.answer_by
                told = Notice.objects.filter(appeal=self.pk, rung="supervisor")
                heard = due is not None and told.filter(due=due).exists()
                transaction.set_rollback(True)
            assert heard, f"{self.appeal.state}: nobody would ever hear of it"

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)


def test_no_order_of_events_leaves_an_appeal_without_owner_and_due_moment():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=checks
        ),
    )
