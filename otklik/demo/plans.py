"""What is decided about a demo appeal before its moments: its end, the answers, the author's verdicts."""

import random
from dataclasses import replace
from typing import Final

from otklik.appeals.lifecycle import Attention, Decision, Kind, RefusalReason, State
from otklik.demo.life import Plan, Round, Verdict
from otklik.demo.texts import SEASONS, common, phrases
from otklik.demo.topics import DemoTopic

# Share of all stories that are in a state which is not the end, today.
PRESENT: Final[dict[State, float]] = {
    State.UNCONFIRMED: 0.003,
    State.MODERATION: 0.011,
    State.QUESTION: 0.003,
    State.PUBLISHED: 0.002,
    State.SENDING: 0.004,
    State.REGISTERED: 0.045,
    State.ANSWERED: 0.035,
    State.RETURNED: 0.003,
}
_ENDS: Final = ((State.CLOSED, 90), (State.REFUSED, 8), (State.WITHDRAWN, 2))
_GOOD: Final = (0.03, 0.05, 0.12, 0.3, 0.5)  # chance of 1 … 5 stars where the author says "solved"
_FAIR: Final = (0.1, 0.15, 0.35, 0.25, 0.15)


# How often an author of a rated answer agrees that the matter is solved.
_AGREES: Final = {
    Decision.SOLVED: 0.86,
    Decision.PLANNED: 0.5,
    Decision.EXPLAINED: 0.42,
    Decision.REFUSED: 0.2,
}
_OTHER_REFUSALS: Final = (
    (RefusalReason.NO_REPLY, "Автор не ответил на вопрос модератора за три дня."),
    (
        RefusalReason.PHOTO_FACES,
        "На фотографии крупно видны люди. Приложите, пожалуйста, другую и отправьте снова.",
    ),
    (
        RefusalReason.DUPLICATE_ANSWERED,
        "На такое обращение ответ уже опубликован, он есть в разделе «Решения».",
    ),
)


def plan_for(rng: random.Random, kind: Kind, topic: DemoTopic, month: int, state: State | None) -> Plan:
    """month: of receipt. state: where the life is now; None draws one of the ends."""
    if state is None:
        state = rng.choices([s for s, _ in _ENDS], [w for _, w in _ENDS])[0]
    if kind is Kind.THANKS and state is State.REFUSED:
        state = State.CLOSED
    plan = Plan(
        kind=kind,
        topic_code=topic.code,
        state=state,
        term_days=topic.term_days,
        unconfirmed=state is State.UNCONFIRMED or rng.random() < 0.35,
        asked=state is State.QUESTION or (state not in _SOON and rng.random() < 0.04),
        rounds=_rounds(rng, kind, topic, state),
        readdressed=state is State.PUBLISHED or rng.random() < 0.012,
        attention=_ATTENTION.get(state, ""),
    )
    return _refused(rng, plan, month) if state is State.REFUSED else plan


_BAD: Final = {Decision.SOLVED: "verdicts_bad"}
_SOON: Final = (State.UNCONFIRMED, State.MODERATION, State.REFUSED)
_ATTENTION: Final = {
    State.PUBLISHED: Attention.WRONG_ADDRESSEE.value,
    State.RETURNED: Attention.RETURN_REVIEW.value,
}


def _refused(rng: random.Random, plan: Plan, month: int) -> Plan:
    """A refusal needs a text that deserves it, or a reason that no text shows."""
    if rng.random() < 0.3:
        reason, words = rng.choice(_OTHER_REFUSALS)
        return replace(plan, refusal=(reason, words), asked=reason is RefusalReason.NO_REPLY)
    in_season = [
        one for one in common()["refusal"] if SEASONS[phrases()[one["topic"]].season][month - 1] > 0.3
    ]
    chosen = rng.choice(in_season)
    refusal = RefusalReason(chosen["code"]), chosen["words"]
    return replace(plan, kind=Kind.PROBLEM, topic_code=chosen["topic"], text=chosen["text"], refusal=refusal)


def _rounds(rng: random.Random, kind: Kind, topic: DemoTopic, state: State) -> tuple[Round, ...]:
    """Answers in their order, each with the author's verdict; not solved means another round."""
    if kind is Kind.THANKS or state not in (State.ANSWERED, State.RETURNED, State.CLOSED):
        return ()
    first = _decision(rng, kind, topic)
    second = Decision.SOLVED if first is Decision.SOLVED and rng.random() < 0.75 else Decision.EXPLAINED
    if state is State.RETURNED:
        return (first, _bad(rng, _BAD.get(first, "verdicts_unsatisfied"))), (
            second,
            _bad(rng, "verdicts_still_bad"),
        )
    if state is State.ANSWERED:
        return (
            ((first, None),)
            if rng.random() < 0.9
            else ((first, _bad(rng, _BAD.get(first, "verdicts_unsatisfied"))), (second, None))
        )
    if rng.random() > (0.62 if first is Decision.SOLVED else 0.4):
        return ((first, None),)
    if rng.random() < _AGREES[first]:
        return ((first, _good(rng, first)),)
    return (first, _bad(rng, _BAD.get(first, "verdicts_unsatisfied"))), (second, _last_word(rng, second))


def _last_word(rng: random.Random, decision: Decision) -> Verdict | None:
    chance = rng.random()
    if chance < 0.4:
        return None
    return _good(rng, decision) if chance < 0.85 else _bad(rng, "verdicts_still_bad")


def _decision(rng: random.Random, kind: Kind, topic: DemoTopic) -> Decision:
    phrase = phrases()[topic.code]
    if kind is Kind.PROPOSAL:
        weights = {Decision.SOLVED: 14, Decision.EXPLAINED: 38, Decision.PLANNED: 30, Decision.REFUSED: 18}
    else:
        weights = {Decision.SOLVED: 66, Decision.EXPLAINED: 12 if phrase.about == "place" else 22}
        weights |= {Decision.PLANNED: 14} if phrase.planned else {}
        weights |= {Decision.REFUSED: 6} if phrase.refused else {}
    return rng.choices(list(weights), list(weights.values()))[0]


def _good(rng: random.Random, decision: Decision) -> Verdict:
    done = decision is Decision.SOLVED
    stars = rng.choices(range(1, 6), _GOOD if done else _FAIR)[0]
    words = rng.choice(common()["verdicts_good" if done else "verdicts_fair"]) if stars > 3 else ""
    return Verdict(stars, True, words)


def _bad(rng: random.Random, words: str) -> Verdict:
    return Verdict(rng.choices((1, 2, 3), (70, 25, 5))[0], False, rng.choice(common()[words]))
