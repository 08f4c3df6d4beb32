"""What may happen to an appeal, each thing by the step that does it, in any order."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from django.db import transaction

from otklik.appeals import merging, reckoning, redaction, withholding
from otklik.appeals.lifecycle import Decision, Kind, RefusalReason, State
from otklik.appeals.models import Dispatch
from otklik.appeals.rules.spans import Mark, Span
from otklik.appeals.steps import (
    answer,
    assignment,
    clarifying,
    closing,
    deciding,
    dispatch,
    extending,
    forwarding,
    handing,
    intake,
    moderation,
    rating,
    replying,
)
from otklik.appeals.tests.given import MONDAY, a_duty, a_filing, a_moderator, a_topic, an_appeal, an_authority
from otklik.appeals.tests.office import a_body, an_official
from otklik.appeals.whereabouts import Where
from otklik.authorities.models import Membership
from otklik.exchange.inbox import Unmatched
from otklik.integrations.msed import NoticeKind
from otklik.jobs.tests.given import answer_of, notice_of
from otklik.kit.errors import Refusal
from otklik.oversight import control, reminders
from otklik.terms import calendar

Event = Callable[["Case"], None]


class Case:
    """One appeal on its way, another one that may be merged with it, and those who deal with them."""

    def __init__(self, kind: Kind) -> None:
        self.now, self.together = MONDAY, uuid4()
        self.moderator, self.body, self.desk = a_moderator(), an_authority(), a_body()
        self.clerk = an_official(self.desk)
        a_duty(authority=self.body)
        a_topic(code="unanswered", duty="nobody.answers")
        self.other = an_appeal(state=State.PUBLISHED, attention="nobody", received_at=MONDAY)
        self.appeal = intake.receive(a_filing(kind=kind), now=self.now)
        self.pk, self.territory_id = self.appeal.pk, self.appeal.territory_id
        calendar.regional.answers.clear()  # those of the case before were taken back

    @property
    def at_authority(self) -> dict[str, Any]:
        """Of a step at the desk of whoever has the appeal."""
        return {"appeal_id": self.pk, "authority_id": self.appeal.authority_id or 0, "now": self.now}

    def document(self) -> Dispatch:
        found = Dispatch.objects.select_related("authority").filter(appeal=self.pk).order_by("-round").first()
        if found is None or found.authority.msed_uid is None:
            raise Unmatched("nothing was sent")
        return found

    def happens(self, name: str) -> None:
        """What is refused changes nothing."""
        with suppress(Refusal, Unmatched), transaction.atomic():
            EVENTS[name](self)
        self.appeal.refresh_from_db()


def _notice(kind: NoticeKind, **more: str) -> Event:
    def told(case: "Case") -> None:
        dispatch.heed(notice_of(case.document(), kind, **more), now=case.now)

    return told


def _forwarded(*, known: bool) -> Event:
    """To a named body, or «не знаю»."""

    def told(case: "Case") -> None:
        to = case.desk if case.appeal.authority_id != case.desk.pk else case.body
        forwarding.forward(
            **case.at_authority, to_id=to.pk if known else None, reason="Это не наша дорога", by=case.clerk
        )

    return told


def _answered(case: "Case") -> None:
    """At the desk of the body, written and published."""
    desk = replying.Desk(case.pk, case.appeal.authority_id or 0)
    words = replying.Words("Яма заделана 3 марта.", Decision.SOLVED, None)
    reply = replying.save(desk, words, form=uuid4(), version=0, by=case.clerk, now=case.now)
    replying.finish(desk, version=reply.version, signs=False, by=case.clerk, now=case.now)


def _decided(verb: deciding.Verb) -> Event:
    def told(case: "Case") -> None:
        deed = deciding.Deed(verb, words="Где это?", reason=RefusalReason.ADVERT)
        deciding.decide(
            appeal_id=case.pk, moderator=case.moderator, deed=deed, together=case.together, now=case.now
        )

    return told


def _hidden(case: "Case") -> None:
    """A word and the author, or both shown again."""
    spans = [] if case.appeal.full_text else [Span(0, 3, Mark.BY_HAND)]
    who: dict[str, Any] = {"moderator": case.moderator, "now": case.now}
    redaction.hide(appeal_id=case.pk, spans=spans, **who)
    redaction.hide_author(appeal_id=case.pk, hidden=not case.appeal.author_hidden, **who)


def _became(kind: Kind) -> Event:
    return lambda case: moderation.correct_kind(
        appeal_id=case.pk, kind=kind, topic_code="", moderator=case.moderator, now=case.now
    )


def _rated(*, solved: bool) -> Event:
    return lambda case: rating.rate(appeal_id=case.pk, stars=3, solved=solved, words="Слова", now=case.now)


def _settled(*, again: bool) -> Event:
    return lambda case: rating.settle_return(
        appeal_id=case.pk, moderator=case.moderator, again=again, words="Слова", now=case.now
    )


def _placed(*, within: bool) -> Event:
    def corrected(case: "Case") -> None:
        where = Where("Липовка, ул. Новая, 7", None, 39.5, 55.5, case.territory_id if within else None)
        moderation.correct_place(appeal_id=case.pk, where=where, moderator=case.moderator, now=case.now)

    return corrected


def void(_result: object) -> None:
    """An event gives nothing."""


def _decreed(case: "Case") -> None:
    """The last day for the answer becomes a day off: terms that are reckoned anew get another one."""
    if case.appeal.answer_by:
        calendar.change([case.appeal.answer_by], False, reason="Указ", by=None, now=case.now)


EVENTS: Final[dict[str, Event]] = {
    "confirm": lambda case: void(intake.confirm(appeal_id=case.pk, now=case.now)),
    "lapse": lambda case: void(intake.forget_unconfirmed(now=case.now)),
    "publish": lambda case: moderation.publish(appeal_id=case.pk, moderator=case.moderator, now=case.now),
    "refuse": lambda case: moderation.refuse(
        appeal_id=case.pk, moderator=case.moderator, reason=RefusalReason.ADVERT, words="", now=case.now
    ),
    "ask": lambda case: moderation.ask(
        appeal_id=case.pk, moderator=case.moderator, words="Где это?", now=case.now
    ),
    "reply": lambda case: moderation.reply(appeal_id=case.pk, words="Здесь", now=case.now),
    "expire": lambda case: void(moderation.expire_questions(now=case.now)),
    "topic": lambda case: moderation.correct_topic(
        appeal_id=case.pk, topic_code="unanswered", moderator=case.moderator, now=case.now
    ),
    "topic back": lambda case: moderation.correct_topic(
        appeal_id=case.pk, topic_code="pothole", moderator=case.moderator, now=case.now
    ),
    "outside": _placed(within=False),
    "inside": _placed(within=True),
    "merge": lambda case: merging.merge(
        appeal_id=case.pk, original_number=case.other.number, moderator=case.moderator, now=case.now
    ),
    "split": lambda case: merging.split(appeal_id=case.pk, moderator=case.moderator, now=case.now),
    "withdraw": lambda case: moderation.withdraw(appeal_id=case.pk, words="Решили сами", now=case.now),
    "by hand": lambda case: assignment.assign_by_hand(
        appeal_id=case.pk, authority_id=case.body.pk, moderator=case.moderator, now=case.now
    ),
    "registered": _notice(NoticeKind.ACCEPTED, number="17-1"),
    "not theirs": _notice(NoticeKind.REFUSED, reason="Ошибка адресации"),
    "progress": _notice(NoticeKind.EXECUTOR_ASSIGNED),
    "answer": lambda case: answer.accept(answer_of(case.document()), now=case.now),
    "solved": _rated(solved=True),
    "not solved": _rated(solved=False),
    "again": _settled(again=True),
    "enough": _settled(again=False),
    "resend": lambda case: void(dispatch.resend_returned(now=case.now)),
    "close": lambda case: void(closing.close_stale(now=case.now)),
    "decree": _decreed,
    "reckon": lambda case: void(
        reckoning.reckon(case.pk, reason="Указ", by_id=case.moderator.pk, now=case.now)
    ),
    "to control": lambda case: control.take(
        appeal_id=case.pk, by=case.moderator, words="Жалоба", by_date=None, now=case.now
    ),
    "let go": lambda case: control.release(appeal_id=case.pk, by=case.moderator, words="Ясно", now=case.now),
    "remind": lambda case: void(reminders.run(now=case.now)),
    "clarify": lambda case: clarifying.clarify(
        appeal_id=case.pk, key=uuid4(), words="И рядом тоже", pictures=[], now=case.now
    ),
    "redact": _hidden,
    "take away": lambda case: withholding.withhold(
        appeal_id=case.pk, reason="court", words="Решение суда", by=case.moderator, now=case.now
    ),
    "bring back": lambda case: withholding.restore(
        appeal_id=case.pk, words="Ошибка", by=case.moderator, now=case.now
    ),
    "a proposal": _became(Kind.PROPOSAL),
    "thanks": _became(Kind.THANKS),
    # a decision of the desk and the seconds in which it may be taken back
    "decide to publish": _decided(deciding.Verb.PUBLISH),
    "decide to refuse": _decided(deciding.Verb.REFUSE),
    "decide to ask": _decided(deciding.Verb.ASK),
    "undo": lambda case: void(deciding.undo(together=case.together, moderator=case.moderator)),
    "carry out": lambda case: void(deciding.carry_out_due(now=case.now + timedelta(minutes=1))),
    # the desk of a body
    "to the desk": lambda case: assignment.assign_by_hand(
        appeal_id=case.pk, authority_id=case.desk.pk, moderator=case.moderator, now=case.now
    ),
    "hand": lambda case: handing.hand(**case.at_authority, executor_id=case.clerk.pk, by=case.clerk),
    "nobody's": lambda case: handing.hand(**case.at_authority, executor_id=None, by=case.clerk),
    "clerk leaves": lambda case: void(Membership.objects.filter(user=case.clerk).delete()),
    "extend": lambda case: void(
        extending.extend(**case.at_authority, days=5, reason="Ждём поставки", by=case.clerk)
    ),
    "forward": _forwarded(known=True),
    "forward nowhere": _forwarded(known=False),
    "desk answers": _answered,
    # what happens to the other one
    "other merged": lambda case: merging.merge(
        appeal_id=case.other.pk, original_number=case.appeal.number, moderator=case.moderator, now=case.now
    ),
    "other split": lambda case: merging.split(
        appeal_id=case.other.pk, moderator=case.moderator, now=case.now
    ),
    "other gone": lambda case: moderation.withdraw(appeal_id=case.other.pk, words="Решили", now=case.now),
}
# What usually happens in a state; anything else is tried too, and refused.
USUAL: Final[dict[State, list[str]]] = {
    State.UNCONFIRMED: ["confirm", "lapse"],
    State.MODERATION: ["publish", "publish", "ask", "decide to publish", "carry out", "outside", "merge"],
    State.QUESTION: ["reply", "expire", "topic"],
    State.PUBLISHED: ["by hand", "to the desk", "to the desk", "inside", "topic back", "merge"],
    State.SENDING: ["registered", "not theirs", "answer", "progress", "forward", "remind"],
    State.REGISTERED: ["answer", "desk answers", "forward", "extend", "hand", "reckon", "remind"],
    State.ANSWERED: ["not solved", "not solved", "solved", "close"],
    State.RETURNED: ["resend", "again", "enough"],
    State.DUPLICATE: ["split", "other gone"],
}
