"""Figures as people read them."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from django.utils.formats import get_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from otklik.web.parts.filters import NBSP, number, thousands

CHANNEL: Final = {
    "web": gettext_lazy("Сайт"),
    "app": gettext_lazy("Приложение"),
    "hotline": gettext_lazy("Горячая линия"),
    "import": gettext_lazy("Прежняя система"),
}
NOTHING: Final = "—"


def share(part: float | None) -> str:
    return NOTHING if part is None else f"{round(100 * part)}{NBSP}%"


def sayings() -> dict[str, Callable[[Any], str]]:
    """By kinds of figures, in the present language. A page has a thousand of them: it asks once for a table."""
    return _sayings(get_language())


@lru_cache(maxsize=8)
def _sayings(language: str | None) -> dict[str, Callable[[Any], str]]:
    apart, point = thousands(language), get_format("DECIMAL_SEPARATOR", language)

    def count(n: int | None) -> str:
        return NOTHING if n is None else str(n) if n < 1000 else f"{n:,}".replace(",", apart)

    def decimal(value: float | None) -> str:
        return NOTHING if value is None else f"{value:.1f}".replace(".", point)

    return {"count": count, "share": share, "decimal": decimal, "text": str}


def count(n: int | None) -> str:
    return sayings()["count"](n)


def decimal(value: float | None) -> str:
    """One digit after the comma."""
    return sayings()["decimal"](value)


def days(n: int) -> str:
    return ngettext("%(num)d день", "%(num)d дней", n).replace(" ", NBSP) % {"num": n}


def hours(n: int) -> str:
    return ngettext("%(num)d час", "%(num)d часов", n).replace(" ", NBSP) % {"num": n}


def appeals(n: int) -> str:
    said = ngettext("%(num)s обращение", "%(num)s обращений", n)
    return said.replace(" ", NBSP) % {"num": number(n)}


def then(compare: str) -> str:
    """The period compared with, within a sentence."""
    return _("год назад") if compare == "year" else _("в прошлый период")
