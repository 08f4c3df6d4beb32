"""Answers to be read to callers by telephone: one after the other, nobody's twice."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals.queries import card as cards
from otklik.hotline import callbacks as calling
from otklik.hotline import todo
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.typed import whole


@require_safe
@may(Action.TAKE_CALLS)
def waiting(request: PersonRequest) -> HttpResponse:
    now = clock.now()
    context = {"here": "callbacks", "rows": todo.due(now=now), "now": now}
    return render(request, "hotline/callbacks.html", context)


@require_POST
@may(Action.TAKE_CALLS)
def take_next(request: PersonRequest) -> HttpResponse:
    """The longest waiting one is this operator's for a quarter of an hour."""
    return _next(request)


@require_POST
@may(Action.TAKE_CALLS)
def take(request: PersonRequest, callback_id: int) -> HttpResponse:
    """This very one: the caller is on the line already."""
    calling.take(callback_id=callback_id, operator=request.user, now=clock.now())
    return redirect("hotline:callback", callback_id)


@require_safe
@may(Action.TAKE_CALLS)
def one(request: PersonRequest, callback_id: int) -> HttpResponse:
    return _page(request, callback_id)


def _page(request: PersonRequest, callback_id: int, *, error: str = "") -> HttpResponse:
    row = todo.one(callback_id)
    found = cards.inside(row.appeal_id) if row else None
    if row is None or found is None:
        raise Http404
    context = {
        "here": "callbacks",
        "row": row,
        "card": found,
        "answer": found.answers[0] if found.answers else None,
        "mine": row.is_due and row.holder_id == request.user.pk,
        "error": error,
        "words": request.POST.get("words", ""),
    }
    return render(request, "hotline/callback.html", context)


@require_POST
@may(Action.TAKE_CALLS)
def rated(request: PersonRequest, callback_id: int) -> HttpResponse:
    """What the author says of the answer."""
    stars, solved = whole(request.POST.get("stars", "")), request.POST.get("solved", "")
    if solved not in ("0", "1"):
        return _page(request, callback_id, error=_("Спросите, решён ли вопрос."))
    try:
        calling.rated(
            callback_id=callback_id,
            stars=stars or 0,
            solved=solved == "1",
            words=request.POST.get("words", "")[:3000],
            operator=request.user,
            now=clock.now(),
        )
    except calling.BadRating as bad:
        return _page(request, callback_id, error=bad.text)
    messages.success(request, _("Оценка записана со слов автора."))
    return _next(request)


@require_POST
@may(Action.TAKE_CALLS)
def read_out(request: PersonRequest, callback_id: int) -> HttpResponse:
    calling.read_out(callback_id=callback_id, operator=request.user, now=clock.now())
    messages.success(request, _("Отмечено: ответ прочитан."))
    return _next(request)


@require_POST
@may(Action.TAKE_CALLS)
def missed(request: PersonRequest, callback_id: int) -> HttpResponse:
    last = calling.missed(callback_id=callback_id, operator=request.user, now=clock.now())
    if last:
        messages.info(request, _("Дозвониться не удалось три раза: об ответе отправлено SMS."))
    else:
        messages.info(request, _("Не дозвонились: портал напомнит позже."))
    return _next(request)


@require_POST
@may(Action.TAKE_CALLS)
def later(request: PersonRequest, callback_id: int) -> HttpResponse:
    """Not now: another operator may have it."""
    calling.let_go(callback_id=callback_id, operator=request.user)
    return redirect("hotline:callbacks")


def _next(request: PersonRequest) -> HttpResponse:
    following = calling.take_next(operator=request.user, now=clock.now())
    return redirect("hotline:callback", following) if following else redirect("hotline:callbacks")
