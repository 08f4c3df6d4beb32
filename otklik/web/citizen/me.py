"""What a page for everybody shows to one person: the island `personal` asks for it and puts it in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.appeals.queries import mine
from otklik.web.access import Action, may, person


@require_safe
@may(Action.READ_PUBLIC)
def me(request: HttpRequest) -> HttpResponse:
    """Links of the header, how much waits for the person, what is to be told after a redirect."""
    reader = person(request)
    waiting = mine.waiting(reader.pk) if reader else 0
    response = render(request, "citizen/me.html", {"reader": reader, "waiting": waiting})
    response["Cache-Control"] = "private, no-store"
    return response
