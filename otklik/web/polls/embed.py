"""A poll within another site: a small page that may be framed. It reads no cookie and takes no vote."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.kit import clock
from otklik.polls import queries
from otklik.polls import results as counts
from otklik.web.access import Action, View, may
from otklik.web.caching import public_page
from otklik.web.headers import policy
from otklik.web.polls import outcome, pages, sharing, wording


def framed_anywhere(view: View) -> View:
    """Other sites may show the page in a frame. Never for a page where something is pressed that has an effect here."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Content-Security-Policy"] = policy(settings.OIDC_URL, settings.ESIA_URL, framed=True)
        return response

    return shown


@require_safe
@public_page
@framed_anywhere
@may(Action.READ_PUBLIC)
def embed(request: HttpRequest, poll_code: str) -> HttpResponse:
    """Three statements."""
    poll = queries.poll(poll_code)
    context = {
        **pages.about(poll, wording.phase(poll, clock.now())),
        "headline": outcome.headline(poll, counts.results(poll, cells=0)) if counts.public(poll) else "",
        "address": sharing.shared(poll).address,
    }
    return render(request, "polls/embed.html", context)
