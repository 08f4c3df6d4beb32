"""What an official or a supervisor is reminded of, the mark that they took note, the calendar for their programs."""

from datetime import date
from hashlib import blake2b
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from otklik.kit import clock
from otklik.oversight import feed as feeds
from otklik.oversight import noticed
from otklik.oversight.rungs import OF_REGION, WORDS, Rung
from otklik.web.access import Action, PersonRequest, allowed, may
from otklik.web.citizen.countdown import left
from otklik.web.typed import whole


@require_safe
@may(Action.FOLLOW_TERMS)
def page(request: PersonRequest) -> HttpResponse:
    return _page(request)


@require_POST
@may(Action.FOLLOW_TERMS)
def seen(request: PersonRequest) -> HttpResponse:
    ids = [key for typed in request.POST.getlist("notice")[: noticed.PAGE] if (key := whole(typed))]
    count = noticed.acknowledge(request.user, ids, now=clock.now())
    words = ngettext("Принято: %(n)s напоминание.", "Принято: %(n)s напоминаний.", count) % {"n": count}
    (messages.success if count else messages.info)(
        request, words if count else _("Отметьте, что вы приняли.")
    )
    return redirect("desk:terms")


@require_POST
@may(Action.FOLLOW_TERMS)
def feed(request: PersonRequest) -> HttpResponse:
    """A new link is on this page once and nowhere else; `drop` ends it."""
    if "drop" in request.POST:
        feeds.end(request.user)
        messages.success(request, _("Ссылка больше не работает."))
        return redirect("desk:terms")
    token = feeds.renew(request.user, now=clock.now())
    return _page(request, link=request.build_absolute_uri(reverse("desk:terms-calendar", args=[token])))


@require_safe
@may(Action.USE_LINK)
def calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    holder = feeds.holder(token)
    if holder is None or not allowed(holder, Action.FOLLOW_TERMS):
        raise Http404
    body = feeds.as_calendar(feeds.due(holder))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _page(request: PersonRequest, **more: Any) -> HttpResponse:
    found = noticed.waiting(request.user, cursor=request.GET.get("after", ""))
    today = timezone.localdate(clock.now())
    moderates = allowed(request.user, Action.MODERATE)
    context = {
        "here": "terms",
        "rows": [
            (
                row,
                _address(row, moderates),
                str(WORDS[row.rung]),
                left(row.due, today=today),
                _tone(row, today),
            )
            for row in found.rows
        ],
        "following": found.following,
        "has_link": feeds.has_link(request.user),
        "link": "",
        **more,
    }
    return render(request, "desk/terms.html", context)


def _address(row: noticed.Line, moderates: bool) -> str:
    """Where the reader works on it: the region at its own desk, officials at that of their body while it is there."""
    if moderates:
        return reverse("desk:item", args=[row.appeal_id])
    return reverse("desk:office-item" if row.is_there else "appeal", args=[row.number])


def _tone(row: noticed.Line, today: date) -> str:
    if row.rung.value in OF_REGION or row.due < today:
        return "bad"
    return "active" if row.rung is Rung.HALF else "waiting"
