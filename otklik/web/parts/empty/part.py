"""A list with nothing in it: why, and what to do about it."""

from markupsafe import Markup

from otklik.web.parts.render import part


def empty(text: str, action: tuple[str, str] | None = None) -> Markup:
    """action: (url, label) of the one thing that helps."""
    return part("empty", text=text, action=action)
