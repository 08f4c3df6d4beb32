"""A weekly report in words: rows that both papers print."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import labels
from otklik.appeals.rules.number import spoken
from otklik.oversight.queries.lists import Row
from otklik.oversight.queries.week import DAYS, Figures

NOTHING: Final = "—"
Cell = int | float | str


def title(week: date) -> str:
    until = week + timedelta(days=DAYS - 1)
    return _("Отчёт за неделю %(first)s – %(last)s") % {
        "first": f"{week:%d.%m.%Y}",
        "last": f"{until:%d.%m.%Y}",
    }


def as_of(now: datetime) -> str:
    local = timezone.localtime(now, timezone.get_default_timezone())
    return _("Просроченные указаны на %(moment)s.") % {"moment": f"{local:%d.%m.%Y %H:%M}"}


def headings() -> list[str]:
    return [_("Показатель"), _("За неделю"), _("Неделей раньше"), _("Изменение")]


def figures(found: Figures) -> list[list[Cell]]:
    """Name, the week, the week before, the difference; shares in per cent."""
    now, was = found.sums, found.before
    numbers: list[tuple[str, float | None, float | None]] = [
        (_("Поступило"), now.received, was.received),
        (_("Опубликовано"), now.published, was.published),
        (_("Ответов"), now.answered, was.answered),
        (_("Ответов в срок"), now.in_time, was.in_time),
        (_("Доля ответов в срок, проценты"), _percent(now.share_in_time), _percent(was.share_in_time)),
        (_("Половина ответов дана за, дней"), found.median, found.median_before),
        (_("Возвращено авторами"), now.returned, was.returned),
        (_("Оценок"), now.rated, was.rated),
        (_("Средняя оценка"), _rounded(now.mean_stars), _rounded(was.mean_stars)),
        (_("Решено, по словам авторов, проценты"), _percent(now.share_solved), _percent(was.share_solved)),
    ]
    rows: list[list[Cell]] = [[name, _cell(a), _cell(b), _change(a, b)] for name, a, b in numbers]
    return [*rows, [_("Просрочено сейчас"), found.overdue, NOTHING, NOTHING]]


def late_headings() -> list[str]:
    return [
        _("Номер"), _("Исполнитель"), _("Вид"), _("Тема"), _("Ответить до"), _("Просрочено, дней"), _("Начало текста"),
    ]  # fmt: skip


def late(rows: Sequence[Row], *, today: date) -> list[list[Cell]]:
    return [
        [
            spoken(row.number),
            row.authority,
            str(labels.KIND[row.kind]),
            row.topic,
            f"{row.answer_by:%d.%m.%Y}" if row.answer_by else NOTHING,
            (today - row.answer_by).days if row.answer_by else NOTHING,
            row.excerpt,
        ]
        for row in rows
    ]


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _cell(value: float | None) -> Cell:
    return NOTHING if value is None else value


def _change(now: float | None, was: float | None) -> Cell:
    return NOTHING if now is None or was is None else round(now - was, 1)
