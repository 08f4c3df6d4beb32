"""The journal of the configuration, whole; under each object its own page shows its part (`told`)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.people import changes
from otklik.web.access import Action, PersonRequest, may
from otklik.web.rules import told


@require_safe
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    found = changes.every(cursor=request.GET.get("from", ""))
    context = {
        "rows": told.lines(found.rows),
        "newer": f"?from={found.newer}" if found.newer else None,
        "older": f"?from={found.older}" if found.older else None,
        "here": "changes",
    }
    return render(request, "rules/changes.html", context)
