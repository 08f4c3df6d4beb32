"""Turn a Refusal into an answer: JSON for scripts, a message on the page it came from for people."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from otklik.kit.errors import Refusal
from otklik.web import frame
from otklik.web.api.problems import for_programs, refused
from otklik.web.errors import bad_request
from otklik.web.open311 import problems as open311


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponse | None:
        """A NUL is typed by no person and kept by no column: answered here once instead of checked at every field."""
        typed = (value for form in (request.GET, request.POST) for _, some in form.lists() for value in some)
        address = (str(value) for value in (*args, *named.values()))
        return bad_request(request, ValueError("NUL")) if any("\0" in v for v in (*typed, *address)) else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        if open311.asked(request):
            return open311.problem(request, error.status, error.text)
        if for_programs(request):
            return refused(error)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"code": error.code, "text": error.text}, status=error.status)
        if error.status == 404 or request.method == "GET":
            said = {"text": error.text, "section": frame.section_of(request.path)}
            return render(request, "refused.html", said, status=error.status)
        messages.error(request, error.text)
        return redirect(back(request))


def back(request: HttpRequest) -> str:
    """The page that the form stood on, when it is ours; else the home page."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else "/"
