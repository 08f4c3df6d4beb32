"""What a changed calendar or rule would touch."""

from datetime import date
from typing import Final

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal

MOST: Final = 1_000  # looked at; more is «more than»


def running_over(day: date) -> int:
    """How many open appeals have their last day for the answer on that day or later: MOST + 1 at most."""
    owed = Appeal.objects.filter(
        kind__in=["problem", "proposal"],
        state__in=[State.SENDING, State.REGISTERED],
        answer_by__gte=day,
    )
    return len(owed.values_list("pk", flat=True)[: MOST + 1])
