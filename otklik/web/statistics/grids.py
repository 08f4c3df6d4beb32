"""The numbers behind each chart, once: a page shows them as words, a file as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind
from otklik.appeals.queries import names
from otklik.stats.queries.figures import Sums
from otklik.stats.queries.report import Report
from otklik.web.parts.filters import NBSP
from otklik.web.statistics import words

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    key: str  # of the sums; "" where it has none
    name: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """columns: (heading, one of words.sayings); the first column, the name, is not among them."""

    name: str
    columns: list[tuple[str, str]]
    rows: list[Row]


_SUMS: Final = (
    (gettext_lazy("Поступило"), "count", "received"),
    (gettext_lazy("Опубликовано"), "count", "published"),
    (gettext_lazy("Ответов"), "count", "answered"),
    (gettext_lazy("В срок"), "share", "share_in_time"),
    (gettext_lazy("Дней до ответа в среднем"), "decimal", "mean_days"),
    (gettext_lazy("Решено, по словам авторов"), "share", "share_solved"),
    (gettext_lazy("Оценка"), "decimal", "mean_stars"),
    (gettext_lazy("Возвращено"), "share", "share_returned"),
)
MEDIAN: Final = "median_days"
DIVISIONS: Final = {
    "kind": gettext_lazy("Вид"),
    "category": gettext_lazy("Категория"),
    "topic": gettext_lazy("Тема"),
    "area": gettext_lazy("Территория"),
    "authority": gettext_lazy("Исполнитель"),
    "channel": gettext_lazy("Откуда пришло"),
}
_UNKNOWN: Final = {
    "area": gettext_lazy("Территория не определена"),
    "authority": gettext_lazy("Исполнитель не назначен"),
}
CODES: Final = ("course", "terms", "spread", "stars", *DIVISIONS)


def grid(code: str, found: Report, *, step: str) -> Grid | None:
    """code: one of CODES. None: this page has no such chart."""
    if code in DIVISIONS:
        return _division(code, found)
    return _MADE[code](found, step)


def place(measure: str) -> tuple[int, str]:
    """Of a column of sums: its place among the cells, and one of words.sayings. The column of medians is the next."""
    if measure == MEDIAN:
        return len(_SUMS), "count"
    return next((n, kind) for n, (_heading, kind, name) in enumerate(_SUMS) if name == measure)


def step_name(start: date, step: str) -> str:
    """«5 марта», «Март 2026», «I квартал 2026»."""
    return _step_name(start, step, get_language())


@lru_cache(maxsize=500)
def _step_name(start: date, step: str, language: str | None) -> str:
    if step == "quarter":
        roman = ("I", "II", "III", "IV")[(start.month - 1) // 3]
        return (_("%(n)s квартал %(year)d") % {"n": roman, "year": start.year}).replace(" ", NBSP)
    return date_format(start, "j E" if step == "day" else "F Y").replace(" ", NBSP)


def _course(found: Report, step: str) -> Grid | None:
    if found.course.total == Sums():
        return None
    rows = [Row("", step_name(start, step), sums_cells(sums)) for start, sums in found.course.points]
    return Grid(_("Время"), sums_columns(), rows)


def _terms(found: Report, step: str) -> Grid | None:
    if len(found.terms.steps) < 2:  # a point is no course: the cards say as much
        return None
    columns = [(_("Половина ответов, дней"), "count"), (_("9 из 10 ответов, дней"), "count")]
    step = "month" if step == "day" else step
    return Grid(_("Время"), columns, [Row("", step_name(s, step), [m, p]) for s, m, p in found.terms.steps])


def _spread(found: Report, step: str) -> Grid | None:
    if not found.terms.answers:
        return None
    rows = [Row("", str(took), [n]) for took, n in sorted(found.terms.answers.items())]
    return Grid(_("Дней до ответа"), [(_("Ответов"), "count")], rows)


def _stars(found: Report, step: str) -> Grid | None:
    if not found.terms.stars:
        return None
    rows = [Row("", str(n), [found.terms.stars.get(n, 0)]) for n in range(5, 0, -1)]
    return Grid(_("Оценка"), [(_("Обращений"), "count")], rows)


def _division(dim: str, found: Report) -> Grid | None:
    division = found.divisions.get(dim, [])
    if dim == "kind":
        division = [(kind.value, found.course.kinds[kind]) for kind in Kind if kind in found.course.kinds]
    if not division or (dim == "kind" and len(division) < 2):
        return None
    rows = [Row(key, _named(dim, key), sums_cells(sums)) for key, sums in division]
    columns = sums_columns()
    if dim == "area" and found.area_days is not None:
        columns.append((_("Половина ответов, дней"), "count"))
        for row in rows:
            row.cells.append(found.area_days.get(row.key))
    if dim == "authority":
        columns.append((_("Просрочено сейчас"), "count"))
        known = found.overdue.total is not None
        for row in rows:
            row.cells.append(found.overdue.by_authority.get(row.key, 0) if known else None)
    return Grid(str(DIVISIONS[dim]), columns, rows)


def _named(dim: str, key: str) -> str:
    if dim == "kind":
        return str(labels.KINDS[Kind(key)])
    if dim == "channel":
        return str(words.CHANNEL.get(key, key))
    return names.title(dim, key) or str(_UNKNOWN.get(dim, key))


def sums_columns() -> list[tuple[str, str]]:
    return list(_columns(get_language()))


@lru_cache(maxsize=8)
def _columns(language: str | None) -> list[tuple[str, str]]:
    return [(str(heading), kind) for heading, kind, _name in _SUMS]


_cells: Final = attrgetter(*(name for _heading, _kind, name in _SUMS))


def sums_cells(sums: Sums) -> list[Cell]:
    return list(_cells(sums))


def said(table: Grid, rows: Sequence[Row]) -> list[list[str]]:
    """The cells of some of its rows as a page shows them."""
    says = words.sayings()
    columns = [says[kind] for _heading, kind in table.columns]
    return [[say(cell) for say, cell in zip(columns, row.cells, strict=True)] for row in rows]


def lines(table: Grid) -> Iterator[list[str]]:
    """Of a CSV file: shares as percents, a point in decimals, nothing where nothing is known."""
    yield [table.name, *(f"{heading}, %" if kind == "share" else heading for heading, kind in table.columns)]
    for row in table.rows:
        yield [
            row.name.replace(NBSP, " "),
            *(_plain(cell, kind) for cell, (_h, kind) in zip(row.cells, table.columns, strict=True)),
        ]


def _plain(cell: Cell, kind: str) -> str:
    if cell is None:
        return ""
    return (
        f"{100 * float(cell):.1f}" if kind == "share" else f"{cell:.2f}" if kind == "decimal" else str(cell)
    )


_MADE: Final = {"course": _course, "terms": _terms, "spread": _spread, "stars": _stars}
