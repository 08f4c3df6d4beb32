"""What the form of a page of statistics offers."""

from django.utils.translation import gettext as _

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind
from otklik.appeals.queries import names
from otklik.web.statistics import painted
from otklik.web.statistics.asked import Asked


def options(question: Asked) -> dict[str, list[tuple[str, str]]]:
    known = names.known()
    category = known["category"].by_code.get(question.values["category"])
    return {
        "kind": [(kind.value, str(labels.KINDS[kind])) for kind in Kind],
        "category": known["category"].offered(),
        "topic": known["topic"].offered(category.id) if category else [],
        "area": known["area"].offered(),
        "authority": known["authority"].offered(),
        "period": [*periods_offered(), ("own", _("Свой период"))],
        "compare": _compared(),
        "map": painted.choices(),
    }


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
