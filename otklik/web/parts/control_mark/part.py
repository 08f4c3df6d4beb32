"""A supervisor has the appeal under control: the same mark on every desk."""

from datetime import datetime

from markupsafe import Markup

from otklik.web.parts.render import part


def control_mark(since: datetime | None) -> Markup:
    """since: Appeal.controlled_at; nothing is shown for None."""
    return part("control_mark", since=since) if since else Markup("")
