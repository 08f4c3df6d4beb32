"""A rating that was given, or the words that there is none."""

from functools import lru_cache

from django.utils.translation import get_language, gettext
from markupsafe import Markup

from otklik.web.parts.render import part


def rating_shown(value: int | None) -> Markup:
    """value: 1..5, None = closed or waiting without a rating."""
    return _shown(value, get_language())


@lru_cache(maxsize=64)
def _shown(value: int | None, language: str | None) -> Markup:
    words = gettext("Оценка %(value)s из 5") % {"value": value} if value else gettext("Без оценки")
    return part("rating_shown", value=value or 0, words=words)
