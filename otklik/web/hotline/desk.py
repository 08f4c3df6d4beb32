"""The page where an operator waits for a call, and what it asks meanwhile."""

import json
from dataclasses import asdict
from functools import cache
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.hotline import calls as calling
from otklik.hotline import queries
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.headers import with_stream
from otklik.web.hotline import topics
from otklik.web.typed import whole

_CARD: Final = ("call", "_form", "_hints", "_caller", "_filed")


@require_safe
@with_stream
@may(Action.TAKE_CALLS)
def desk(request: PersonRequest) -> HttpResponse:
    _read_templates()
    return render(
        request,
        "hotline/desk.html",
        {
            **_live(request),
            "here": "desk",
            "unfinished": queries.unfinished(request.user.pk, now=clock.now()),
            "key": uuid4(),
            "newest": queries.newest_event(),
            "stream": settings.CALLS_STREAM,
        },
    )


@cache
def _read_templates() -> None:
    """Of the card, once a process: the first call after a start finds it as ready as the later ones."""
    for name in _CARD:
        get_template(f"hotline/{name}.html")


@require_safe
@may(Action.TAKE_CALLS)
def live(request: PersonRequest) -> HttpResponse:
    """The list of calls alone. `?after=` the last event that the page knows: news of calls stand in its attributes."""
    after = whole(request.GET.get("after", ""))
    found = queries.news(after, now=clock.now()) if after is not None else []
    context = {**_live(request), "news_json": json.dumps([asdict(one) for one in found])}
    return render(request, "hotline/_live.html", context)


def _live(request: PersonRequest) -> dict[str, Any]:
    now = clock.now()
    return {
        "calls": queries.live(now=now),
        "seat": queries.seat_of(request.user.pk),
        "now": now,
        "news_json": "[]",
    }


@require_POST
@may(Action.TAKE_CALLS)
def seat(request: PersonRequest) -> HttpResponse:
    """The extension at which this operator sits today."""
    calling.sit(operator=request.user, extension=request.POST.get("extension", ""))
    messages.success(request, _("Внутренний номер сохранён."))
    return redirect("hotline:desk")


@require_POST
@may(Action.TAKE_CALLS)
def begin(request: PersonRequest) -> HttpResponse:
    """A call that the exchange did not tell of."""
    key, phone = request.POST.get("key", "")[:64] or str(uuid4()), request.POST.get("phone", "").strip()
    if phone and not calling.as_phone(phone):
        messages.error(request, _("Такого номера нет. Напишите его целиком или оставьте поле пустым."))
        return redirect("hotline:desk")
    call_id = calling.begin(key=key, phone=phone, operator=request.user, now=clock.now())
    return redirect("hotline:call", call_id)


@require_safe
@may(Action.TAKE_CALLS)
def topics_like(request: PersonRequest) -> JsonResponse:
    """Rows {id, label, about} while typing."""
    found = topics.like(request.GET.get("q", "")[:100])
    rows = [{"id": one.code, "label": one.title, "about": one.category} for one in found]
    return JsonResponse(rows, safe=False)
