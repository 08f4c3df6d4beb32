"""The tables of the reference services, each described once: forms, files, the journal and exports are made of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.classifier.models import Category, Topic
from otklik.kit.importing import BadValue, Row
from otklik.reference import columns
from otklik.reference.columns import Column, Known
from otklik.reference.models import CODE, Emergency, Law, Office, Place, Reception


@dataclass(frozen=True, slots=True)
class Table:
    name: str  # in addresses, commands and the journal
    title: Promise
    one: Promise  # a single row
    model: type[Model]
    key: str  # the column by which a row of a file is found again
    called: str  # the model's path to what a row is called by, with which lists are ordered
    columns: tuple[Column, ...]

    @property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def makes_codes(self) -> bool:
        """Whether a form without a code gets one."""
        return self.key == "code"


def _subjects(_on: date) -> list[tuple[str, str]]:
    categories = Category.objects.filter(active=True).order_by("order", "code").values_list("code", "title")
    topics = Topic.objects.filter(active=True).order_by("category__order", "order", "code")
    return [
        ("", str(_("О чём угодно"))),
        *((f"category:{code}", "{}: {}".format(_("Категория"), title)) for code, title in categories),
        *((f"topic:{code}", title) for code, title in topics.values_list("code", "title")),
    ]


def _subject(row: Row, known: Known) -> str:
    said = row.text("subject", longest=80)
    what, _sep, code = said.partition(":")
    there = {"topic": known.topics, "category": known.categories}.get(what, frozenset[str]())
    if said and code not in there:
        raise BadValue("subject", f"«{said}» нет в классификаторе; нужно topic:код, category:код или пусто")
    return said


def _code(row: Row, _known: Known) -> str:
    found = row.text("code", longest=64, required=True)
    if not re.match(CODE, found):
        raise BadValue("code", f"«{found}» не подходит; код — строчные латинские буквы, цифры и «-»")
    return found


_CODE: Final = Column(
    "code", _("Код"), _code, lambda value, _k: value, longest=64,
    hint=_("Латинскими буквами, для загрузки из файлов. Пусто: сделаем из названия."),
)  # fmt: skip
_CHECKED: Final = (
    columns.text("source", _("Откуда сведения"), 300, hint=_("Документ или сайт, словами.")),
    columns.link("source_url", _("Ссылка на источник"), 500),
    columns.day(
        "checked_on",
        _("Проверено"),
        hint=_("День, когда сведения сверили с источником. Пусто: не сверяли, так и напишем."),
    ),
)
_ACTIVE: Final = columns.flag("active", _("Показывать"), default=True)

OFFICES: Final = Table(
    "offices", _("Карточки органов"), _("Карточка органа"), Office, "authority", "authority__name",
    (
        columns.body(_("Орган"), required=True),
        columns.text("about", _("Чем занимается"), 1000, type="textarea"),
        columns.opening("hours", _("Часы работы")),
        columns.text(
            "reception", _("Приём граждан"), 500, type="textarea", hint=_("Когда, где и как записаться.")
        ),
        columns.persons("persons", _("Руководители и заместители")),
        columns.phones("phones", _("Телефоны")),
        columns.point(),
        *_CHECKED,
    ),
)  # fmt: skip
PLACES: Final = Table(
    "places", _("МФЦ и другие места"), _("Место"), Place, "code", "name",
    (
        columns.choice("kind", _("Вид"), Place.Kind.choices),
        columns.text("name", _("Название"), 200, required=True),
        _CODE,
        columns.text("address", _("Адрес"), 300, required=True),
        columns.municipality(),
        columns.point(),
        columns.opening("hours", _("Часы работы")),
        columns.phones("phones", _("Телефоны")),
        columns.link("site", _("Сайт"), 300),
        columns.lines("services", _("Услуги"), longest=150, hint=_("По одной в строке.")),
        columns.text("note", _("Примечание"), 500, type="textarea"),
        columns.body(_("Орган"), required=False),
        _ACTIVE,
        *_CHECKED,
    ),
)  # fmt: skip
RECEPTIONS: Final = Table(
    "receptions", _("Приёмы граждан"), _("Приём"), Reception, "code", "person",
    (
        columns.body(_("Орган"), required=True),
        columns.text("person", _("Кто принимает"), 150, required=True),
        columns.text("post", _("Должность"), 300),
        columns.moment("starts_at", _("Начало"), hint=_("Например, 01.12.2026 10:00.")),
        columns.moment("ends_at", _("Конец"), hint=_("Например, 01.12.2026 12:00.")),
        _CODE,
        columns.text("address", _("Где"), 300),
        columns.flag("remote", _("По видеосвязи или телефону"), default=False),
        columns.text("how", _("Как записаться"), 500, type="textarea"),
        columns.text("phone", _("Телефон для записи"), 60),
        columns.link("sign_up_url", _("Запись на сайте"), 500),
        columns.municipality(),
        columns.flag("cancelled", _("Отменён"), default=False),
        *_CHECKED,
    ),
)  # fmt: skip
EMERGENCY: Final = Table(
    "emergency", _("Экстренные номера"), _("Экстренный номер"), Emergency, "code", "title",
    (
        columns.text("number", _("Номер"), 60, required=True),
        columns.text("title", _("Кто ответит"), 150, required=True),
        _CODE,
        columns.text("about", _("Когда звонить"), 300),
        columns.municipality(),
        columns.number("order", _("Место в списке")),
        _ACTIVE,
        *_CHECKED,
    ),
)  # fmt: skip
LAWS: Final = Table(
    "laws", _("Что говорит закон"), _("Норма"), Law, "code", "title",
    (
        Column(
            "subject", _("О чём"), _subject, lambda value, _k: value, type="select", options=_subjects
        ),
        columns.text("title", _("Статья и акт"), 200, required=True),
        _CODE,
        columns.text("text", _("Что в ней сказано"), 2000, required=True, type="textarea"),
        columns.number("order", _("Место в списке")),
        _ACTIVE,
        *_CHECKED,
    ),
)  # fmt: skip
TABLES: Final[dict[str, Table]] = {
    table.name: table for table in (OFFICES, PLACES, RECEPTIONS, EMERGENCY, LAWS)
}


def said(table: Table, row: Any, known: Known) -> dict[str, str]:
    """A row as its form and its file have it."""
    return {column.name: column.say(getattr(row, column.attname), known) for column in table.columns}
