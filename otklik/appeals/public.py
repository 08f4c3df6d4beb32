"""What everybody may see: the one condition that every public reader asks, as a filter and as SQL.

A public state, and not taken off the portal by a moderator (`withholding`).
"""

from typing import Final

from django.db.models import Q

from otklik.appeals.lifecycle import PUBLIC, State

SHOWN: Final = Q(state__in=sorted(PUBLIC), withheld=False)
# As text: the partial indexes are used only where their own rule stands in the statement.
STATES: Final = ", ".join(f"'{state}'" for state in sorted(PUBLIC))


def is_shown(state: str, *, withheld: bool) -> bool:
    return State(state) in PUBLIC and not withheld


def shown(alias: str) -> str:
    """SHOWN as SQL on the appeal of this name."""
    return f"{alias}.state IN ({STATES}) AND NOT {alias}.withheld"
