"""What a reader sets for themselves, kept in their browser only."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from otklik.look.current import current
from otklik.web.access import Action, may
from otklik.web.parts.vision_panel.prefs import COOKIE, Vision

YEAR = 365 * 86400  # seconds


@may(Action.READ_PUBLIC)
def vision(request: HttpRequest) -> HttpResponse:
    """Low-vision settings: a plain form, kept in a cookie so that the server paints the page right at once."""
    there = _next(request)
    if request.method != "POST":
        prefs = Vision.from_cookie(request.COOKIES.get(COOKIE, ""))
        return render(request, "citizen/vision.html", {"prefs": prefs, "next": there})
    response = redirect(there)
    chosen = Vision() if "reset" in request.POST else Vision.chosen(request.POST)
    response.set_cookie(COOKIE, chosen.to_cookie(), max_age=YEAR, samesite="Lax", httponly=True)
    return response


@csrf_exempt
@may(Action.READ_PUBLIC)
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language in the reader's own browser and go back.

    Takes no token: the form stands on pages that are the same bytes for everybody, and nothing else changes.
    """
    response = redirect(_next(request))
    code = request.POST.get("to", "")
    if code in dict(current().offered()):
        keep_language(response, code)
    return response


def keep_language(response: HttpResponse, code: str) -> None:
    """The browser reads the portal in this language from now on."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", httponly=True)


def _next(request: HttpRequest) -> str:
    there = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    # From the root: Django takes a word without a slash for the name of a page.
    return there if ours and there.startswith("/") else "/"
