"""The moves of one demo appeal: the way to a given state, moment by moment, as lifecycle.MOVES allows."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from otklik.appeals.lifecycle import Decision, Kind, Move, RefusalReason, State
from otklik.demo.texts import common
from otklik.kit import workdays

Actor = Literal["author", "moderator", "system"]
_OFFICE: Final = (9, 18)  # hours of a working day
_WAKING: Final = (8, 22)  # hours in which moderators work and people write
_CLOSE_AFTER_DAYS: Final = 10  # as settings.CLOSE_AFTER_DAYS; demo lives are written before settings are read

# Hours that an appeal has been in the state it is in now.
AGES: Final[dict[State, tuple[float, float]]] = {
    State.UNCONFIRMED: (0.2, 100),
    State.MODERATION: (0.2, 44),
    State.QUESTION: (1, 66),
    State.PUBLISHED: (2, 40),
    State.SENDING: (0.3, 28),
    State.REGISTERED: (2, 220),
    State.ANSWERED: (2, 225),
    State.RETURNED: (2, 60),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """A row of the journal to be."""

    move: Move
    at: datetime
    by: Actor
    reason: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    stars: int
    solved: bool
    words: str


Round = tuple[Decision, Verdict | None]  # an answer and what the author said of it


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to happen to an appeal, decided before its times are."""

    kind: Kind
    topic_code: str
    state: State
    term_days: int  # working days
    unconfirmed: bool  # begins with a letter to confirm
    asked: bool  # the moderator asks first
    rounds: tuple[Round, ...]
    readdressed: bool  # МСЭД sends it back once as wrongly addressed
    attention: str  # a lifecycle.Attention value or ""
    refusal: tuple[RefusalReason, str] | None = None  # with the words to the author
    text: str = ""  # instead of the topic's own texts


class _Clock:
    """Walks forward from the receipt; `office` and `waking` move to hours in which the deed is likely."""

    def __init__(self, rng: random.Random, at: datetime) -> None:
        self.rng, self.at = rng, at

    def minutes(self, low: float, high: float) -> datetime:
        self.at += timedelta(minutes=self.rng.uniform(low, high))
        return self.at

    def waking(self, low: float, high: float) -> datetime:
        """low, high: hours."""
        self.minutes(low * 60, high * 60)
        if not _WAKING[0] <= self.at.hour < _WAKING[1]:
            forward = (_WAKING[0] - self.at.hour) % 24
            self.at = self.at.replace(minute=self.rng.randrange(60)) + timedelta(hours=forward)
        return self.at

    def office(self, low: float, high: float) -> datetime:
        """low, high: hours. The next moment when an office is open."""
        self.minutes(low * 60, high * 60)
        while not (workdays.is_working(self.at.date()) and _OFFICE[0] <= self.at.hour < _OFFICE[1]):
            days = 1 if self.at.hour >= _OFFICE[1] or not workdays.is_working(self.at.date()) else 0
            hour, minute = self.rng.randrange(*_OFFICE), self.rng.randrange(60)
            self.at = (self.at + timedelta(days=days)).replace(hour=max(hour, _OFFICE[0]), minute=minute)
        return self.at


def live(rng: random.Random, plan: Plan, received_at: datetime) -> list[Deed]:
    """Every move from receipt to plan.state, with plausible pauses; the last one may lie in the future."""
    return list(_deeds(rng, plan, _Clock(rng, received_at)))


def _deeds(rng: random.Random, plan: Plan, clock: _Clock) -> Iterator[Deed]:
    yield Deed(Move.RECEIVE, clock.at, "author")
    if plan.unconfirmed and plan.state is not State.UNCONFIRMED:
        yield Deed(Move.CONFIRM, clock.minutes(1, 90), "author")
    if plan.state in (State.UNCONFIRMED, State.MODERATION) and not plan.asked:
        return
    yield from _moderation(rng, plan, clock)
    if plan.state in (State.MODERATION, State.QUESTION, State.REFUSED, State.WITHDRAWN, State.DUPLICATE):
        return
    yield Deed(Move.PUBLISH, clock.waking(0.5, 30), "moderator")
    yield from _work(rng, plan, clock)


