"""Ways to the neighbouring pages of a list that is paged by keys: there are no page numbers to show."""

from markupsafe import Markup

from otklik.web.parts.render import part


def pager(prev_url: str | None, next_url: str | None) -> Markup:
    """None = there is no such page. With neither nothing is shown."""
    return part("pager", prev_url=prev_url, next_url=next_url) if prev_url or next_url else Markup("")
