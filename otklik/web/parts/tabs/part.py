"""Links that look like tabs. Each is a page of its own, so no script and no ARIA tabs are needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from otklik.web.parts.render import part


@dataclass(frozen=True, slots=True)
class Tab:
    url: str
    label: str
    current: bool = False
    count: int | None = None  # None = nothing is counted


def tabs(items: Sequence[Tab], label: str) -> Markup:
    """label: what the tabs divide, spoken by screen readers («Виды обращений»)."""
    return part("tabs", items=items, label=label)
