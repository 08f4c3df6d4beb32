"""Views of Open311: what they give is written as JSON or XML. No cookie is read, as in the API."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from otklik.kit.errors import Refusal
from otklik.web.access import Action, View, may
from otklik.web.api.endpoint import kept
from otklik.web.api.problems import TITLES, opened, spoken
from otklik.web.open311 import sheet
from otklik.web.open311.problems import problem

Given = Callable[..., Any]
# The standard knows one status for what does not fit.
_STATUS: Final = {422: 400}


class _How(NamedTuple):
    root: str
    form: str
    keeps: int  # seconds
    takes: Given | None


def gives(root: str, *, keeps: int = 60, takes: Given | None = None) -> Callable[[Given], View]:
    """GET for everybody. root: the outermost element of XML. The function gets the request, and by name what the
    address holds; it may raise a Refusal or Http404. A pair that it gives is the answer and its headers.
    takes: what answers a POST.
    """

    def made(view: Given) -> View:
        @csrf_exempt  # no cookie is read
        @may(Action.READ_PUBLIC)
        @spoken
        @wraps(view)
        def answered(request: HttpRequest, form: str, **named: Any) -> HttpResponseBase:
            return _answer(request, view, _How(root, form, keeps, takes), named)

        return answered

    return made


def _answer(request: HttpRequest, view: Given, how: _How, named: dict[str, Any]) -> HttpResponseBase:
    if how.form not in sheet.TYPES:
        return problem(request, 404, _("Адрес заканчивается на .json или .xml."))
    methods = {"GET": view, "HEAD": view} | ({"POST": how.takes} if how.takes else {})
    if request.method not in methods:
        answer = problem(request, 405, str(TITLES[405]))
        answer["Allow"] = ", ".join(methods)
        return answer
    try:
        given = methods[request.method](request, **named)
    except Refusal as refusal:
        return problem(request, _STATUS.get(refusal.status, refusal.status), refusal.text)
    except Http404:
        return problem(request, 404, _("Такого здесь нет: проверьте номер или код."))
    tree, headers = given if isinstance(given, tuple) else (given, {})
    body, kind = sheet.written(tree, root=how.root, form=how.form), sheet.TYPES[how.form]
    if request.method == "POST":
        return opened(HttpResponse(body, content_type=kind), keeps=0)
    answered = kept(request, body, keeps=how.keeps, content_type=kind)
    for name, value in headers.items():
        answered[name] = value
    return answered


def links(request: HttpRequest, **beside: str | None) -> dict[str, str]:
    """The pages beside by their cursors, at the price of the first one wherever they lie (RFC 8288)."""
    said = []
    for name, cursor in beside.items():
        if cursor:
            query = request.GET.copy()
            query.pop("page", None)
            query["cursor"] = cursor
            said.append(f'<{settings.BASE_URL}{request.path}?{query.urlencode()}>; rel="{name}"')
    return {"Link": ", ".join(said)} if said else {}
