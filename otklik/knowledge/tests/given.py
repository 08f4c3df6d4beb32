"""Rows of the knowledge base for tests."""

from datetime import UTC, date, datetime
from typing import Any, Final

from otklik.knowledge import editing
from otklik.knowledge.content import Content, Source, Words
from otklik.knowledge.models import Article, Section

NOON: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
RU: Final = Words(
    "Если отключили горячую воду", "Когда её включат и кому звонить.", "Позвоните **диспетчеру**."
)
EN: Final = Words("If the hot water is off", "When it is back and whom to call.", "Call the *dispatcher*.")


def a_section(code: str = "housing", **said: Any) -> Section:
    titles = {"ru": "Дом и двор", "en": "House and yard"}
    return Section.objects.get_or_create(code=code, defaults={"titles": titles, **said})[0]


def a_content(**said: Any) -> Content:
    values: dict[str, Any] = {
        "section": a_section().code,
        "audience": "citizens",
        "texts": {"ru": RU, "en": EN},
        "sources": (Source("Постановление № 354", "https://example.test/354"),),
        "checked_on": date(2026, 2, 1),
    }
    return Content(**values | said)


def an_article(code: str = "hot-water", *, published: bool = True, **said: Any) -> Article:
    editing.save(a_content(**said), article="", base=0, by=None, now=NOON, wanted=code)
    if published:
        editing.publish(article=code, number=1, by=None, now=NOON)
    return Article.objects.get(code=code)
