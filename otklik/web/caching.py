"""Pages that are the same bytes for everybody: browsers and proxies keep them, a 304 says that nothing has changed.

Readers of such a page differ by two cookies only, the language and the low-vision choices. What belongs to one person
is loaded apart, from /me (web.citizen.me). docs/operating.md tells a proxy how to keep the pages.
"""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from otklik.web.access import View
from otklik.web.replica import FRESH

# Cookies that a script may read: something may wait at /me. They open nothing.
HINTS: Final = {settings.SESSION_COOKIE_NAME: "otklik_me", "messages": "otklik_notes"}


def public_page(view: View) -> View:
    """A page for everybody. While it is made nobody is signed in and nothing waits to be told: no name, no token and
    no message gets into its bytes.
    """
    view.shared = True  # type: ignore[attr-defined]
    return view


def is_shared(request: HttpRequest) -> bool:
    return getattr(request, "shared", False)


class CachingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_shared(request) and response.status_code == 200 and not response.cookies:
            return _kept(request, response)
        _hint(response)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_view(self, request: HttpRequest, view: View, *args: Any) -> None:
        if getattr(view, "shared", False) and request.method in ("GET", "HEAD"):
            request.shared = True  # type: ignore[attr-defined]
            request.user = AnonymousUser()
            # Whoever asks for a token all the same gets a new one with its cookie, and the page is not kept.
            request.META.pop("CSRF_COOKIE", None)


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """With how long it keeps, what it depends on and a mark of its bytes; without a body when the reader has them."""
    if FRESH in request.COOKIES:  # has just changed something and wants to see it
        response.headers.setdefault("Cache-Control", "private, no-cache")
    response.headers.setdefault("Cache-Control", f"public, max-age={settings.PAGE_CACHE}")
    patch_vary_headers(response, ("Cookie", "HX-Request"))
    if response.streaming:
        return response
    return marked(request, response)


def marked(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """With a mark of its bytes; 304 without a body for who has them."""
    response["ETag"] = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _hint(response: HttpResponse) -> None:
    for name, hint in HINTS.items():
        if name not in response.cookies:
            continue
        cookie = response.cookies[name]
        if cookie.value:
            response.set_cookie(
                hint, "1", max_age=cookie["max-age"] or None, secure=bool(cookie["secure"]), samesite="Lax"
            )
        else:
            response.delete_cookie(hint, samesite="Lax")
