"""What was changed in a measure or in the page for business, as people read it: whole texts, each language apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.people.changes import Change

LABELS: Final[dict[str, Promise]] = {
    "kind": gettext_lazy("Вид поддержки"),
    "sizes": gettext_lazy("Размер бизнеса"),
    "okved": gettext_lazy("Отрасль (ОКВЭД)"),
    "territory_codes": gettext_lazy("Муниципалитеты"),
    "title": gettext_lazy("Название"),
    "summary": gettext_lazy("Коротко"),
    "amount": gettext_lazy("Сколько"),
    "conditions": gettext_lazy("Условия"),
    "how": gettext_lazy("Как получить"),
    "provider": gettext_lazy("Кто помогает"),
    "phone": gettext_lazy("Телефон"),
    "email": gettext_lazy("Почта"),
    "url": gettext_lazy("Сайт"),
    "valid_from": gettext_lazy("Заявки принимают с"),
    "valid_to": gettext_lazy("Последний день заявок"),
    "source_title": gettext_lazy("Источник"),
    "source_url": gettext_lazy("Адрес источника"),
    "checked_on": gettext_lazy("Проверено по источникам"),
    "active": gettext_lazy("Показана"),
    "categories": gettext_lazy("Категории обращений бизнеса"),
    "name": gettext_lazy("Имя"),
    "post": gettext_lazy("Должность"),
    "address": gettext_lazy("Адрес приёмной"),
    "hours": gettext_lazy("Часы приёма"),
    "words": gettext_lazy("С чем обращаться"),
}
_TEXTS: Final = ("texts", "ombudsman")


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    by: str
    pairs: list[tuple[str, str, str]]  # what, before, after; "" for what was not there


def told(changes: Iterable[Change]) -> list[Told]:
    """The newest first, as they came; what has not changed is left out."""
    rows = []
    for one in changes:
        before, after = _flat(one.before), _flat(one.after)
        pairs = [(name, before.get(name, ""), after.get(name, "")) for name in {**before, **after}]
        rows.append(Told(one.at, one.by, [pair for pair in pairs if pair[1] != pair[2]]))
    return rows


def _flat(values: dict[str, Any]) -> dict[str, str]:
    """The texts of each language as fields of their own."""
    found: dict[str, str] = {}
    for name, value in values.items():
        if name in _TEXTS and isinstance(value, dict):
            for language, texts in value.items():
                found |= {f"{LABELS.get(key, key)} ({language})": str(text) for key, text in texts.items()}
        elif not (name == "title" and "texts" in values):  # the Russian title once more
            found[str(LABELS.get(name, name))] = _said(value)
    return found


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
