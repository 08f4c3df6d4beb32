"""Measures of support as pages show them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.appeals.queries import names
from otklik.business.measures import Shown
from otklik.business.models import Measure
from otklik.web.parts.filters import ru_date


@dataclass(frozen=True, slots=True)
class Card:
    """A line of the catalogue."""

    url: str
    title: str
    summary: str
    lang: str  # "" where it is the page's own
    facts: list[tuple[str, str]]
    is_over: bool


def language() -> str:
    return get_language() or "ru"


def lang(of: str) -> str:
    return "" if of == language() else of


def card(row: Shown, *, today: date) -> Card:
    facts = [
        (_("Вид"), str(Measure.Kind(row.kind).label)),
        (_("Сколько"), row.texts.get("amount", "")),
        (_("Приём заявок"), until(row.valid_to, today=today)),
    ]
    return Card(
        url=reverse("measure", args=[row.code]),
        title=row.texts.get("title", row.code),
        summary=row.texts.get("summary", ""),
        lang=lang(row.language),
        facts=facts,
        is_over=bool(row.valid_to and row.valid_to < today),
    )


def until(day: date | None, *, today: date) -> str:
    if day is None:
        return _("заявки без срока")
    said = _("приём закончился %(day)s") if day < today else _("заявки до %(day)s")
    return said % {"day": ru_date(day)}


def sizes(row: Shown) -> str:
    return ", ".join(str(Measure.Size(size).label) for size in row.sizes) or _("любой")


def areas(row: Shown) -> str:
    known = names.areas()
    return ", ".join(known.get(code, code) for code in row.territory_codes) or _("весь регион")


def industries(row: Shown) -> str:
    return ", ".join(row.okved) or _("любая")
