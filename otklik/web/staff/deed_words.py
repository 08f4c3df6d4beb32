"""Deeds of staff as people read them. An address without words of its own is shown by the words of its action."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.appeals.queries import numbers
from otklik.appeals.rules.number import spoken
from otklik.people.deeds import Deed
from otklik.people.models import StaffDeed
from otklik.web.access.rights import Action

ACTION: Final[dict[str, Promise]] = {
    Action.MODERATE: gettext_lazy("Модерация"),
    Action.DECIDE_ROUTING: gettext_lazy("Назначение исполнителя"),
    Action.SEE_EXCHANGE: gettext_lazy("Обмен с МСЭД"),
    Action.WORK_FOR_AUTHORITY: gettext_lazy("Работа органа"),
    Action.SEE_FIGURES: gettext_lazy("Цифры и отчёты"),
    Action.GIVE_ROLES: gettext_lazy("Права сотрудников"),
    Action.EDIT_LETTERS: gettext_lazy("Письма портала"),
    Action.CONFIRM_ORGANISATIONS: gettext_lazy("Организации"),
    Action.SUPERVISE: gettext_lazy("Контроль"),
    Action.READ_STAFF_JOURNAL: gettext_lazy("Действия сотрудников"),
    Action.WRITE_ARTICLES: gettext_lazy("Статья сохранена"),
}
ADDRESS: Final[dict[str, Promise]] = {
    "desk:item": gettext_lazy("Обращение открыто"),
    "file": gettext_lazy("Документ скачан"),
    "desk:office-file": gettext_lazy("Файл ответа скачан"),
    "desk:comments": gettext_lazy("Комментарии открыты"),
    "desk:publish": gettext_lazy("Опубликовано"),
    "desk:refuse": gettext_lazy("Отказано"),
    "desk:ask": gettext_lazy("Вопрос автору"),
    "desk:topic": gettext_lazy("Тема исправлена"),
    "desk:place": gettext_lazy("Адрес исправлен"),
    "desk:merge": gettext_lazy("Объединено с другим"),
    "desk:assign": gettext_lazy("Исполнитель назначен"),
    "desk:return": gettext_lazy("Решение по возврату"),
    "desk:withhold": gettext_lazy("Убрано с портала"),
    "desk:restore": gettext_lazy("Возвращено на портал"),
    "desk:comment-publish": gettext_lazy("Комментарий показан"),
    "desk:comment-refuse": gettext_lazy("Комментарий скрыт"),
    "desk:packet": gettext_lazy("Пакет открыт"),
    "desk:packet-file": gettext_lazy("Файл пакета скачан"),
    "desk:again": gettext_lazy("Пакет отправлен повторно"),
    "desk:link": gettext_lazy("Ответ связан с обращением"),
    "desk:dismiss": gettext_lazy("Пакет отмечен разобранным"),
    "desk:report-want": gettext_lazy("Отчёт за неделю запрошен"),
    "desk:control-take": gettext_lazy("Взято под контроль"),
    "desk:control-release": gettext_lazy("Контроль снят"),
    "staff:people": gettext_lazy("Список людей открыт"),
    "staff:person": gettext_lazy("Права человека"),
    "staff:organisations": gettext_lazy("Заявки организаций открыты"),
    "staff:organisation-confirm": gettext_lazy("Представитель организации подтверждён"),
    "staff:organisation-refuse": gettext_lazy("Представитель организации отклонён"),
    "staff:keys": gettext_lazy("Ключ программы создан"),
    "staff:key-revoke": gettext_lazy("Ключ программы отозван"),
}
KIND: Final[dict[str, Promise]] = {
    "appeal": gettext_lazy("Обращение"),
    "person": gettext_lazy("Учётная запись"),
    "packet": gettext_lazy("Пакет"),
    "authority": gettext_lazy("Орган"),
    "article_code": gettext_lazy("Статья"),
    "representation": gettext_lazy("Заявка представителя"),
}


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str
    role: str
    actor_id: int
    saw: bool
    what: str
    did: str
    about: str
    link: str  # "" where there is no page


def lines(rows: Sequence[Deed]) -> list[Line]:
    """One statement: numbers of the appeals."""
    known = numbers.of([int(row.key) for row in rows if row.kind == "appeal" and row.key.isdecimal()])
    return [_line(row, known) for row in rows]


def _line(row: Deed, known: dict[int, str]) -> Line:
    number = known.get(int(row.key), "") if row.kind == "appeal" and row.key.isdecimal() else ""
    about = f"№ {spoken(number)}" if number else row.key
    return Line(
        at=row.at,
        who=row.actor or _("удалённая учётная запись"),
        role=row.role,
        actor_id=row.actor_id,
        saw=row.what == StaffDeed.What.SAW,
        what=str(StaffDeed.What(row.what).label),
        did=str(ADDRESS.get(row.address) or ACTION.get(row.action) or row.address),
        about=" ".join(part for part in (str(KIND.get(row.kind, row.kind)), about) if part),
        link=_link(row, number),
    )


def _link(row: Deed, number: str) -> str:
    if number:
        return reverse("desk:item", args=[int(row.key)])
    if row.kind == "packet" and row.key.isdecimal():
        return reverse("desk:packet", args=[int(row.key)])
    return f"?person={row.key}" if row.kind == "person" else ""
