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
}
ADDRESS: Final[dict[str, Promise]] = {
    "desk:item": gettext_lazy("Открыл обращение"),
    "desk:comments": gettext_lazy("Открыл комментарии"),
    "desk:publish": gettext_lazy("Опубликовал"),
    "desk:refuse": gettext_lazy("Отказал"),
    "desk:ask": gettext_lazy("Спросил автора"),
    "desk:topic": gettext_lazy("Исправил тему"),
    "desk:place": gettext_lazy("Исправил адрес"),
    "desk:merge": gettext_lazy("Объединил с другим"),
    "desk:assign": gettext_lazy("Назначил исполнителя"),
    "desk:return": gettext_lazy("Решил по возврату"),
    "desk:comment-publish": gettext_lazy("Показал комментарий"),
    "desk:comment-refuse": gettext_lazy("Скрыл комментарий"),
    "desk:packet": gettext_lazy("Открыл пакет"),
    "desk:packet-file": gettext_lazy("Скачал файл пакета"),
    "desk:again": gettext_lazy("Отправил пакет ещё раз"),
    "desk:link": gettext_lazy("Связал ответ с обращением"),
    "desk:dismiss": gettext_lazy("Отметил пакет разобранным"),
    "desk:report-want": gettext_lazy("Попросил отчёт за неделю"),
    "desk:control-take": gettext_lazy("Взял под контроль"),
    "desk:control-release": gettext_lazy("Снял контроль"),
    "staff:people": gettext_lazy("Открыл список людей"),
    "staff:person": gettext_lazy("Открыл или изменил права человека"),
    "staff:organisations": gettext_lazy("Открыл заявки организаций"),
    "staff:organisation-confirm": gettext_lazy("Подтвердил представителя организации"),
    "staff:organisation-refuse": gettext_lazy("Отклонил представителя организации"),
}
KIND: Final[dict[str, Promise]] = {
    "appeal": gettext_lazy("Обращение"),
    "person": gettext_lazy("Учётная запись"),
    "packet": gettext_lazy("Пакет"),
    "authority": gettext_lazy("Орган"),
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
