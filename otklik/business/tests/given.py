"""Measures of support for tests."""

from datetime import UTC, datetime
from typing import Any, Final

from otklik.business import measures
from otklik.business.content import Typed
from otklik.business.models import Measure

NOON: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)


def a_typed(**said: Any) -> Typed:
    texts = {
        "ru": {
            "title": "Заём до 5 миллионов",
            "summary": "На оборудование и ремонт.",
            "conditions": "Год работы.",
        },
        "en": {"title": "A loan of up to 5 million", "summary": "For equipment."},
    }
    return Typed(**{"kind": "loan", "texts": texts, "valid_to": "2026-12-31", **said})


def a_measure(code: str = "loan", **said: Any) -> Measure:
    now = said.pop("now", NOON)
    measures.keep(a_typed(**said), code="", seen="", by=None, now=now, wanted=code)
    return Measure.objects.get(code=code)
