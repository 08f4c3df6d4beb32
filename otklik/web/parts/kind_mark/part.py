"""Drawing and word for the kind of an appeal: problem, proposal, thanks."""

from functools import cache
from typing import Final

from django.utils.translation import get_language
from markupsafe import Markup

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind
from otklik.web.parts.render import part

ICONS: Final[dict[Kind, str]] = {Kind.PROBLEM: "warning", Kind.PROPOSAL: "bulb", Kind.THANKS: "heart"}


def kind_mark(kind: str) -> Markup:
    """kind: a `lifecycle.Kind` value."""
    return _mark(Kind(kind), get_language())


@cache
def _mark(known: Kind, language: str | None) -> Markup:
    return part("kind_mark", kind=known, icon_name=ICONS[known], label=labels.KIND[known])
