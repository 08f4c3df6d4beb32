"""Waves of ratings at the desk of supervisors: what the rule set aside, and what a person decided about it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from otklik.assessment import queries, waves
from otklik.assessment.models import Wave
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may


@require_safe
@never_cache
@may(Action.SUPERVISE)
def page(request: PersonRequest) -> HttpResponse:
    return _page(request)


@require_POST
@may(Action.SUPERVISE)
def settle(request: PersonRequest, wave_id: int) -> HttpResponse:
    """What was typed stays where the reason is missing."""
    counts = request.POST.get("counts") == "1"
    try:
        waves.settle(
            wave_id=wave_id,
            counts=counts,
            reason=request.POST.get("reason", ""),
            by=request.user,
            now=clock.now(),
        )
    except Wave.DoesNotExist as e:
        raise Http404 from e
    except waves.NoReason as wrong:
        return _page(request, wrong=(wave_id, wrong.text))
    words = _("Оценки учитываются.") if counts else _("Оценки не учитываются.")
    messages.success(request, words)
    return redirect(f"{reverse('waves')}#wave-{wave_id}")


def _page(request: PersonRequest, *, wrong: tuple[int, str] = (0, "")) -> HttpResponse:
    found = queries.waves(cursor=request.GET.get("from", ""))
    context = {
        "here": "waves",
        "rows": found.rows,
        "newer": f"?from={found.newer}" if found.newer else None,
        "older": f"?from={found.older}" if found.older else None,
        "rule": waves.rule(),
        "wrong": wrong,
        "limit": waves.REASON_MAX,
    }
    return render(request, "assessment/waves.html", context, status=422 if wrong[1] else 200)
