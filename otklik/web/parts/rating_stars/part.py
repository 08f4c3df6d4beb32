"""Five radio buttons that look like stars. Nothing but HTML and CSS."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from otklik.web.parts.render import part

WORDS: Final[dict[int, Promise]] = {
    1: _("плохо"), 2: _("слабо"), 3: _("средне"), 4: _("хорошо"), 5: _("отлично"),
}  # fmt: skip


def rating_stars(name: str, value: int | None = None, error: str = "") -> Markup:
    """name: of the radio group; its first button has the id `field-<name>`. value: 1..5, pressed already."""
    return part("rating_stars", name=name, value=value, error=error, words=WORDS)
