"""Where administration begins: what is not set up yet, with the way to where it is mended."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from otklik.configuration.readiness import readiness
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may


@require_safe
@never_cache
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    return render(request, "staff/start.html", {"found": readiness(clock.now()), "here": "start"})
