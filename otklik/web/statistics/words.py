"""Figures as people read them."""

from typing import Final

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from otklik.web.parts.filters import NBSP, number

CHANNEL: Final = {
    "web": gettext_lazy("Сайт"),
    "app": gettext_lazy("Приложение"),
    "hotline": gettext_lazy("Горячая линия"),
    "import": gettext_lazy("Прежняя система"),
}
NOTHING: Final = "—"


def count(n: int | None) -> str:
    if n is None:
        return NOTHING
    # A page has a thousand of them: most need no grouping, which is dear.
    return number(n) if n > 999 else str(n)


def share(part: float | None) -> str:
    return NOTHING if part is None else f"{round(100 * part)}{NBSP}%"


def decimal(value: float | None) -> str:
    """One digit after the comma."""
    return NOTHING if value is None else f"{value:.1f}".replace(".", get_format("DECIMAL_SEPARATOR"))


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
