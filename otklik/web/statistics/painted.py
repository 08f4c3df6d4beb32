"""The map of municipalities: by which figure it is painted, and how that is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from otklik.stats.queries.borders import WIDTH, Outlines
from otklik.web.parts.chart_map.part import Area, chart_map
from otklik.web.statistics import grids, words
from otklik.web.statistics.grids import Row


@dataclass(frozen=True, slots=True)
class _Measure:
    choice: Promise  # short: stands in a narrow list
    caption: Promise
    headline: Promise  # of the municipality that stands out
    low: bool  # whether the least stands out


# By their names among the columns of `grids`; the first one is the usual.
MEASURES: Final = {
    "received": _Measure(
        gettext_lazy("Сколько обращений"),
        gettext_lazy("Сколько обращений поступило по территориям"),
        gettext_lazy("Чаще всего пишут отсюда: %(name)s"),
        low=False,
    ),
    grids.MEDIAN: _Measure(
        gettext_lazy("Срок ответа: половина"),
        gettext_lazy("За сколько дней приходит половина ответов"),
        gettext_lazy("Дольше всего ждут ответа: %(name)s"),
        low=False,
    ),
    "mean_days": _Measure(
        gettext_lazy("Срок ответа: среднее"),
        gettext_lazy("За сколько дней в среднем отвечают"),
        gettext_lazy("Дольше всего ждут ответа: %(name)s"),
        low=False,
    ),
    "share_in_time": _Measure(
        gettext_lazy("Ответы в срок"),
        gettext_lazy("Доля ответов в срок"),
        gettext_lazy("Реже всего отвечают в срок: %(name)s"),
        low=True,
    ),
    "share_solved": _Measure(
        gettext_lazy("Решено"),
        gettext_lazy("Доля проблем, решённых по словам авторов"),
        gettext_lazy("Реже всего решают: %(name)s"),
        low=True,
    ),
    "mean_stars": _Measure(
        gettext_lazy("Оценка ответов"),
        gettext_lazy("Средняя оценка ответа"),
        gettext_lazy("Ниже всего оценивают ответы: %(name)s"),
        low=True,
    ),
}


def choices() -> list[tuple[str, str]]:
    return [(name, str(one.choice)) for name, one in MEASURES.items()]


def painted(
    measure: str, outlines: Outlines, rows: dict[str, Row], url: Callable[[str], str]
) -> tuple[str, str, Markup]:
    """(headline, caption, drawing). rows: by the code of the municipality; url: of its own figures.

    What was received is painted per so many people where all are counted.
    """
    heads = _heads(outlines, rows) if measure == "received" else 0
    caption = (
        _("Обращений на %(n)s жителей") % {"n": words.count(heads)}
        if heads
        else str(MEASURES[measure].caption)
    )
    place, kind = grids.place(measure)
    areas, says = [], words.sayings()
    per = _("на %(n)s жителей") % {"n": words.count(heads)}
    for outline in outlines.areas:
        row = rows.get(outline.code)
        cell = row.cells[place] if row else None
        value = None if cell is None and measure != "received" else float(cell or 0)
        said = words.appeals(int(value or 0)) if measure == "received" else says[kind](cell)
        if heads and outline.people:
            value = heads * (value or 0) / outline.people
            said += f", {says['decimal'](value)} {per}"
        areas.append(Area(outline.path, outline.title, url(outline.code), value, said))
    limit = words.decimal if heads else _whole if kind == "count" else says[kind]
    return (
        _headline(measure, areas),
        caption,
        chart_map(caption, areas, width=WIDTH, height=outlines.height, said=limit),
    )


def _heads(outlines: Outlines, rows: dict[str, Row]) -> int:
    """Per how many people: so many that a digit after the comma tells figures apart. 0: they are not counted."""
    if not all(outline.people for outline in outlines.areas):
        return 0
    shares = [
        float(rows[one.code].cells[0] or 0) / (one.people or 1) for one in outlines.areas if one.code in rows
    ]
    top = max(shares, default=0)
    return next((n for n in (1_000, 10_000) if n * top >= 5), 100_000)


def _headline(measure: str, areas: Sequence[Area]) -> str:
    known = [area for area in areas if area.value is not None]
    if not known:
        return _("За этот период данных нет")
    chosen = MEASURES[measure]
    first = (min if chosen.low else max)(known, key=lambda area: area.value or 0)
    return str(chosen.headline) % {"name": first.title}


def _whole(value: float) -> str:
    return words.count(int(value))
