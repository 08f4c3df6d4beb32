"""One call: who calls, what they wrote before, the form of a new appeal beside it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals import labels
from otklik.appeals.queries import maps
from otklik.appeals.rules import number as numbers
from otklik.hotline import calls as calling
from otklik.hotline import filing, queries
from otklik.hotline.models import Call
from otklik.kit import clock
from otklik.people import queries as people
from otklik.web.access import Action, PersonRequest, may
from otklik.web.headers import with_stream
from otklik.web.hotline import form as forms
from otklik.web.hotline import placing, shown
from otklik.web.pin import is_pressed
from otklik.web.typed import whole


@require_safe
@with_stream
@may(Action.TAKE_CALLS)
def card(request: PersonRequest, call_id: int) -> HttpResponse:
    call, row = _known(call_id)
    return _page(request, call, row, None)


def _page(request: PersonRequest, call: Call, row: queries.CallRow, form: forms.Form | None) -> HttpResponse:
    """form: as it was sent; None: as it was kept, and none at all once the appeal is there."""
    caller = queries.caller(call.phone)
    if form is None and not call.appeal:
        form = forms.read(calling.typed(call.draft) or shown.first_words(call, caller))
        forms.place(form, now=clock.now())
    today = timezone.localdate(clock.now())
    past = [shown.past(one, today=today) for one in caller.appeals]
    asked = request.GET.get("number", "")[:40]
    named = queries.of_number(numbers.read(asked) or "") if asked else None
    context: dict[str, Any] = {
        "here": "desk",
        "by_script": "HX-Request" in request.headers,
        "call": row,
        "caller": caller,
        "past": past,
        "open_ones": [one for one in past if one.row.is_open],
        "ended": [one for one in past if not one.row.is_open],
        "near": shown.near(caller),
        "joined": queries.joined_in(call.pk),
        "mine": row.operator_id in (None, request.user.pk),
        "form": form,
        "groups": shown.groups(row.number),
        "appeal": call.appeal,
        "kinds": [(kind.value, str(words)) for kind, words in labels.KIND.items()],
        "now": clock.now(),
        "stream": settings.CALLS_STREAM,
        "newest": queries.newest_event(),
        "asked": asked,
        "named": shown.past(named, today=today) if named else None,
        "seat": queries.seat_of(request.user.pk),
        **(shown.hints(form, named) if form else {}),
    }
    return render(request, "hotline/call.html", context)


@require_POST
@may(Action.TAKE_CALLS)
def take(request: PersonRequest, call_id: int) -> HttpResponse:
    """Also over from the operator whom the page showed."""
    calling.take(call_id=call_id, operator=request.user, from_id=whole(request.POST.get("from", "")))
    return redirect("hotline:call", call_id)


@require_POST
@may(Action.TAKE_CALLS)
def save(request: PersonRequest, call_id: int) -> HttpResponse:
    """What the page saves by itself while an operator types: kept as it is, checked later."""
    _keep(request, call_id)
    return HttpResponse(status=204)


def _keep(request: PersonRequest, call_id: int) -> dict[str, str]:
    typed = forms.typed(request.POST)
    calling.keep(call_id=call_id, typed=typed, operator=request.user, now=clock.now())
    return typed


@require_safe
@may(Action.TAKE_CALLS)
def hints(request: PersonRequest, call_id: int) -> HttpResponse:
    """To the draft as it was saved: what the topic's script asks, what is there already about the same."""
    call, row = _known(call_id)
    form = forms.read(calling.typed(call.draft))
    forms.place(form, now=clock.now())
    return _hints(request, row, form)


def _hints(request: PersonRequest, row: queries.CallRow, form: forms.Form) -> HttpResponse:
    return render(request, "hotline/_hints.html", {"form": form, "call": row, **shown.hints(form)})


@require_safe
@may(Action.TAKE_CALLS)
def place_map(request: PersonRequest) -> HttpResponse:
    """SVG of what the address says: `view` and `pin` as the form has them."""
    found, shape = placing.read(request.GET), maps.SHAPES.get(request.GET.get("shape", ""))
    if found.view is None or shape is None:
        raise Http404
    view = replace(found.view, **shape)
    svg = maps.of_place(view, *(found.point or (None, None)))
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=600"})


@require_POST
@with_stream
@may(Action.TAKE_CALLS)
def file(request: PersonRequest, call_id: int) -> HttpResponse:
    """«Зарегистрировать»; with `do=hints` and after a press on the map the page again. Twice is once."""
    call, row = _known(call_id)
    if call.appeal:
        return redirect("hotline:call", call_id)
    form = forms.read(_keep(request, call_id))
    forms.place(form, now=clock.now())
    if "HX-Request" in request.headers:  # the island call-form: the map was pressed
        return _hints(request, row, form)
    if request.POST.get("do") == "hints" or is_pressed(request.POST):
        return _page(request, call, row, form)
    forms.check(form)
    if form.errors:
        return _page(request, call, row, form)
    account = people.holder_of_phone(call.phone) if form.get("to_account") == "1" else None
    filing.file(
        call_id=call_id,
        filing=forms.filing(form, key=UUID(str(call.draft)), account=account, operator=request.user),
        caller=forms.caller(form),
        operator=request.user,
        now=clock.now(),
    )
    return redirect("hotline:call", call_id)


@require_POST
@may(Action.TAKE_CALLS)
def join(request: PersonRequest, call_id: int) -> HttpResponse:
    """To the appeal whose number the pressed button has, or that the caller named."""
    form = forms.read(_keep(request, call_id))
    number = numbers.read(request.POST.get("join", "")) or ""
    try:
        caller = forms.caller(form)
    except ValidationError as wrong:
        messages.error(request, str(wrong.messages[0]))
        return redirect("hotline:call", call_id)
    filing.join(call_id=call_id, number=number, caller=caller, operator=request.user, now=clock.now())
    messages.success(request, _("Звонящий присоединён к обращению № %(n)s.") % {"n": numbers.spoken(number)})
    return redirect("hotline:call", call_id)


@require_POST
@may(Action.TAKE_CALLS)
def unjoin(request: PersonRequest, call_id: int, joined_id: int) -> HttpResponse:
    filing.unjoin(call_id=call_id, joined_id=joined_id, operator=request.user, now=clock.now())
    messages.success(request, _("Присоединение отменено."))
    return redirect("hotline:call", call_id)


@require_POST
@may(Action.TAKE_CALLS)
def reply(request: PersonRequest, call_id: int) -> HttpResponse:
    """What the caller says to the moderator's question about the own appeal."""
    number = request.POST.get("number", "")
    filing.reply(
        call_id=call_id,
        number=number,
        words=request.POST.get(f"words-{number}", "")[:3000],
        operator=request.user,
        now=clock.now(),
    )
    messages.success(request, _("Ответ передан модератору."))
    return redirect("hotline:call", call_id)


@require_POST
@may(Action.TAKE_CALLS)
def another(request: PersonRequest, call_id: int) -> HttpResponse:
    """The same caller, a further trouble."""
    further = calling.another(call_id=call_id, operator=request.user, now=clock.now())
    return redirect("hotline:call", further)


@require_POST
@may(Action.TAKE_CALLS)
def drop(request: PersonRequest, call_id: int) -> HttpResponse:
    """It needed no appeal: the draft is deleted."""
    calling.drop(call_id=call_id, operator=request.user)
    messages.success(request, _("Звонок завершён без обращения."))
    return redirect("hotline:desk")


def _known(call_id: int) -> tuple[Call, queries.CallRow]:
    found = queries.call(call_id)
    if found is None:
        raise Http404
    return found
