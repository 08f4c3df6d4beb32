"""Every part in every state; only where DEMO or DEBUG is on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from otklik.kit import clock
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.parts import samples


@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html", samples.context(clock.now()))
