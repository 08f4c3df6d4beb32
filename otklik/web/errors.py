"""Pages for what went wrong: human words and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400)


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


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, "csrf")


def _page(request: HttpRequest, status: int, name: str = "") -> HttpResponse:
    """The frame is that of pages for everybody: it asks neither the session nor the database who reads."""
    request.shared = True  # type: ignore[attr-defined]
    return render(request, "error.html", {"status": name or status}, status=status)
