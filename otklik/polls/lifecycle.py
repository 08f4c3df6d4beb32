"""The map of a poll: draft → open → ended → counted. Pure. The database keeps what is published from changes (0001)."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    DRAFT = "draft"  # an administrator writes it; may be thrown away
    OPEN = "open"  # nothing of it changes any more; takes votes from `opens_at` until `closes_at`
    ENDED = "ended"  # takes no vote; the last ones are counted
    COUNTED = (
        "counted"  # results and the table of ballots are published; how they were used is filled in later
    )


MOVES: Final = {
    State.DRAFT: State.OPEN,  # building.publish
    State.OPEN: State.ENDED,  # ending: by the clock, or earlier with a reason
    State.ENDED: State.COUNTED,  # publishing
}
PUBLIC: Final = frozenset({State.OPEN, State.ENDED, State.COUNTED})
# What may still be written once a poll is published; the trigger of 0001 holds the same list.
AFTERWARDS: Final = frozenset(
    {"state", "ended_at", "ended_why", "counted_at", "table", "table_sha256", "outcome", "outcome_at"}
    | {"created_by"}  # an account that goes
)
