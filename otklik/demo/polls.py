"""Polls of the demo: one that goes on, one for anybody, one counted with what came of it, one for organisations."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import md5
from typing import Any, Final

from otklik.demo.poll_texts import POLLS, TEXTS
from otklik.people.models import User
from otklik.places.models import Settlement
from otklik.polls import asking, counting, ending, publishing, queries, receipts, texts
from otklik.polls.models import Ballot, Poll, Question, Right

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Plan:
    opens: timedelta  # before now
    lasts: timedelta
    votes: int


# Weights of the options by their order: first, second …
_LIKED: Final = (5, 3, 2, 1)
_PLANS: Final = {
    "shkolnaya-ploschad": _Plan(10 * DAY, 24 * DAY, 640),
    "eksport-2026": _Plan(5 * DAY, 20 * DAY, 46),
    "novogodnyaya-elka": _Plan(3 * DAY, 12 * DAY, 213),
    "park-na-reke": _Plan(60 * DAY, 21 * DAY, 1_380),
}


def store_polls(*, seed: int, now: datetime) -> int:
    """Write the polls with their votes; return how many polls. Only into a portal without any."""
    if Poll.objects.exists():
        return 0
    chance = random.Random(seed)  # noqa: S311  # the same demo every time
    author = User.objects.filter(role=User.Role.ADMIN).first()
    areas = list(Settlement.objects.order_by("-population").values_list("territory_code", "point")[:60])
    for said in POLLS:
        poll = _published(said, _PLANS[said["poll"]["code"]], author, now)
        _votes(poll, _PLANS[poll.code].votes, areas, chance)
        counting.fold_poll(poll.pk, least=1)
    ending.end_due()
    for ended in Poll.objects.filter(state=Poll.State.ENDED):
        publishing.finish(ended.pk, now=now)
        _afterwards(ended, author, now)
    return len(POLLS)


def _published(said: Mapping[str, Any], plan: _Plan, author: User | None, now: datetime) -> Poll:
    opens = (now - plan.opens).replace(minute=0, second=0, microsecond=0)
    outcome = {name: value for name, value in said["poll"].items() if name != "outcome"}
    poll = Poll.objects.create(
        **outcome,
        languages=["ru", "en"],
        created_by=author,
        created_at=opens - 3 * DAY,
        published_at=opens - DAY,
        opens_at=opens,
        closes_at=opens + plan.lasts,
    )
    Question.objects.bulk_create(
        Question(poll=poll, order=order, **question) for order, question in enumerate(said["questions"], 1)
    )
    Poll.objects.filter(pk=poll.pk).update(state=Poll.State.OPEN)
    return poll


def _votes(poll: Poll, count: int, areas: list[Any], chance: random.Random) -> None:
    """Rights of nobody: their keys are no account's."""
    questions, ballots = queries.draft(poll.pk).questions, []
    for _n in range(count):
        code, point = chance.choices(areas, weights=range(len(areas), 0, -1))[0]
        given = _answers(questions, point, chance)
        sealed = receipts.seal(poll.code, questions, given)
        area = code if poll.voters == Poll.Voters.CITIZENS else ""
        ballots.append(
            Ballot(
                poll=poll,
                answers=given,
                area=area,
                receipt=sealed.receipt,
                salt=sealed.salt,
                blind=sealed.blind,
            )
        )
    Ballot.objects.bulk_create(ballots, 1000)
    keys = (md5(f"{poll.code}-{n}".encode(), usedforsecurity=False).hexdigest() for n in range(count))
    Right.objects.bulk_create([Right(poll=poll, voter=f"e{key}") for key in keys], 1000)


def _answers(questions: tuple[asking.Question, ...], point: Any, chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in questions:
        due = not question.after or str(found.get(question.after)) in question.when
        if due and (question.required or chance.random() < 0.3):
            answer = _ANSWER[question.kind](question, point, chance)
            found |= {question.code: answer} if answer else {}
    return found


def _single(question: asking.Question, point: Any, chance: random.Random) -> Any:
    return chance.choices(question.codes, weights=_LIKED[: len(question.codes)])[0]


def _order(question: asking.Question, chance: random.Random) -> list[str]:
    """The liked ones more often in front."""
    weight = dict(zip(question.codes, _LIKED, strict=False))
    return sorted(question.codes, key=lambda code: chance.random() ** (1 / weight[code]), reverse=True)


def _multiple(question: asking.Question, point: Any, chance: random.Random) -> Any:
    chosen = _order(question, chance)[: chance.randint(question.least, question.most)]
    return [code for code in question.codes if code in chosen]


def _ranking(question: asking.Question, point: Any, chance: random.Random) -> Any:
    return _order(question, chance)


def _scale(question: asking.Question, point: Any, chance: random.Random) -> Any:
    return min(
        question.high, max(question.low, round(chance.gauss((question.low + question.high) / 2 + 0.6, 1.1)))
    )


def _text(question: asking.Question, point: Any, chance: random.Random) -> Any:
    return chance.choice(TEXTS)


def _place(question: asking.Question, point: Any, chance: random.Random) -> Any:
    if point is None:
        return None
    return [round(point.x + chance.gauss(0, 0.008), 5), round(point.y + chance.gauss(0, 0.005), 5)]


_ANSWER: Final[Mapping[str, Callable[[asking.Question, Any, random.Random], Any]]] = {
    "single": _single,
    "multiple": _multiple,
    "ranking": _ranking,
    "scale": _scale,
    "text": _text,
    "place": _place,
}


def _afterwards(poll: Poll, author: User | None, now: datetime) -> None:
    """Moderators have looked at some texts, the administration has told what it did."""
    outcome = next(said["poll"]["outcome"] for said in POLLS if said["poll"]["code"] == poll.code)
    Poll.objects.filter(pk=poll.pk).update(outcome=outcome, outcome_at=now - 9 * DAY)
    if author:
        read = {row.text: row for row in texts.listed(poll.pk, state="waiting", size=100)}
        for row in read.values():
            texts.decide(text_id=row.id, show=True, by=author, now=now)
