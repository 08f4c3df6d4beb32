"""A few hundred lives of appeals, the same every time."""

import random
from datetime import datetime, timedelta
from typing import Any

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.tests.given import a_territory, a_topic, an_appeal, an_authority
from otklik.stats import folding


def many_lives(count: int, *, until: datetime, days: int = 800, seed: int = 5) -> None:
    """Stored as they would be at `until`, and counted."""
    chance = random.Random(seed)  # noqa: S311  # the same lives every time
    areas = [a_territory(), a_territory(code="99702000", west=40.0), None]
    topics = [a_topic(), a_topic(code="lamp")]
    bodies = [an_authority() for _ in range(3)]
    for _ in range(count):
        _live(chance, until - timedelta(days=4 + chance.random() * days), until, (areas, topics, bodies))
    folding.fold()


def _live(
    chance: random.Random, at: datetime, until: datetime, world: tuple[list[Any], list[Any], list[Any]]
) -> None:
    areas, topics, bodies = world
    state = chance.choice(
        [State.MODERATION, State.REFUSED, State.PUBLISHED, State.REGISTERED, *[State.CLOSED] * 5]
    )
    decided = at + timedelta(hours=chance.randrange(90))
    told = {
        "state": state,
        "kind": chance.choice(list(Kind)).value,
        "channel": chance.choice(["web", "app", "hotline"]),
        "topic": chance.choice(topics),
        "territory": chance.choice(areas),
        "received_at": at,
        "moderate_by": at + timedelta(hours=48),
        "published_at": None if state in (State.MODERATION, State.REFUSED) else decided,
        "closed_at": decided if state is State.REFUSED else None,
    }
    if state in (State.REGISTERED, State.CLOSED):
        told |= {"authority": chance.choice(bodies), "answer_by": (decided + timedelta(days=12)).date()}
    if state is State.CLOSED:
        stars = chance.choice([None, 1, 2, 3, 4, 5, 5])
        told |= {"answered_at": min(decided + timedelta(days=chance.randrange(25)), until), "rating": stars}
        told |= {"solved": stars > 2 if stars else None, "returns": chance.choice([0, 0, 0, 1])}
        told["formal"] = bool(told["returns"] and stars == 1)
    an_appeal(**told)
