"""Every desk and its pages: one table, of which each reader sees what the role may open.

A desk has a row of entries, seven at most: pages, and groups of pages that have a second row of their own.
"""

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


class Group(NamedTuple):
    words: Promise
    pages: tuple[Page, ...]


DESKS: Final[tuple[tuple[Promise, tuple[Page | Group, ...]], ...]] = (
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
            Page(Action.PUBLISH_WORKS, "works-desk", _("Отключения и работы")),
            Page(Action.SIGN_ANSWERS, "desk:office-rules", _("Порядок работы")),
            Page(Action.KEEP_CARD, "reference-own", _("Карточка органа")),
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
            Page(Action.SEE_GUARANTEE, "desk:terms", _("Напоминания о сроках")),
            Group(
                _("Цифры и отчёты"),
                (
                    Page(Action.SEE_FIGURES, "desk:figures", _("Цифры органов")),
                    Page(Action.SEE_FIGURES, "desk:reports", _("Отчёты за неделю")),
                    Page(Action.SUPERVISE, "waves", _("Волны оценок")),
                ),
            ),
            Page(Action.SEE_EXCHANGE, "desk:exchange", _("Обмен с МСЭД")),
            Page(Action.SEE_GUARANTEE, "desk:guarantee", _("Гарантия")),
            Page(Action.READ_STAFF_JOURNAL, "staff:deeds", _("Действия сотрудников")),
        ),
    ),
    (
        _("Опросы"),
        (
            Page(Action.BUILD_POLLS, "polldesk:polls", _("Опросы")),
            Page(Action.SEE_GROWTH, "polldesk:growing", _("Что растёт")),
        ),
    ),
    (
        _("Администрирование"),
        (
            Page(Action.ADMINISTER, "staff:start", _("Готовность")),
            Group(
                _("Люди"),
                (
                    Page(Action.GIVE_ROLES, "staff:people", _("Сотрудники")),
                    Page(Action.CONFIRM_ORGANISATIONS, "staff:organisations", _("Организации")),
                    Page(Action.CONFIRM_ORGANISATIONS, "staff:keys", _("Ключи программ")),
                    Page(Action.GIVE_ROLES, "staff:journal", _("Журнал прав")),
                ),
            ),
            Group(
                _("Классификатор и правила"),
                (
                    Page(Action.ADMINISTER, "rules:classifier", _("Категории и темы")),
                    Page(Action.ADMINISTER, "rules:duties", _("Кто за что отвечает")),
                    Page(Action.ADMINISTER, "rules:gaps", _("Где никто не отвечает")),
                    Page(Action.ADMINISTER, "staff:term-rules", _("Сроки")),
                    Page(Action.ADMINISTER, "staff:calendar", _("Календарь")),
                ),
            ),
            Group(
                _("Территории и органы"),
                (
                    Page(Action.ADMINISTER, "staff:territories", _("Территории")),
                    Page(Action.ADMINISTER, "rules:authorities", _("Органы")),
                    Page(Action.ADMINISTER, "reference-desk", _("Справочная")),
                ),
            ),
            Group(
                _("Слова и письма"),
                (
                    Page(Action.ADMINISTER, "rules:words", _("Причины и заготовки")),
                    Page(Action.EDIT_LETTERS, "letters", _("Письма портала")),
                    Page(Action.EDIT_WORDS, "staff:unwanted", _("Слова под запретом")),
                ),
            ),
            Group(
                _("Разделы"),
                (
                    Page(Action.ADMINISTER, "cadastre-staff", _("Земля: ставки и средние")),
                    Page(Action.ADMINISTER, "cadastre-load", _("Земля: таблицы")),
                    Page(Action.ADMINISTER, "cadastre-staff-outcomes", _("Земля: примеры")),
                ),
            ),
            Group(
                _("Регион"),
                (
                    Page(Action.ADMINISTER, "staff:look", _("Вид портала")),
                    Page(Action.ADMINISTER, "surveys", _("Опрос «Как живётся»")),
                    Page(Action.ADMINISTER, "staff:configuration", _("Перенос настроек")),
                    Page(Action.ADMINISTER, "rules:changes", _("Журнал настроек")),
                ),
            ),
        ),
    ),
    (
        _("Справки и бизнес"),
        (
            Group(
                _("База знаний"),
                (
                    Page(Action.WRITE_ARTICLES, "articles", _("Статьи")),
                    Page(Action.WRITE_ARTICLES, "article-feedback", _("Что не помогло")),
                    Page(Action.ADMINISTER, "article-sections", _("Разделы")),
                    Page(Action.ADMINISTER, "article-upload", _("Загрузка статей")),
                ),
            ),
            Group(
                _("Бизнесу"),
                (
                    Page(Action.ADMINISTER, "business-measures", _("Меры поддержки")),
                    Page(Action.ADMINISTER, "business-upload", _("Загрузка мер поддержки")),
                    Page(Action.ADMINISTER, "business-front", _("Страница для бизнеса")),
                ),
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Of the row of a desk: pages as (name, address, words), the first one for the entry itself."""

    words: str
    pages: list[tuple[str, str, str]]

    @property
    def address(self) -> str:
        return self.pages[0][1]

    @property
    def names(self) -> list[str]:
        return [name for name, _address, _words in self.pages]


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk as its reader sees it, the first entry for the desk itself."""

    words: str
    entries: list[Entry]

    @property
    def address(self) -> str:
        return self.entries[0].address

    def entry(self, here: str) -> Entry | None:
        """The one that the page called `here` belongs to."""
        return next((entry for entry in self.entries if here in entry.names), None)


def at(request: HttpRequest, here: str) -> Desk | None:
    """The desk that the page called `here` belongs to; the reader's first for a page that none lists."""
    desks = _open_to(getattr(request, "user", None))
    return next((desk for desk in desks if desk.entry(here)), desks[0] if desks else None)


def own(user: User) -> list[tuple[str, str]]:
    """Where the person works, as (address, words): the desks of the role, for the header of the public pages."""
    return [(desk.address, desk.words) for desk in _open_to(user)]


def _open_to(user: User | None) -> list[Desk]:
    every = [Desk(str(words), [found for one in row if (found := _entry(one, user))]) for words, row in DESKS]
    return [desk for desk in every if desk.entries]


def _entry(one: Page | Group, user: User | None) -> Entry | None:
    """A group of which one page is left is that page. None: nothing of it is the reader's to open."""
    pages = [page for page in (one.pages if isinstance(one, Group) else (one,)) if allowed(user, page.action)]
    if not pages:
        return None
    words = pages[0].words if len(pages) == 1 else one.words
    return Entry(
        str(words), [(page.name.rpartition(":")[2], reverse(page.name), str(page.words)) for page in pages]
    )
