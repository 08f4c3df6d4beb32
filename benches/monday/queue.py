"""The weekend's mail: real texts wait for a moderator, as `intake.receive` stores them."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from benches.trial import filing
from benches.trial.region import Loaded
from benches.trial.source import Source
from otklik.appeals.steps import intake
from otklik.kit import clock

# From Friday evening to Monday morning: the first are late by then, the last have two days left.
WEEKEND: Final = timedelta(hours=63)


def fill(appeals: tuple[Source, ...], loaded: Loaded, *, many: int) -> int:
    """File `many` of the texts, beginning anew when they are used up: the second of a text comes from another author.

    Returns how many wait.
    """
    now, search = clock.now(), filing.Search()
    for n in range(many):
        one = appeals[n % len(appeals)]
        asked = filing.filing(one, loaded, search)
        author = replace(asked.author, email=f"monday-{n}@example.test", vouched=True)
        asked = replace(asked, author=author, client_key=uuid5(NAMESPACE_URL, f"monday {n}"))
        intake.receive(asked, now=now - WEEKEND * (1 - n / many))
    return many
