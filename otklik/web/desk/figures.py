"""What stands behind the public figures, for officials: each authority by topic, and how late it is."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.kit import clock
from otklik.people.models import User
from otklik.stats import periods
from otklik.stats.queries.inside import AGES, Late, Work, late, work
from otklik.stats.queries.names import Names, names
from otklik.web.access import Action, PersonRequest, allowed, authority_ids, may
from otklik.web.statistics import grids
from otklik.web.statistics.asked import BadQuestion
from otklik.web.statistics.options import periods_offered
from otklik.web.statistics.words import count, harmless

ROWS: Final = 100  # of the table on the page; the file has all


@may(Action.SEE_FIGURES)
def figures(request: PersonRequest) -> HttpResponse:
    """An official of an authority sees the own one, a head its subordinates too; others the whole region."""
    today = timezone.localdate(clock.now())
    known, period, mine = names(today), _period(request), _authorities(request.user)
    done = work(periods.named(period, today=today, since=known.since), mine)
    context = {
        "here": "figures",
        "period": period,
        "periods": periods_offered(),
        "headings": _headings(),
        "rows": [list(_said(one, known)) for one in done[:ROWS]],
        "left": max(len(done) - ROWS, 0),
        "late": [(known.title("authority", one.authority), _owed(one)) for one in late(mine, today=today)],
        "ages": _ages(),
    }
    return render(request, "desk/figures.html", context)


@may(Action.SEE_FIGURES)
def figures_file(request: PersonRequest) -> HttpResponse:
    """All rows of the table as CSV."""
    today = timezone.localdate(clock.now())
    known = names(today)
    done = work(periods.named(_period(request), today=today, since=known.since), _authorities(request.user))
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(grids.plain_headings([_("Исполнитель"), _("Тема")]))
    for one in done:
        titles = [harmless(title) for title in _titles(one, known)]
        write([*titles, *grids.plain_cells(one.sums)])
    headers = {
        "Content-Disposition": 'attachment; filename="authorities.csv"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(
        out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers
    )


def _period(request: PersonRequest) -> str:
    said, known = request.GET.get("period", "12"), dict(periods_offered())
    if said not in known:
        raise BadQuestion(
            _("Такого выбора нет: %(name)s=%(value)s.") % {"name": "period", "value": said[:40]}
        )
    return said


def _authorities(user: User) -> list[str] | None:
    """Keys of the sums; None: of all authorities."""
    if allowed(user, Action.WORK_FOR_AUTHORITY):
        return [str(one) for one in authority_ids(user)]
    return None


def _titles(one: Work, known: Names) -> tuple[str, str]:
    authority = known.title("authority", one.authority) or _("Исполнитель не назначен")
    return authority, known.title("topic", one.topic)


def _said(one: Work, known: Names) -> Iterator[str]:
    yield from _titles(one, known)
    yield from grids.said_cells(one.sums)


def _headings() -> list[str]:
    return [_("Исполнитель"), _("Тема"), *grids.headings()]


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
