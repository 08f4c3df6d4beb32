"""The reader's own part of the pages of polls, put into them by htmx: whether they may vote, and what waits for them.

Never kept by anybody.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otklik.kit import clock
from otklik.polls import mine, queries, voting, words
from otklik.polls.standing import Standing
from otklik.web.access import Action, may, person
from otklik.web.citizen.files import PRIVATE
from otklik.web.polls import pages, vote, wording
from otklik.web.polls.whose import who


@require_safe
@may(Action.READ_PUBLIC)
def stand(request: HttpRequest, poll_code: str) -> HttpResponse:
    poll = queries.poll(poll_code)
    found = voting.standing(poll, who(request, poll, "").voter, now=clock.now())
    name, way = wording.WAYS.get(found, ("", ""))
    context = {
        "poll": poll,
        "standing": found.value,
        "can": found is Standing.CAN,
        "why": str(words.STANDING[found]),
        "way": (reverse(name), str(way)) if name else None,
        "sign_in": vote.sign_in(poll.code),
    }
    return _private(render(request, "polls/_stand.html", context))


@require_safe
@may(Action.READ_PUBLIC)
def own(request: HttpRequest) -> HttpResponse:
    """Open polls in which the reader may vote and has not yet, those of the own municipality first."""
    user, now = person(request), clock.now()
    rows = mine.waiting(voting.citizen(user), now=now) if user else []
    context = {"cards": [pages.card(row, now) for row in rows]}
    return _private(render(request, "polls/_own.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = PRIVATE
    return response
