"""The board as people and spreadsheets read it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from otklik.stats.board import ALONE, BETTER, Board, Line
from otklik.stats.intervals import Estimate
from otklik.web.assessment.words import DIGITS, KINDS, ORDER
from otklik.web.parts.filters import NBSP
from otklik.web.statistics.asked import Asked
from otklik.web.statistics.cards import overdue_path
from otklik.web.statistics.words import NOTHING, count, decimal, share

_JOINER: Final = "\u2060"  # no line breaks here
_WIDTH, _HEIGHT = 96, 24  # of a sparkline, in its own units


@dataclass(frozen=True, slots=True)
class Cell:
    heading: str
    value: str
    notes: list[str] = field(default_factory=list)
    tone: str = ""  # good, bad: of the last note, which compares with what was to be expected
    url: str = ""
    is_order: bool = False  # the lines stand in its order


@dataclass(frozen=True, slots=True)
class Row:
    place: int | None
    why_not: str  # why it has no place; "" where it has one or none is given
    title: str
    url: str
    cells: list[Cell]
    trend: Markup


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    title: str
    rows: list[Row]
    more: int  # lines that the page of this kind has


def kinds(found: Board, about: Asked, order: str, *, most: int | None) -> list[Kind]:
    """most: lines of each kind; None all of them."""
    return [
        Kind(
            code,
            str(KINDS[code]),
            [_row(line, about, order) for line in lines[:most]],
            len(lines) - len(lines[:most]),
        )
        for code, lines in found.kinds
    ]


def _row(line: Line, about: Asked, order: str) -> Row:
    why_not = ""
    if order in BETTER and line.place is None:
        alone = order.startswith("ratio_") and line.alone > ALONE
        why_not = (
            _("Не с кем сравнить: по его темам отвечает он один") if alone else _("Мало данных для места")
        )
    return Row(
        place=line.place,
        why_not=why_not,
        title=line.body.title,
        url=f"{reverse('statistics-authority', args=[line.body.code])}?{about.query()}".rstrip("?"),
        cells=_cells(line, about, order),
        trend=_spark(line.trend),
    )


def _cells(line: Line, about: Asked, order: str) -> list[Cell]:
    received = _("поступило: %(n)s") % {"n": count(line.received)}
    longest = [_("9 из 10: %(days)s") % {"days": _days(line.longest)}] if line.longest else []
    late = overdue_path(about, authority=line.body.code) if line.overdue else ""
    made = {
        ("answered", "received"): Cell(_("Ответов"), count(line.answered), [received]),
        ("in_time", "ratio_in_time"): _compared(_("В срок"), line.in_time, line.ratio_in_time, line),
        ("median", "longest", "ratio_days"): _beside(
            _("Дней до ответа"), _days(line.median), longest, (line.ratio_days, False)
        ),
        ("rating",): _rating(line),
        ("solved", "ratio_solved"): _compared(_("Решено"), line.solved, line.ratio_solved, line),
        ("returned",): Cell(_("Возвращено"), _share(line.returned), _between(line.returned, share)),
        ("formal",): Cell(_("Формальных"), _share(line.formal), _between(line.formal, share)),
        ("overdue",): Cell(_("Просрочено"), count(line.overdue), url=late),
    }
    return [replace(cell, is_order=order in orders) for orders, cell in made.items()]


def _rating(line: Line) -> Cell:
    notes = _between(line.rating, decimal)
    if line.rating:
        notes.append(_("оценок: %(n)s") % {"n": count(line.rating.n)})
    if line.set_aside:
        notes.append(_("исключено по правилу: %(n)s") % {"n": count(line.set_aside)})
    return Cell(_("Оценка"), decimal(line.rating.value if line.rating else None), notes)


def _compared(heading: str, value: Estimate | None, ratio: Estimate | None, line: Line) -> Cell:
    told = [_("отзывов: %(n)s") % {"n": count(value.n)}] if value and value is line.solved else []
    return _beside(heading, _share(value), [*_between(value, share), *told], (ratio, True))


def _beside(heading: str, value: str, notes: list[str], ratio: tuple[Estimate | None, bool]) -> Cell:
    """ratio: to what was to be expected, and whether more is better. A tone only where the whole interval says so."""
    found, more_is_better = ratio
    if found is None:
        return Cell(heading, value, notes)
    said = {"ratio": _two(found.value), "between": dash(_two(found.low), _two(found.high))}
    words = _("к ожидаемому: %(ratio)s (%(between)s)") % said
    way = (found.low > 1) - (found.high < 1)
    tone = "" if way == 0 else "good" if (way > 0) is more_is_better else "bad"
    return Cell(heading, value, [*notes, words], tone)


def _share(value: Estimate | None) -> str:
    return share(value.value) if value else NOTHING


def _between(value: Estimate | None, say: Callable[[float], str]) -> list[str]:
    if value is None:
        return []
    low, high = say(value.low), say(value.high)
    return [dash(low, high)] if low != high else []


def _days(value: Estimate | None) -> str:
    if value is None:
        return NOTHING
    if value.low == value.high:
        return count(int(value.value))
    return f"{count(int(value.value))}{NBSP}({dash(count(int(value.low)), count(int(value.high)))})"


def dash(low: str, high: str) -> str:
    """An interval that does not fall apart at the end of a line; one per cent sign is enough."""
    return f"{low.removesuffix(f'{NBSP}%')}{_JOINER}–{_JOINER}{high}"


def _two(value: float) -> str:
    return f"{value:.2f}".replace(".", decimal(0.5)[1])


def _spark(trend: Sequence[float | None]) -> Markup:
    """The share in time in each of twelve months: a line without words, its figures for who cannot see it."""
    known = [(n, value) for n, value in enumerate(trend) if value is not None]
    if len(known) < 2:
        return Markup("")
    step = _WIDTH / (len(trend) - 1)
    points = " ".join(f"{n * step:.1f},{2 + (_HEIGHT - 4) * (1 - value):.1f}" for n, value in known)
    said = _("Доля ответов в срок по месяцам: %(shares)s") % {
        "shares": ", ".join(share(value) for _n, value in known)
    }
    return Markup(
        '<svg class="spark" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">'
        '<polyline points="{}"/></svg>'
    ).format(said, _WIDTH, _HEIGHT, _WIDTH, _HEIGHT, points)


_FIGURES: Final = tuple(BETTER)


def lines(found: Board) -> Iterator[list[str]]:
    """Of a CSV file: each figure with the ends of its interval and of how many it is."""
    yield [
        _("Вид"), _("Место"), _("Исполнитель"), str(ORDER["received"]), str(ORDER["answered"]),
        *(
            heading
            for name in _FIGURES
            for heading in (_named(name), _("от"), _("до"), _("всего"))
        ),
        str(ORDER["overdue"]), _("Оценок исключено по правилу"), _("Ответов по темам, где отвечает он один, %"),
    ]  # fmt: skip
    for kind, rows in found.kinds:
        for line in rows:
            yield [
                str(KINDS[kind]),
                str(line.place or ""),
                line.body.title.replace(NBSP, " "),
                str(line.received),
                str(line.answered),
                *(cell for name in _FIGURES for cell in _plain(name, getattr(line, name))),
                str(line.overdue),
                str(line.set_aside),
                f"{100 * line.alone:.1f}",
            ]


def _named(name: str) -> str:
    return str(ORDER[name]) if name in DIGITS else f"{ORDER[name]}, %"


def _plain(name: str, value: Estimate | None) -> list[str]:
    if value is None:
        return ["", "", "", ""]
    digits = DIGITS.get(name)
    numbers = (value.value, value.low, value.high)
    said = [f"{100 * one:.1f}" if digits is None else f"{one:.{digits}f}" for one in numbers]
    return [*said, str(value.n)]
