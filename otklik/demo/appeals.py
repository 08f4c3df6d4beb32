"""The demo's appeals: two years of a region's life from a seed. Nothing here touches the database."""

import bisect
import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from otklik.appeals.lifecycle import MOVES, Kind, Move, State
from otklik.demo import own_fields, texts
from otklik.demo.life import AGES, Deed, Plan, live
from otklik.demo.names import Person, email, person
from otklik.demo.plans import PRESENT, plan_for
from otklik.demo.replies import StoryAnswer, replies
from otklik.demo.rows import Region
from otklik.demo.spots import Spots
from otklik.demo.texts import SEASONS, Phrases, Spot, Written
from otklik.demo.topics import DemoTopic, topics

MOSCOW: Final = ZoneInfo("Europe/Moscow")
DAYS: Final = 730
# Monday first; more is written on the first days of the week
_WEEKDAYS: Final = (1.25, 1.15, 1.05, 1.0, 0.95, 0.7, 0.6)
_HOURS: Final = (3, 2, 1, 1, 1, 3, 8, 18, 32, 42, 44, 40, 36, 34, 33, 32, 33, 36, 40, 44, 46, 40, 26, 10)
_CHANNELS: Final = (("web", 50), ("app", 36), ("hotline", 14))
_KINDS: Final = ((Kind.PROBLEM, 80), (Kind.PROPOSAL, 13), (Kind.THANKS, 7))


@dataclass(frozen=True, slots=True)
class Story:
    """One appeal with its whole life. Moments are aware, Moscow time."""

    kind: Kind
    topic_code: str
    channel: str
    settlement_code: str
    territory_code: str  # valid on the day of receipt
    address: str
    lon: float
    lat: float
    text: str
    own: Mapping[str, str]  # own fields as typed, by code
    author_name: str
    author_email: str
    confirmed_by_letter: bool  # filed without an account: its life begins unconfirmed
    received_at: datetime
    state: State
    deeds: tuple[Deed, ...]  # the moves in order, RECEIVE first
    authority_code: str
    answers: tuple[StoryAnswer, ...]
    rating: int | None  # as the author gave it last, perhaps of an earlier answer
    solved: bool | None
    verdict: str
    supporters: int
    attention: str  # a lifecycle.Attention value or ""
    duplicate_of: int | None  # place of the other story in the sequence, an earlier one


def stories(seed: int, n: int, region: Region, *, now: datetime) -> Iterator[Story]:
    """`n` stories of the two years before `now`, oldest first; the same ones for the same arguments."""
    made = _Author(random.Random(seed), region, now.astimezone(MOSCOW)).write(n)  # noqa: S311  # repeatable on purpose
    order = sorted(range(len(made)), key=lambda i: (made[i].received_at, i))
    place = {old: new for new, old in enumerate(order)}
    for i in order:
        other = made[i].duplicate_of
        yield made[i] if other is None else replace(made[i], duplicate_of=place[other])


def of_topic(
    seed: int,
    topic_code: str,
    region: Region,
    *,
    territory_code: str,
    received: list[datetime],
    now: datetime,
) -> Iterator[Story]:
    """New problems of one topic in one municipality, received at these moments and as far on their way as by `now`."""
    author = _Author(random.Random(seed), region, now.astimezone(MOSCOW))  # noqa: S311  # repeatable on purpose
    for at in received:
        yield author.fresh(topics()[topic_code], territory_code, at.astimezone(MOSCOW))


def answered(
    seed: int, topic_code: str, region: Region, *, territory_code: str, n: int, now: datetime
) -> Iterator[Story]:
    """`n` problems of one topic in one municipality whose answers wait for a rating."""
    author = _Author(random.Random(seed), region, now.astimezone(MOSCOW))  # noqa: S311  # repeatable on purpose
    for _n in range(n):
        yield author.answered(topics()[topic_code], territory_code)


@dataclass(frozen=True, slots=True)
class _Told:
    own: dict[str, str]
    slots: dict[str, str]
    written: Written


