"""Appeals under control: taken and released by supervisors, and the list of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from otklik.kit import clock
from otklik.oversight import control
from otklik.oversight.queries.controlled import Which, controlled
from otklik.web.access import Action, PersonRequest, may
from otklik.web.days import day
from otklik.web.parts.tabs.part import Tab


@require_safe
@never_cache
@may(Action.SUPERVISE)
def page(request: PersonRequest) -> HttpResponse:
    asked = request.GET.get("which", "")
    which = Which(asked) if asked in list(Which) else Which.ALL
    today = timezone.localdate(clock.now())
    found = controlled(which, by=request.user.pk, today=today, cursor=request.GET.get("from", ""))
    words = {Which.ALL: _("Все"), Which.MINE: _("Мои"), Which.LATE: _("Срок контроля прошёл")}
    context = {
        "here": "controlled",
        "rows": found.rows,
        "today": today,
        "tabs_shown": [Tab(f"?which={one}", words[one], current=one is which) for one in Which],
        "newer": f"?which={which}&from={found.newer}" if found.newer else None,
        "older": f"?which={which}&from={found.older}" if found.older else None,
    }
    return render(request, "desk/controlled.html", context)


@require_POST
@may(Action.SUPERVISE)
def take(request: PersonRequest, appeal_id: int) -> HttpResponse:
    by_date = day(request.POST.get("by_date", ""))
    words = request.POST.get("why", "")
    control.take(appeal_id=appeal_id, by=request.user, words=words, by_date=by_date, now=clock.now())
    messages.success(request, _("Обращение взято под контроль: это видно на всех рабочих местах."))
    return redirect("desk:item", appeal_id)


@require_POST
@may(Action.SUPERVISE)
def release(request: PersonRequest, appeal_id: int) -> HttpResponse:
    words = request.POST.get("why", "")
    control.release(appeal_id=appeal_id, by=request.user, words=words, now=clock.now())
    messages.success(request, _("Контроль снят."))
    return redirect("desk:item", appeal_id)
