"""Articles and measures of support of the demo: written for it, nobody has compared them with the law."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from otklik.business import front, measures
from otklik.business.content import Typed
from otklik.business.models import Front, Measure
from otklik.knowledge.imports import import_articles
from otklik.knowledge.models import Article
from otklik.places.models import Territory

_STOCK: Final = Path(__file__).parent / "stock"
_MARK: Final = "Демонстрационная мера: условия вымышлены"
_PLAIN: Final = ("phone", "email", "url")


def store_guides(*, now: datetime) -> int:
    """Write both where there are none; return how many articles and measures."""
    stored = 0
    if not Article.objects.exists():
        stored += import_articles(_STOCK / "knowledge", dry_run=False, now=now).created
    if not Measure.objects.exists():
        stored += _measures(json.loads((_STOCK / "business.json").read_text(encoding="utf-8")), now)
    return stored


def _measures(said: dict[str, Any], now: datetime) -> int:
    if not Front.objects.exists():
        whole = said["front"]
        plain = {name: whole[name] for name in _PLAIN}
        front.keep(front.Typed(whole["categories"], whole["ombudsman"], **plain), base=None, by=None, now=now)
    areas = list(Territory.objects.filter(valid_to=None).order_by("code").values_list("code", flat=True))
    for n, one in enumerate(reversed(said["measures"])):
        measures.keep(
            Typed(
                kind=one["kind"],
                sizes=one["sizes"],
                okved=" ".join(one.get("okved", ())),
                territory_codes=areas[: one.get("first_areas", 0)],
                texts={language: one[language] for language in ("ru", "en") if language in one},
                phone="+7 000 000-00-11",
                valid_to=(now + timedelta(days=one["days"])).date().isoformat() if one["days"] else "",
                source_title=_MARK,
            ),
            code="",
            seen="",
            by=None,
            now=now - timedelta(days=len(said["measures"]) - n),
            wanted=one["code"],
        )
    return len(said["measures"])
