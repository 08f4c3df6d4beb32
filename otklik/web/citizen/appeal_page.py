"""The page of one appeal. Its body is the same for every reader, so that a proxy may keep it: no session, no token, no
message is read for it. What belongs to the reader comes apart, see `stand`.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from otklik.appeals.queries import brief, comments, similar
from otklik.appeals.queries import card as cards
from otklik.appeals.rules import number as numbers
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.citizen import poster, share, shown

NOINDEX = "noindex"


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def card(request: HttpRequest, number: str) -> HttpResponse:
    """Two statements: the appeal with all that belongs to it, and what is similar nearby.

    A merged appeal keeps its page, which names the one that carries on: whoever comes by the number of a letter must
    learn what became of it. The other page would answer with another number and a stranger's words.
    """
    plain = numbers.read(number)
    if plain is None:
        raise Http404
    if plain != number:
        return redirect("appeal", number=plain)
    found = cards.public(plain)
    if found is None:
        return hidden(request, plain)
    told = share.shared(found)
    response = render(request, "citizen/appeal.html", {**shown.card(found), **_around(found), "share": told})
    if not told.indexed:
        response["X-Robots-Tag"] = NOINDEX
    return response


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def remarks(request: HttpRequest, number: str) -> HttpResponse:
    """All comments, page by page."""
    found = cards.public(number)
    if found is None or not settings.COMMENTS or found.state in cards.ENDED:
        return hidden(request, number)
    page = comments.shown(found.id, cursor=request.GET.get("from", ""))

    def to(cursor: str | None) -> str | None:
        return f"{request.path}?{urlencode({'from': cursor})}" if cursor else None

    context = {
        "card": found,
        "said": page.rows,
        "newer": to(page.newer),
        "older": to(page.older),
        "share": share.shared(found),
    }
    return render(request, "citizen/comments.html", context)


@require_safe
@may(Action.READ_PUBLIC)
def picture(request: HttpRequest, number: str) -> HttpResponse:
    """What messengers and social networks show beside a link. One statement; 304 while nothing has changed."""
    found = brief.poster(number)
    if found is None:
        raise Http404
    return poster.answered(request, poster.of_appeal(found))


def hidden(request: HttpRequest, number: str) -> HttpResponse:
    """The same answer for what is not public and for what never was; of what a moderator took off the portal that it
    is gone.
    """
    gone = cards.is_withheld(number)
    context = {"number": number, "gone": gone}
    response = render(request, "citizen/not_public.html", context, status=410 if gone else 404)
    response["X-Robots-Tag"] = NOINDEX
    return response


def _around(found: cards.Card) -> dict[str, Any]:
    """Below the appeal itself; nothing for one that was taken back or merged."""
    if found.state in cards.ENDED:
        return {"said": None, "similar": [], "structured": ""}
    said = found.said if settings.COMMENTS else None
    return {
        "said": said,
        "similar": [shown.neighbour(row) for row in similar.near(found)],
        "structured": share.structured(found, said or []),
    }
