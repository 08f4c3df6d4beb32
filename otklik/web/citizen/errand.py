"""A contractor's page: whoever holds the link sees the place and the task, and sends photos and a note. Nothing else.

Opening it in a browser for the first time is a press of a button: mail robots open links, and each press is counted.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals.queries.errands import task as task_of
from otklik.appeals.steps import errands
from otklik.files import photos
from otklik.kit import clock
from otklik.web.access import Action, may
from otklik.web.citizen import shown
from otklik.web.typed import Incomplete, key

_COOKIE: Final = "otklik_errand"
_SALT: Final = "otklik.errand"


def quiet(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The address is a key: no search engine, no other site and no cache learns it. A link that is over says so."""

    @wraps(view)
    def shown_quietly(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except errands.NoErrand as over:
            response = render(request, "citizen/errand_over.html", {"text": over.text}, status=over.status)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        response["Cache-Control"] = "no-store"
        return response

    return shown_quietly


@require_safe
@may(Action.USE_LINK)
@quiet
def page(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, token)


@require_POST
@may(Action.USE_LINK)
@quiet
def open_here(request: HttpRequest, token: str) -> HttpResponse:
    device = _device(request) or uuid4()
    errands.open_on(token, device=device, now=clock.now())
    response = redirect("errand", token)
    response.set_signed_cookie(
        _COOKIE,
        str(device),
        salt=_SALT,
        max_age=settings.ERRAND_DAYS * 86400,
        path="/errand/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


@require_POST
@may(Action.USE_LINK)
@quiet
def deliver(request: HttpRequest, token: str) -> HttpResponse:
    pictures = [file.read() for file in request.FILES.getlist("photos")[: settings.PHOTOS + 1]]
    words = request.POST.get("words", "")
    try:
        sent = key(request.POST.get("client_key", ""))
        errands.deliver(token, key=sent, words=words, pictures=pictures, now=clock.now())
    except (errands.BadDelivery, photos.BadPhoto, Incomplete) as wrong:
        return _page(request, token, words=words, error=wrong.text, status=wrong.status)
    messages.success(request, _("Спасибо, отправлено. Можно прислать ещё или закрыть страницу."))
    return redirect("errand", token)


def _page(
    request: HttpRequest,
    token: str,
    *,
    words: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    errand = errands.find(token, now=clock.now())
    device, task = _device(request), task_of(errand.pk)
    if device is None or not errands.is_open_on(errand, device):
        return render(request, "citizen/errand_open.html", {"task": task, "token": token}, status=status)
    context = {
        "task": task,
        "token": token,
        "pictures": shown.pictures(task.photos, _("Фото к обращению")),
        "map_url": reverse("appeal-map", args=[task.map_of]) if task.map_of else "",
        "words": words,
        "error": error,
        "client_key": uuid4(),
        "photos_limit": settings.PHOTOS,
    }
    return render(request, "citizen/errand.html", context, status=status)


def _device(request: HttpRequest) -> UUID | None:
    """None: the link was not opened in this browser yet."""
    try:
        return UUID(request.get_signed_cookie(_COOKIE, default="", salt=_SALT) or "")
    except (signing.BadSignature, ValueError):
        return None
