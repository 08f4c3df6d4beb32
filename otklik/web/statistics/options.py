"""What the form of a page of statistics offers."""

from django.utils.translation import gettext as _

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind
from otklik.stats.queries.names import Names
from otklik.web.statistics import painted
from otklik.web.statistics.asked import Asked


def options(question: Asked, known: Names) -> dict[str, list[tuple[str, str]]]:
    category = known.by_code.get(("category", question.values["category"]))
    return {
        "kind": [(kind.value, str(labels.KINDS[kind])) for kind in Kind],
        "category": _offered(known, "category"),
        "topic": _offered(known, "topic", parent=category.key) if category else [],
        "area": _offered(known, "area"),
        "authority": _offered(known, "authority"),
        "period": [*periods_offered(), ("own", _("Свой период"))],
        "compare": _compared(),
        "map": painted.choices(),
    }


def _offered(known: Names, dim: str, *, parent: str = "") -> list[tuple[str, str]]:
    return [(name.code, name.title) for name in known.of(dim, parent=parent)]


def periods_offered() -> list[tuple[str, str]]:
    """Those that need no more words."""
    return [
        ("12", _("12 месяцев")),
        ("month", _("Этот месяц")),
        ("quarter", _("Этот квартал")),
        ("year", _("Этот год")),
        ("all", _("Всё время")),
    ]


def _compared() -> list[tuple[str, str]]:
    return [
        ("year", _("С прошлым годом")),
        ("before", _("С предыдущим периодом")),
        ("none", _("Не сравнивать")),
    ]
