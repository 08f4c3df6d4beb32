"""Weekly reports: those that are there, and a wish for another. Officials see the own body, a head those below too."""

from datetime import date, timedelta
from typing import Final

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals.queries import names
from otklik.kit import clock
from otklik.oversight import report as reports
from otklik.oversight.queries import reports as queries
from otklik.oversight.queries.week import DAYS, monday
from otklik.web.access import Action, PersonRequest, deed_about, figures_of, may
from otklik.web.days import BadDay, day
from otklik.web.typed import whole

_MEDIA: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_REGION: Final = "region"


@require_safe
@never_cache
@may(Action.SEE_FIGURES)
def page(request: PersonRequest) -> HttpResponse:
    mine, today = figures_of(request.user), timezone.localdate(clock.now())
    weeks = queries.weeks(mine)
    week = _week(request.GET.get("week", "")) or (weeks[0] if weeks else monday(today) - timedelta(days=DAYS))
    rows = queries.of_week(week, mine)
    context = {
        "here": "reports",
        "week": week,
        "until": week + timedelta(days=DAYS - 1),
        "rows": rows,
        "waiting": any(row.made_at is None for row in rows),
        "weeks": [(f"{one}", f"{one:%d.%m.%Y} – {one + timedelta(days=DAYS - 1):%d.%m.%Y}") for one in weeks],
        "bodies": _bodies(mine),
        "today": today,
    }
    return render(request, "desk/reports.html", context)


@require_POST
@may(Action.SEE_FIGURES)
def want(request: PersonRequest) -> HttpResponse:
    """A body that is not the reader's is 404, as one that is not there."""
    try:
        asked = day(request.POST.get("day", ""))
    except BadDay as wrong:
        messages.error(request, wrong.text)
        return redirect("desk:reports")
    if asked is None:
        messages.error(request, _("Укажите любой день недели, за которую нужен отчёт."))
        return redirect("desk:reports")
    body = request.POST.get("body", "")
    if body not in dict(_bodies(figures_of(request.user))):
        raise Http404
    deed_about(request, "authority", [body])
    made = reports.want(asked, None if body == _REGION else whole(body), now=clock.now())
    if made.made_at is None:
        messages.success(request, _("Отчёт готовится. Обновите страницу через минуту."))
    return redirect(f"{reverse('desk:reports')}?week={made.week}")


@require_safe
@never_cache
@may(Action.SEE_FIGURES)
def file(request: PersonRequest, report_id: int, kind: str) -> HttpResponse:
    found = queries.one(report_id, figures_of(request.user)) if kind in _MEDIA else None
    if found is None:
        raise Http404
    try:
        with default_storage.open(reports.path(found, kind)) as kept:
            content = kept.read()
    except OSError as e:
        raise Http404 from e
    name = f"report-{found.week}-{found.authority_id or 'region'}.{kind}"
    return HttpResponse(
        content,
        content_type=_MEDIA[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _week(typed: str) -> date | None:
    """Its Monday; None: not said, or no day."""
    try:
        found = day(typed)
    except BadDay:
        return None
    return monday(found) if found else None


def _bodies(mine: list[int] | None) -> list[tuple[str, str]]:
    """What one may ask a report of: (id, name)."""
    known = names.authorities().by_key
    if mine is None:
        offered = [(row.key, row.title) for row in known.values() if row.offered]
        return [(_REGION, _("Вся область")), *offered]
    return [(str(key), known[str(key)].title) for key in mine if str(key) in known]
