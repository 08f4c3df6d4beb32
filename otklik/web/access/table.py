"""docs/roles.md, from the table of rights and the addresses of the site. Printed by `otklik roles`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver

from otklik.web.access.rights import MEANING, RIGHTS, ROLES, Action

_HEAD: Final = """# Roles: who may do what

Made by `otklik roles > docs/roles.md` from `otklik/web/access/rights.py`; a test compares the two, another walks every
address as every role. A visitor is not signed in. A moderator with territories or topics works with the appeals of
these only, without any with all of them; an appeal without a territory belongs to moderators without a limit. A clerk
sees the appeals at the own authority, a head those at its subordinates as well. Rights are given on /staff/people and
written down in /staff/journal.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the site."""

    name: str  # as `reverse` takes it
    route: str  # desk/appeals/<int:appeal_id>
    view: Callable[..., Any]

    @property
    def action(self) -> Action | None:
        """None: nobody has said what the address is for; a test finds it."""
        return getattr(self.view, "action", None)

    @property
    def posting(self) -> Action | None:
        """What posting to it is for, where that is something else."""
        return getattr(self.view, "posting", self.action)


def places(resolver: Any = None, space: str = "", before: str = "") -> Iterator[Place]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from places(entry, f"{entry.namespace}:" if entry.namespace else space, route)
        elif isinstance(entry, URLPattern):
            yield Place(f"{space}{entry.name}", route, entry.callback)


def markdown() -> str:
    """The whole page. The style guide is left out: only demos have it."""
    here = [place for place in places() if place.name != "styleguide"]
    lines = [_HEAD, _row("action", *ROLES), _row(*["---"] * (len(ROLES) + 1))]
    lines += [_row(f"`{a}`", *("yes" if role in RIGHTS[a] else "" for role in ROLES)) for a in Action]
    lines += ["", _row("action", "what it is", "addresses"), _row("---", "---", "---")]
    for action in Action:
        routes = dict.fromkeys(
            f"`/{place.route}`" for place in here if action in (place.action, place.posting)
        )
        lines.append(_row(f"`{action}`", MEANING[action], " ".join(routes)))
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
