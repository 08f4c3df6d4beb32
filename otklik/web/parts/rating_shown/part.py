"""A rating that was given, or the words that there is none."""

from django.utils.translation import gettext
from markupsafe import Markup

from otklik.web.parts.render import part


def rating_shown(value: int | None) -> Markup:
    """value: 1..5, None = closed or waiting without a rating."""
    words = gettext("Оценка %(value)s из 5") % {"value": value} if value else gettext("Без оценки")
    return part("rating_shown", value=value or 0, words=words)
