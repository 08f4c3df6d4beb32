"""Pages for what went wrong: human words and what to do next."""

from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from otklik.web.api.problems import TITLES, for_programs, problem, spoken
from otklik.web.api.program import KEY_HEADER
from otklik.web.open311 import problems as open311

_CODES: Final = {403: "forbidden", 404: "not_found", 413: "too_large", 429: "too_many", 500: "server_error"}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_large = isinstance(exception, RequestDataTooBig)
    return _page(request, 413 if too_large and for_programs(request) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    return _page(request, 429)


def too_fast(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """seconds: after which the next page is given."""
    response = _page(request, 429, "pace")
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


@spoken
def wrong_key(request: HttpRequest) -> HttpResponse:
    """To a program whose key is nobody's."""
    words = _("Ключ в X-Api-Key не подходит: он с ошибкой, или его отозвали. Без ключа читать можно и так.")
    if open311.asked(request):
        response = open311.problem(request, 401, words)
    else:
        response = problem(401, "wrong_key", detail=words)
    response["WWW-Authenticate"] = f'ApiKey header="{KEY_HEADER}"'
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, "csrf")


def _page(request: HttpRequest, status: int, name: str = "") -> HttpResponse:
    """The frame is that of pages for everybody: it asks neither the session nor the database who reads."""
    if for_programs(request):
        return _problem(request, status, name)
    request.shared = True  # type: ignore[attr-defined]
    return render(request, "error.html", {"status": name or status}, status=status)


@spoken
def _problem(request: HttpRequest, status: int, name: str) -> HttpResponse:
    if open311.asked(request):
        return open311.problem(request, 400 if status == 413 else status, str(TITLES[status]))
    return problem(status, name or _CODES.get(status, "bad_request"))
