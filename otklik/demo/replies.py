"""The answers of the demo's authorities: text, decision, signature, number."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from otklik.appeals.lifecycle import Decision, Kind, Move
from otklik.demo import grammar, texts
from otklik.demo.life import Deed, Plan
from otklik.demo.rows import Authority
from otklik.demo.texts import Phrases


@dataclass(frozen=True, slots=True)
class StoryAnswer:
    """An authority's answer, in the order they came."""

    text: str
    decision: Decision
    planned_on: date | None  # only with PLANNED
    signatory: str  # name and post
    number: str
    on: date
    at: datetime


def replies(
    rng: random.Random,
    plan: Plan,
    deeds: list[Deed],
    slots: Mapping[str, str],
    *,
    variant: int,
    by: Authority,
) -> Iterator[StoryAnswer]:
    """One for each ANSWER among the deeds. variant: which of the topic's texts the author wrote."""
    phrase = texts.phrases()[plan.topic_code]
    moments = [deed.at for deed in deeds if deed.move is Move.ANSWER]
    for number, ((decision, _), at) in enumerate(zip(plan.rounds, moments, strict=True)):
        planned_on = _end_of_month(at.date() + timedelta(days=rng.randint(45, 330)))
        ours = {**slots, **texts.answer_slots(rng, deeds[0].at.date(), at.date())}
        ours["planned"] = f"до {grammar.day_and_year(planned_on)}"
        options = _options(plan.kind, phrase, decision, variant, again=number > 0)
        yield StoryAnswer(
            text=texts.answer(rng, options, ours, tone=_tone(plan.kind, decision)),
            decision=decision,
            planned_on=planned_on if decision is Decision.PLANNED else None,
            signatory=f"{by.head_name}, {by.head_post[0].lower()}{by.head_post[1:]}",
            number=f"{rng.randint(1, 60):02}-{rng.randint(3, 30)}/{rng.randint(100, 9800)}",
            on=at.date(),
            at=at,
        )


def _options(
    kind: Kind, phrase: Phrases, decision: Decision, variant: int, *, again: bool
) -> tuple[str, ...]:
    """Texts that fit the decision: the topic's own before those that fit everything."""
    words = texts.common()
    if again:
        return tuple(words["done_again" if decision is Decision.SOLVED else "explained_again"])
    if kind is Kind.PROPOSAL:
        shared = tuple(words[f"{'done' if decision is Decision.SOLVED else decision.value}_proposal"])
        return (*phrase.refused_proposal, *shared) if decision is Decision.REFUSED else shared
    match decision:
        case Decision.SOLVED:
            return (phrase.done[variant] if len(phrase.done) > variant else phrase.done[0],)
        case Decision.EXPLAINED:
            return phrase.explained + tuple(words[f"explained_{phrase.about}"])
        case Decision.PLANNED:
            return phrase.planned
    return phrase.refused


def _tone(kind: Kind, decision: Decision) -> str:
    if kind is Kind.PROPOSAL:
        return "proposal"
    return "done" if decision is Decision.SOLVED else "other"


def _end_of_month(on: date) -> date:
    first_of_next = (on.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first_of_next - timedelta(days=1)
