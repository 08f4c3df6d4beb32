"""One line drawing out of our own set, coloured by the text around it."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from markupsafe import Markup

from otklik.web.parts.render import part

DRAWINGS: Final = Path(__file__).parent / "drawings"  # 24 × 24 units; `class="full"` fills a shape
INSIDE: Final = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def icon(name: str, label: str = "") -> Markup:
    """label: spoken by screen readers; empty = decoration beside words that say the same.

    Raises KeyError: the set has no such drawing.
    """
    return part("icon", shapes=_shapes()[name], label=label)


def names() -> list[str]:
    return sorted(_shapes())


@cache
def _shapes() -> dict[str, Markup]:
    inside = {file.stem: INSIDE.search(file.read_text()) for file in DRAWINGS.glob("*.svg")}
    return {name: Markup(found[1]) for name, found in inside.items() if found}  # noqa: S704  # our own files
