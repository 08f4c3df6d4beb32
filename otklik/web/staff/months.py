"""A year as twelve months of weeks, as a person reads a calendar on the wall."""

import calendar as weeks
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from otklik.kit import workdays
from otklik.terms import calendar

YEARS: Final = (2020, 2040)  # that the page shows
NAMES: Final = (
    _("Январь"), _("Февраль"), _("Март"), _("Апрель"), _("Май"), _("Июнь"), _("Июль"), _("Август"), _("Сентябрь"),
    _("Октябрь"), _("Ноябрь"), _("Декабрь"),
)  # fmt: skip
# What a day is, with its words: a colour alone is not read by everybody.
LOOKS: Final = {
    "work": _("рабочий день"),
    "off": _("выходной или праздник"),
    "moved": _("рабочая суббота или воскресенье"),
    "own-work": _("рабочий по решению региона"),
    "own-off": _("выходной по решению региона"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    day: date
    look: str  # of LOOKS
    words: str
    changes: bool  # would become another one by what is being tried


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    working: int
    weeks: list[list[Cell | None]]  # None: of a neighbouring month


def of_year(year: int, changing: Collection[date]) -> list[Month]:
    return [_month(year, number, set(changing)) for number in range(1, 13)]


def _month(year: int, number: int, changing: set[date]) -> Month:
    rows = [
        [_cell(day, changing) if day.month == number else None for day in week]
        for week in weeks.Calendar().monthdatescalendar(year, number)
    ]
    working = sum(calendar.is_working(cell.day) for week in rows for cell in week if cell)
    return Month(str(NAMES[number - 1]), working, rows)


def _cell(day: date, changing: set[date]) -> Cell:
    look = _look(day)
    return Cell(day, look, str(LOOKS[look]), day in changing)


def _look(day: date) -> str:
    own = calendar.regional().get(day)
    if own is not None:
        return "own-work" if own else "own-off"
    if not workdays.is_working(day):
        return "off"
    return "moved" if day.weekday() > 4 else "work"