def _moderation(rng: random.Random, plan: Plan, clock: _Clock) -> Iterator[Deed]:
    """Up to the moderator's decision, except publishing."""
    if plan.asked:
        question = rng.choice(common()["question"])
        yield Deed(Move.ASK, clock.waking(1, 20), "moderator", question["ask"])
        if plan.state is State.QUESTION:
            return
        if plan.refusal and plan.refusal[0] is RefusalReason.NO_REPLY:
            clock.at += timedelta(days=3, minutes=2)
            yield Deed(
                Move.EXPIRE, clock.at, "system", plan.refusal[1], {"code": RefusalReason.NO_REPLY.value}
            )
            return
        yield Deed(Move.REPLY, clock.waking(1, 40), "author", question["reply"])
    if plan.state is State.REFUSED and plan.refusal:
        code, words = plan.refusal
        yield Deed(Move.REFUSE, clock.waking(0.5, 30), "moderator", words, {"code": code.value})
    if plan.state is State.WITHDRAWN:
        yield Deed(
            Move.WITHDRAW, clock.waking(0.3, 10), "author", rng.choice(common()["withdrawal"])["words"]
        )
    if plan.state is State.DUPLICATE:
        yield Deed(Move.MERGE, clock.waking(0.5, 30), "moderator")


def _work(rng: random.Random, plan: Plan, clock: _Clock) -> Iterator[Deed]:
    """From МСЭД to the end."""
    yield Deed(Move.ASSIGN, clock.minutes(0.01, 0.02), "system")
    if plan.readdressed:
        yield Deed(Move.READDRESS, clock.office(2, 30), "system", "Ошибка адресации")
        if plan.state is State.PUBLISHED:
            return
        yield Deed(Move.ASSIGN, clock.waking(0.5, 20), "moderator")
    if plan.state is State.SENDING:
        return
    yield Deed(Move.REGISTER, clock.office(1, 20), "system")
    if plan.kind is Kind.THANKS:
        if plan.state is State.CLOSED:
            yield Deed(Move.FILE, clock.at, "system")
        return
    yield from _answers(rng, plan, clock)
    if plan.state is State.CLOSED:
        yield from _end(rng, clock, plan.rounds[-1][1])


def _answers(rng: random.Random, plan: Plan, clock: _Clock) -> Iterator[Deed]:
    for number, (decision, verdict) in enumerate(plan.rounds):
        if number:
            yield Deed(Move.RESEND, clock.minutes(0.2, 1), "system")
            yield Deed(Move.REGISTER, clock.office(1, 20), "system")
        yield from _round(rng, plan, clock, decision, verdict)


def _end(rng: random.Random, clock: _Clock, verdict: Verdict | None) -> Iterator[Deed]:
    """What ends an appeal when the author has not: the clock, or a moderator after a second return."""
    if verdict is None:
        clock.at += timedelta(days=_CLOSE_AFTER_DAYS, minutes=rng.uniform(1, 10))
        yield Deed(Move.CLOSE, clock.at, "system", detail={"rated": False})
    elif not verdict.solved:
        yield Deed(
            Move.CLOSE, clock.waking(3, 40), "moderator", rng.choice(common()["stands"]), {"rated": True}
        )


def _round(
    rng: random.Random, plan: Plan, clock: _Clock, decision: Decision, verdict: Verdict | None
) -> Iterator[Deed]:
    """An answer and, where there is one, the author's verdict."""
    # most answers come well before the term, about one in fourteen after it
    share = rng.uniform(1.02, 1.5) if rng.random() < 0.07 else rng.betavariate(2.2, 2) * 0.97
    hours = max(3.0, share * plan.term_days * 24 * 7 / 5 - 6)
    if plan.term_days > 3 and rng.random() < 0.6:
        yield Deed(Move.PROGRESS, clock.office(hours * 0.1, hours * 0.2), "system", "Назначен исполнитель")
        hours *= 0.85
    yield Deed(Move.ANSWER, clock.office(hours * 0.95, hours), "system", detail={"decision": decision.value})
    if verdict is None:
        return
    rated = clock.waking(0.5, rng.choice((10, 60, 200)))
    detail = {"stars": verdict.stars, "solved": verdict.solved}
    yield Deed(Move.RATE, rated, "author", verdict.words, detail)
    if verdict.solved:
        yield Deed(Move.CLOSE, rated, "author", detail={"rated": True})
    else:
        yield Deed(Move.RETURN, rated, "author", verdict.words)
