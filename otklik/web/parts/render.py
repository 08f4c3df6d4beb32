"""How a part becomes HTML: its own template, only the context it was given."""

from enum import StrEnum
from typing import cast

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from markupsafe import Markup


class Tone(StrEnum):
    """What a colour means, the same in badges, timelines and notes."""

    NEUTRAL = "neutral"
    WAITING = "waiting"
    ACTIVE = "active"
    GOOD = "good"
    BAD = "bad"


def part(name: str, /, **context: object) -> Markup:
    """HTML of `<name>/part.html`. A name missing from `context` is an error, not an empty hole."""
    template = cast(Jinja2, engines["jinja2"]).env.get_template(f"{name}/part.html")
    # Autoescape is on in the environment: what comes out is safe by construction.
    return Markup(template.render(context))  # noqa: S704
