"""Articles as pages show them."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from otklik.knowledge import queries, search
from otklik.knowledge.models import Audience

WIZARD: Final = 3  # articles that are shown before somebody files


@dataclass(frozen=True, slots=True)
class Row:
    """An article of a list."""

    url: str
    title: str
    lead: str
    lang: str  # "" where it is the page's own
    checked_on: date | None = None


def language() -> str:
    return get_language() or "ru"


def row(found: queries.Line | search.Hit) -> Row:
    checked_on = found.checked_on if isinstance(found, queries.Line) else None
    return Row(
        reverse("article", args=[found.code]), found.title, found.lead, lang(found.language), checked_on
    )


def lang(of: str) -> str:
    """The attribute of what is in another language than the page."""
    return "" if of == language() else of


def body(html: str) -> Markup:
    """The article's own HTML, which `markup.html` has cleaned. Tables scroll by themselves on a telephone."""
    words = escape(_("Таблица"))
    begin = f'<div class="table-wrap" tabindex="0" role="region" aria-label="{words}"><table class="table">'
    return Markup(html.replace("<table>", begin).replace("</table>", "</table></div>"))  # noqa: S704


def audiences() -> list[tuple[str, str]]:
    return [(Audience.CITIZENS.value, _("Жителям")), (Audience.BUSINESS.value, _("Бизнесу"))]


def address(**said: str) -> str:
    """Of the list with this question."""
    asked = urlencode({name: value for name, value in said.items() if value})
    return reverse("knowledge") + (f"?{asked}" if asked else "")


def before_filing(*, topic: str, category: str, text: str) -> list[Row]:
    """WIZARD articles at most that may make an appeal needless: of its topic, then by its words. One statement, with
    words two.
    """
    spoken = language()
    about = queries.hints(topic=topic, category=category, language=spoken, size=WIZARD)
    rows = [Row(reverse("article", args=[one.code]), one.title, "", lang(one.language)) for one in about]
    if text and len(rows) < WIZARD:
        alike = search.like_text(text, audience=Audience.CITIZENS, language=spoken, size=WIZARD)
        known = {one.url for one in rows}
        rows += [one for one in map(row, alike) if one.url not in known]
    return rows[:WIZARD]
