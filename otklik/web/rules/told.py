"""Changes of the configuration as people read them: which object, which of its fields, from what to what."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.people.changes import Change
from otklik.polls.models import Poll
from otklik.reference.tables import TABLES
from otklik.web.parts.filters import ru_datetime

LONGEST: Final = 300  # characters of a value
FIELDS: Final[dict[str, Promise]] = {
    **{column.name: column.label for table in TABLES.values() for column in table.columns},
    "name": gettext_lazy("Название"),
    "short_name": gettext_lazy("Короткое название"),
    "level": gettext_lazy("Уровень"),
    "superior": gettext_lazy("Кому подчинён"),
    "territory_code": gettext_lazy("Территория"),
    "head_name": gettext_lazy("Руководитель"),
    "head_post": gettext_lazy("Должность руководителя"),
    "phone": gettext_lazy("Телефон"),
    "email": gettext_lazy("Почта"),
    "site": gettext_lazy("Сайт"),
    "address": gettext_lazy("Адрес"),
    "msed_uid": gettext_lazy("Участник МЭДО"),
    "msed_address": gettext_lazy("Адрес МЭДО"),
    "msed_version": gettext_lazy("Версия формата МЭДО"),
    "msed_personal_data": gettext_lazy("Передавать данные автора"),
    "has_desk": gettext_lazy("Рабочее место на портале"),
    "active": gettext_lazy("Действует"),
    "title": gettext_lazy("Название"),
    "category": gettext_lazy("Категория"),
    "kinds": gettext_lazy("О чём можно писать"),
    "fields": gettext_lazy("Свои вопросы"),
    "term_days": gettext_lazy("Срок ответа, рабочих дней"),
    "emergency_advice": gettext_lazy("Совет позвонить в 112"),
    "confidential": gettext_lazy("Не показывать на портале"),
    "other_words": gettext_lazy("Как говорят люди"),
    "duty": gettext_lazy("Обязанность"),
    "order": gettext_lazy("Место в списке"),
    "code": gettext_lazy("Код"),
    "text": gettext_lazy("Текст"),
    "duties": gettext_lazy("Отвечает за"),
    "rules": gettext_lazy("Правил"),
    "reason": gettext_lazy("Зачем"),
    "created": gettext_lazy("Новых"),
    "updated": gettext_lazy("Изменено"),
    "questions": gettext_lazy("Вопросы"),
    "languages": gettext_lazy("Языки"),
    "about": gettext_lazy("Зачем опрос"),
    "picture": gettext_lazy("Картинка"),
    "voters": gettext_lazy("Голосуют"),
    "territory_codes": gettext_lazy("Муниципалитеты"),
    "confirmed_home": gettext_lazy("Место жительства подтверждено"),
    "age_from": gettext_lazy("Возраст от"),
    "opens_at": gettext_lazy("Начало"),
    "closes_at": gettext_lazy("Конец"),
    "results": gettext_lazy("Когда показывать результат"),
    "quorum": gettext_lazy("Кворум"),
    "state": gettext_lazy("Состояние"),
    "outcome": gettext_lazy("Как использовали результат"),
}
KINDS: Final[dict[str, Promise]] = {
    "authority": gettext_lazy("Орган"),
    "category": gettext_lazy("Категория"),
    "topic": gettext_lazy("Тема"),
    "duties": gettext_lazy("Правила, версия"),
    "duties-of": gettext_lazy("Обязанности органа"),
    "words": gettext_lazy("Слова"),
    **{f"reference-{table.name}": table.one for table in TABLES.values()},
    "reference-file": gettext_lazy("Справочная из файла"),
    "poll": gettext_lazy("Опрос"),
    "article": gettext_lazy("Статья"),
    "measure": gettext_lazy("Мера поддержки"),
    "business": gettext_lazy("Страница для бизнеса"),
}
# Where the object of a change is edited; the kinds that are not here have no page of their own.
PAGES: Final = {
    "authority": "rules:authority",
    "article": "article-edit",
    "measure": "measure-edit",
    "duties-of": "rules:authority",
    "category": "rules:category",
    "topic": "rules:topic",
    "poll": "polldesk:poll",
}

# Fields whose codes have words, and those that are moments.
CODES: Final = {
    "voters": dict(Poll.Voters.choices),
    "results": dict(Poll.Shown.choices),
    "state": dict(Poll.State.choices),
}
MOMENTS: Final = ("opens_at", "closes_at")


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    by: str
    what: str
    address: str  # of the object's page; "" it has none
    verb: str
    pairs: list[tuple[str, str, str]]  # field, before, after


def lines(changes: Iterable[Change]) -> list[Line]:
    return [_line(change) for change in changes]


def value(raw: Any, name: str = "") -> str:
    """One value in words; long ones are cut. name: of its field, where codes of that field have words."""
    if name in CODES and isinstance(raw, str):
        return str(CODES[name].get(raw, raw))
    if name in MOMENTS and isinstance(raw, str) and raw:
        return ru_datetime(datetime.fromisoformat(raw))
    if isinstance(raw, bool):
        return _("да") if raw else _("нет")
    if raw in (None, "", [], {}):
        return "—"
    if isinstance(raw, list) and all(isinstance(one, dict) and "label" in one for one in raw):
        said = "; ".join(str(one["label"]) for one in raw)  # own questions of a topic
    elif isinstance(raw, dict) and all(isinstance(one, str) for one in raw.values()):
        said = "; ".join(raw.values())  # the same words in several languages
    elif isinstance(raw, list) and all(isinstance(one, str | int) for one in raw):
        said = ", ".join(map(str, raw))
    else:
        said = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
    return said if len(said) <= LONGEST else said[:LONGEST] + "…"


def label(name: str) -> str:
    return str(FIELDS.get(name, name))


def _line(change: Change) -> Line:
    kind, _sign, code = change.what.partition(":")
    verb = (
        _("изменено") if change.before and change.after else _("добавлено") if change.after else _("удалено")
    )
    keys = [key for key in {**change.before, **change.after} if _is_said(key, change)]
    pairs = [
        (label(key), value(change.before.get(key), key), value(change.after.get(key), key)) for key in keys
    ]
    return Line(
        at=change.at,
        by=change.by or _("портал"),
        what=" ".join(part for part in (str(KINDS.get(kind, kind)), code) if part),
        address=reverse(PAGES[kind], args=[code]) if kind in PAGES and code and change.after else "",
        verb=verb,
        pairs=[pair for pair in pairs if pair[1] != pair[2]],
    )


def _is_said(key: str, change: Change) -> bool:
    """Of what was added or is gone only what is not empty; a nought or a «нет» that nobody typed is that too."""
    before, after = change.before.get(key), change.after.get(key)
    return bool(before or after) or None not in (before, after) or key == "active"
