"""«Убрать с портала» and back; the list of what is off the portal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import labels, withholding
from otklik.appeals.queries import withheld
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may, scope_of
from otklik.web.desk.moderation import asked
from otklik.web.desk.moderation.undisturbed import undisturbed
from otklik.web.parts.tabs.part import Tab


@may(Action.MODERATE)
def listing(request: PersonRequest) -> HttpResponse:
    found = withheld.page(scope=scope_of(request.user), cursor=request.GET.get("from", ""))
    context = {
        "here": "complaints",
        "tabs_shown": tabs("withheld"),
        "rows": found.rows,
        "labels": labels,
        "newer": f"?from={found.newer}" if found.newer else None,
        "older": f"?from={found.older}" if found.older else None,
    }
    return render(request, "desk/withheld.html", context)


@require_POST
@may(Action.MODERATE)
@undisturbed
def withhold(request: PersonRequest, appeal_id: int) -> HttpResponse:
    withholding.withhold(
        appeal_id=appeal_id,
        reason=request.POST.get("reason", ""),
        words=request.POST.get("to_author", ""),
        by=request.user,
        now=clock.now(),
    )
    messages.success(request, _("Убрано с портала, автору отправлено письмо."))
    return _back(request, appeal_id)


@require_POST
@may(Action.MODERATE)
@undisturbed
def restore(request: PersonRequest, appeal_id: int) -> HttpResponse:
    words = request.POST.get("to_author", "")
    withholding.restore(appeal_id=appeal_id, words=words, by=request.user, now=clock.now())
    messages.success(request, _("Обращение снова на портале, автору отправлено письмо."))
    return _back(request, appeal_id)


def tabs(here: str) -> list[Tab]:
    """Of this list and of complaints, from which it mostly comes."""
    words = {"complaints": _("Жалобы"), "withheld": _("Убрано с портала")}
    return [Tab(reverse(f"desk:{name}"), label, current=name == here) for name, label in words.items()]


def _back(request: PersonRequest, appeal_id: int) -> HttpResponse:
    return redirect(f"{asked.address(request, appeal_id)}#withhold")
