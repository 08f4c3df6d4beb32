"""Every desk and its pages: one table, of which each reader sees what the role may open."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.people.models import User
from otklik.web.access import Action, allowed


class Page(NamedTuple):
    action: Action
    name: str  # of the address; its last part is what the page calls `here`
    words: Promise


DESKS: Final[tuple[tuple[Promise, tuple[Page, ...]], ...]] = (
    (
        _("Модерация"),
        (
            Page(Action.MODERATE, "desk:queue", _("На модерации")),
            Page(Action.MODERATE, "desk:asked", _("Ждут автора")),
            Page(Action.DECIDE_ROUTING, "desk:decide", _("Нужно решение")),
            Page(Action.MODERATE, "desk:comments", _("Комментарии")),
            Page(Action.MODERATE, "desk:complaints", _("Жалобы")),
        ),
    ),
    (
        _("Мой орган"),
        (
            Page(Action.WORK_FOR_AUTHORITY, "desk:authority", _("Ждут ответа")),
            Page(Action.WORK_FOR_AUTHORITY, "desk:terms", _("Напоминания о сроках")),
            Page(Action.WORK_FOR_AUTHORITY, "desk:opinions", _("Запросы мнения")),
            Page(Action.SIGN_ANSWERS, "desk:office-rules", _("Порядок работы")),
        ),
    ),
    (
        _("Горячая линия"),
        (
            Page(Action.TAKE_CALLS, "hotline:desk", _("Звонки")),
            Page(Action.TAKE_CALLS, "hotline:callbacks", _("Перезвонить")),
            Page(Action.TAKE_CALLS, "hotline:journal", _("Журнал звонков")),
        ),
    ),
    (
        _("Контроль"),
        (
            Page(Action.SUPERVISE, "desk:control", _("Контроль сроков")),
            Page(Action.SUPERVISE, "desk:controlled", _("Под контролем")),
            Page(Action.SEE_FIGURES, "desk:figures", _("Цифры органов")),
            Page(Action.SEE_FIGURES, "desk:reports", _("Отчёты за неделю")),
            Page(Action.SEE_EXCHANGE, "desk:exchange", _("Обмен с МСЭД")),
            Page(Action.READ_STAFF_JOURNAL, "staff:deeds", _("Действия сотрудников")),
            Page(Action.SEE_GUARANTEE, "desk:terms", _("Напоминания о сроках")),
            Page(Action.SEE_GUARANTEE, "desk:guarantee", _("Гарантия")),
        ),
    ),
    (
        _("Администрирование"),
        (
            Page(Action.ADMINISTER, "staff:start", _("Готовность")),
            Page(Action.GIVE_ROLES, "staff:people", _("Сотрудники")),
            Page(Action.GIVE_ROLES, "staff:journal", _("Журнал прав")),
            Page(Action.CONFIRM_ORGANISATIONS, "staff:organisations", _("Организации")),
            Page(Action.EDIT_WORDS, "staff:words", _("Слова под запретом")),
            Page(Action.EDIT_LETTERS, "letters", _("Письма портала")),
            Page(Action.ADMINISTER, "rules:authorities", _("Органы")),
            Page(Action.ADMINISTER, "rules:duties", _("Кто за что отвечает")),
            Page(Action.ADMINISTER, "rules:gaps", _("Где никто не отвечает")),
            Page(Action.ADMINISTER, "rules:classifier", _("Категории и темы")),
            Page(Action.ADMINISTER, "rules:words", _("Причины и заготовки")),
            Page(Action.ADMINISTER, "rules:changes", _("Журнал настроек")),
            Page(Action.ADMINISTER, "staff:calendar", _("Календарь")),
            Page(Action.ADMINISTER, "staff:term-rules", _("Сроки")),
            Page(Action.ADMINISTER, "staff:territories", _("Территории")),
            Page(Action.ADMINISTER, "staff:look", _("Вид портала")),
            Page(Action.ADMINISTER, "staff:configuration", _("Перенос настроек")),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk as its reader sees it: pages as (name, address, words), the first one for the desk itself."""

    words: str
    pages: list[tuple[str, str, str]]

    @property
    def address(self) -> str:
        return self.pages[0][1]

    @property
    def names(self) -> list[str]:
        return [name for name, _address, _words in self.pages]


def at(request: HttpRequest, here: str) -> Desk | None:
    """The desk that the page called `here` belongs to; the reader's first for a page that none lists."""
    desks = _open_to(getattr(request, "user", None))
    return next((desk for desk in desks if here in desk.names), desks[0] if desks else None)


def own(user: User) -> list[tuple[str, str]]:
    """Where the person works, as (address, words): the desks of the role, for the header of the public pages."""
    return [(desk.address, desk.words) for desk in _open_to(user)]


def _open_to(user: User | None) -> list[Desk]:
    found = []
    for words, pages in DESKS:
        seen = [
            (page.name.rpartition(":")[2], reverse(page.name), str(page.words))
            for page in pages
            if allowed(user, page.action)
        ]
        if seen:
            found.append(Desk(str(words), seen))
    return found
