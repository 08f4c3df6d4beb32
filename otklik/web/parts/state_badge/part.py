"""Coloured word that says where an appeal is."""

from functools import lru_cache

from markupsafe import Markup

from otklik.web.parts.render import Tone, part


@lru_cache(maxsize=256)
def state_badge(stage: str, label: str, tone: str) -> Markup:
    """stage: code of the state, for tests and scripts. label: what people read. tone: a `Tone` value."""
    return part("state_badge", stage=stage, label=label, tone=Tone(tone))
