"""Drawing and word for the kind of an appeal: problem, proposal, thanks."""

from typing import Final

from markupsafe import Markup

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind
from otklik.web.parts.render import part

ICONS: Final[dict[Kind, str]] = {Kind.PROBLEM: "warning", Kind.PROPOSAL: "bulb", Kind.THANKS: "heart"}


def kind_mark(kind: str) -> Markup:
    """kind: a `lifecycle.Kind` value."""
    known = Kind(kind)
    return part("kind_mark", kind=known, icon_name=ICONS[known], label=labels.KIND[known])