class _Author:
    def __init__(self, rng: random.Random, region: Region, now: datetime) -> None:
        self._rng, self._region, self._now = rng, region, now
        self._spots = Spots(rng, region)
        self._people = [person(rng) for _ in range(700)]
        self._days = [now.date() - timedelta(days=DAYS - 1 - i) for i in range(DAYS)]
        # the portal is taken up slowly: half as many appeals at the beginning as at the end
        weights = [_WEEKDAYS[day.weekday()] * (0.5 + 0.5 * i / DAYS) for i, day in enumerate(self._days)]
        self._day_weights = list(itertools.accumulate(weights))
        self._by_month: dict[tuple[Kind, int], tuple[list[DemoTopic], list[float]]] = {}

    def write(self, n: int) -> list[Story]:
        present = [state for state, share in PRESENT.items() for _ in range(max(1, round(n * share)))]
        repeated = max(1, round(n * 0.025))
        past = n - len(present) - repeated
        if past < repeated:
            raise ValueError("need some 20 stories at least")
        made = [self._present(state) for state in present] + [self._past() for _ in range(past)]
        open_ones = [i for i, story in enumerate(made) if story.state is State.CLOSED and story.answers]
        return made + [self._duplicate(made, other) for other in self._rng.sample(open_ones, repeated)]

    def fresh(self, topic: DemoTopic, territory_code: str, at: datetime) -> Story:
        """A life that has begun at that moment in that municipality and is still before its first answer."""
        rng = self._rng
        plan = plan_for(rng, Kind.PROBLEM, topic, at.month, State.REGISTERED)
        while plan.rounds or plan.readdressed or plan.asked or plan.unconfirmed:
            plan = plan_for(rng, Kind.PROBLEM, topic, at.month, State.REGISTERED)
        deeds = [deed for deed in live(rng, plan, at) if deed.at <= self._now]
        state = (MOVES[deeds[-1].move].target if len(deeds) > 1 else None) or State.MODERATION
        return self._story(replace(plan, state=state), deeds, self._spot_in(topic, territory_code, at.date()))

    def answered(self, topic: DemoTopic, territory_code: str) -> Story:
        """A life whose first answer waits for its author's word, in that municipality."""
        month = (self._now - timedelta(days=6)).month
        plan = plan_for(self._rng, Kind.PROBLEM, topic, month, State.ANSWERED)
        while len(plan.rounds) > 1 or plan.readdressed or plan.asked or plan.unconfirmed:
            plan = plan_for(self._rng, Kind.PROBLEM, topic, month, State.ANSWERED)
        deeds = self._lately(plan, State.ANSWERED)
        return self._story(plan, deeds, self._spot_in(topic, territory_code, deeds[0].at.date()))

    def _spot_in(self, topic: DemoTopic, territory_code: str, on: date) -> Spot:
        place = texts.phrases()[topic.code].place
        while True:
            spot = self._spots.choose(self._rng, place, by_street=False)
            if self._spots.territory(spot, on) == territory_code:
                return spot

    def _past(self) -> Story:
        """A life that is over: the receipt is drawn first, the rest follows."""
        rng = self._rng
        while True:
            received_at = self._moment(rng)
            kind = rng.choices([k for k, _ in _KINDS], [w for _, w in _KINDS])[0]
            topic = self._topic(kind, received_at.month)
            plan = plan_for(rng, kind, topic, received_at.month, None)
            deeds = live(rng, plan, received_at)
            if deeds[-1].at < self._now:
                return self._story(plan, deeds)

    def _present(self, state: State) -> Story:
        """A life that goes on: it is lived some weeks ago, then shifted so that it is in its state now."""
        rng = self._rng
        kind = Kind.PROBLEM if rng.random() < 0.85 else Kind.PROPOSAL
        month = (self._now - timedelta(days=6)).month
        plan = plan_for(rng, kind, self._topic(kind, month), month, state)
        return self._story(plan, self._lately(plan, state))

    def _lately(self, plan: Plan, state: State) -> list[Deed]:
        rng = self._rng
        while True:
            began = self._now - timedelta(days=rng.randint(40, 46), seconds=rng.randrange(86_400))
            began = began.replace(hour=rng.choices(range(24), _HOURS)[0])
            deeds = live(rng, plan, began)
            shift = self._whole_days(deeds[-1].at, state)
            if shift is not None:
                return [replace(deed, at=deed.at + shift) for deed in deeds]

    def _whole_days(self, last: datetime, state: State) -> timedelta | None:
        """How many days later the life must end to be in `state` now; weeks where office days matter."""
        low, high = (timedelta(hours=hours) for hours in AGES[state])
        step = timedelta(days=7 if high > timedelta(days=7) else 1)
        shift = (self._now - low - last) // step * step
        return shift if self._now - last - shift <= high else None

    def _duplicate(self, made: list[Story], other: int) -> Story:
        """Somebody else writes of the same thing at the same place a few days later."""
        first = made[other]
        rng = self._rng
        topic = topics()[first.topic_code]
        plan = plan_for(rng, first.kind, topic, first.received_at.month, State.DUPLICATE)
        published = next(deed.at for deed in first.deeds if deed.move is Move.PUBLISH)
        until = min(self._now - timedelta(hours=40), first.answers[0].at)
        received_at = published + (max(until, published) - published) * rng.uniform(0.05, 0.7)
        spot = self._spots.at(first.settlement_code, first.address)
        story = self._story(plan, live(rng, plan, received_at), spot)
        return replace(story, duplicate_of=other)

    def _moment(self, rng: random.Random) -> datetime:
        index = bisect.bisect(self._day_weights, rng.random() * self._day_weights[-1])
        day = self._days[min(index, DAYS - 1)]
        hour = rng.choices(range(24), _HOURS)[0]
        return datetime(
            day.year, day.month, day.day, hour, rng.randrange(60), rng.randrange(60), tzinfo=MOSCOW
        )

    def _topic(self, kind: Kind, month: int) -> DemoTopic:
        if (kind, month) not in self._by_month:
            found = [(topic, _weight(phrase, kind, month)) for topic, phrase in _written(kind)]
            self._by_month[kind, month] = [t for t, w in found if w], [w for _, w in found if w]
        chosen, weights = self._by_month[kind, month]
        return self._rng.choices(chosen, weights)[0]

    def _story(self, plan: Plan, deeds: list[Deed], spot: Spot | None = None) -> Story:
        rng = self._rng
        topic = topics()[plan.topic_code]
        place = texts.phrases()[topic.code].place
        spot = spot or self._spots.choose(rng, place, by_street=topic.category == "roads")
        told = self._told(plan, topic, spot, deeds[0].at.date())
        territory = self._spots.territory(spot, deeds[0].at.date())
        authority = self._region.responsible(topic_code=topic.code, duty=topic.duty, territory_code=territory)
        who = rng.choice(self._people)
        last = next((verdict for _, verdict in reversed(plan.rounds) if verdict), None)
        return Story(
            kind=plan.kind,
            topic_code=topic.code,
            channel=self._channel(plan),
            settlement_code=spot.settlement.code,
            territory_code=territory,
            address=spot.label,
            lon=spot.at[0],
            lat=spot.at[1],
            text=plan.text or told.written.text,
            own=told.own,
            author_name=who.full,
            author_email=self._email(who),
            confirmed_by_letter=plan.unconfirmed,
            received_at=deeds[0].at,
            state=plan.state,
            deeds=tuple(deeds),
            authority_code=authority.code,
            answers=tuple(replies(rng, plan, deeds, told.slots, variant=told.written.variant, by=authority)),
            rating=last.stars if last else None,
            solved=last.solved if last else None,
            verdict=last.words if last else "",
            supporters=self._supporters(plan),
            attention=plan.attention,
            duplicate_of=None,
        )

    def _told(self, plan: Plan, topic: DemoTopic, spot: Spot, received_on: date) -> _Told:
        rng = self._rng
        own = own_fields.placed(
            own_fields.fill(rng, topic, received_on), spot.settlement.territory_code, spot.at
        )
        dates = frozenset(one["code"] for one in topic.fields if one["type"] == "date")
        slots = texts.place_slots(rng, spot) | texts.time_slots(rng, received_on)
        slots |= texts.field_slots(own, dates)
        options = getattr(texts.phrases()[topic.code], plan.kind)
        return _Told(own, slots, texts.write(rng, options, slots, kind=plan.kind, month=received_on.month))

    def _channel(self, plan: Plan) -> str:
        """Who calls the hotline confirms nothing by a letter."""
        known = [(name, weight) for name, weight in _CHANNELS if name != "hotline" or not plan.unconfirmed]
        return self._rng.choices([name for name, _ in known], [weight for _, weight in known])[0]

    def _email(self, who: Person) -> str:
        return email(who, self._people.index(who) + 1)

    def _supporters(self, plan: Plan) -> int:
        """Most appeals have a few, a good proposal has hundreds."""
        if plan.state in (
            State.UNCONFIRMED,
            State.MODERATION,
            State.QUESTION,
            State.REFUSED,
            State.WITHDRAWN,
        ):
            return 0
        return int(self._rng.lognormvariate(2.6 if plan.kind is Kind.PROPOSAL else 1.2, 1.2))


def _written(kind: Kind) -> Iterator[tuple[DemoTopic, Phrases]]:
    for code, phrase in texts.phrases().items():
        if kind in topics()[code].kinds and getattr(phrase, kind):
            yield topics()[code], phrase


def _weight(phrase: Phrases, kind: Kind, month: int) -> float:
    share = SEASONS[phrase.season][month - 1]
    if kind is Kind.PROPOSAL:
        return 1.0  # a ski track is proposed in summer, too
    return phrase.weight * share if kind is Kind.PROBLEM else float(share > 0.2)
