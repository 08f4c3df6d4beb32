"""What stands behind the public figures, for officials: each authority by topic, and how late it is."""

from datetime import date
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals.queries import names
from otklik.kit import clock
from otklik.people.models import User
from otklik.stats import periods
from otklik.stats.queries.inside import AGES, Late, late, work
from otklik.stats.queries.span import span
from otklik.web.access import Action, PersonRequest, figures_of, may
from otklik.web.sheet import sheet
from otklik.web.statistics import grids
from otklik.web.statistics.asked import BadQuestion
from otklik.web.statistics.grids import Grid, Row
from otklik.web.statistics.options import periods_offered
from otklik.web.statistics.words import count

ROWS: Final = 100  # of the table on the page; the file has all


@may(Action.SEE_FIGURES)
def figures(request: PersonRequest) -> HttpResponse:
    """An official of an authority sees the own one, a head its subordinates too; others the whole region."""
    today = timezone.localdate(clock.now())
    mine = _authorities(request.user)
    table = _table(request, mine, today)
    rows = table.rows[:ROWS]
    context = {
        "here": "figures",
        "period": _period(request),
        "periods": periods_offered(),
        "headings": [table.name, *(heading for heading, _kind in table.columns)],
        "rows": [[row.name, *said] for row, said in zip(rows, grids.said(table, rows), strict=True)],
        "left": max(len(table.rows) - ROWS, 0),
        "late": [(names.title("authority", one.authority), _owed(one)) for one in late(mine, today=today)],
        "ages": _ages(),
    }
    return render(request, "desk/figures.html", context)


@may(Action.SEE_FIGURES)
def figures_file(request: PersonRequest) -> HttpResponse:
    """All rows of the table as CSV."""
    today = timezone.localdate(clock.now())
    answer = sheet("authorities.csv", grids.lines(_table(request, _authorities(request.user), today)))
    answer["Cache-Control"] = "private, no-store"
    return answer


def _table(request: PersonRequest, mine: list[str] | None, today: date) -> Grid:
    """Each authority by topic in the period asked for."""
    period = periods.named(_period(request), today=today, since=span(today).since)
    rows = [
        Row(
            one.authority,
            names.title("authority", one.authority) or _("Исполнитель не назначен"),
            [names.title("topic", one.topic), *grids.sums_cells(one.sums)],
        )
        for one in work(period, mine)
    ]
    return Grid(_("Исполнитель"), [(_("Тема"), "text"), *grids.sums_columns()], rows)


def _period(request: PersonRequest) -> str:
    said, known = request.GET.get("period", "12"), dict(periods_offered())
    if said not in known:
        raise BadQuestion(
            _("Такого выбора нет: %(name)s=%(value)s.") % {"name": "period", "value": said[:40]}
        )
    return said


def _authorities(user: User) -> list[str] | None:
    """Keys of the sums; None: of all authorities."""
    mine = figures_of(user)
    return None if mine is None else [str(one) for one in mine]


def _owed(one: Late) -> list[str]:
    return [count(n) for n in (one.in_time, *one.late)]


def _ages() -> list[str]:
    first, second = AGES
    return [
        _("Срок не прошёл"),
        _("До %(n)d дней") % {"n": first},
        _("До %(n)d дней") % {"n": second},
        _("Больше %(n)d дней") % {"n": second},
    ]
