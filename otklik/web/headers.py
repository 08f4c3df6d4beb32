"""Headers that every answer carries."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from otklik.web.access import View


@cache
def policy(
    *identity: str, basemap: str = "", stream: str = "", schemes: tuple[str, ...] = (), framed: bool = False
) -> str:
    """identity: addresses where people sign in. A browser follows a form there only when its host is named.

    basemap: address of what lies under the map of this page: pictures and data come from its host.
    stream: address of the events that this page listens to. schemes: of the apps to which a form leads.
    framed: whether other sites may show the page in a frame.
    """
    land, heard = _origin(basemap), _origin(basemap) + _origin(stream)
    hosts = [f"{found.scheme}://{found.netloc}" for found in map(urlsplit, identity) if found.netloc]
    return "; ".join(
        (
            "default-src 'self'",
            f"img-src 'self' data: blob:{land}",
            *((f"connect-src 'self'{heard}",) if heard else ()),
            "object-src 'none'",
            "base-uri 'none'",
            " ".join(("form-action 'self'", *hosts, *(f"{scheme}:" for scheme in schemes))),
            "frame-ancestors *" if framed else "frame-ancestors 'none'",
        )
    )


def _origin(address: str) -> str:
    """« https://host:port» with the blank before it; "" for none and for our own."""
    found = urlsplit(address)
    return f" {found.scheme}://{found.netloc}" if found.netloc else ""


def with_basemap(view: View) -> View:
    """The page shows settings.BASEMAP_URL."""
    return _naming(view, basemap="BASEMAP_URL")


def with_stream(view: View) -> View:
    """The page listens to settings.CALLS_STREAM."""
    return _naming(view, stream="CALLS_STREAM")


def with_apps(view: View) -> View:
    """The page's form may lead to settings.APP_SCHEMES."""
    return _naming(view, schemes="APP_SCHEMES")


def _naming(view: View, **of: str) -> View:
    """of: the argument of `policy` → the setting that it is."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        named = {argument: getattr(settings, setting) for argument, setting in of.items()}
        response["Content-Security-Policy"] = policy(settings.OIDC_URL, settings.ESIA_URL, **named)
        return response

    return shown


class HeadersMiddleware:
    """Strict CSP without any `unsafe-`, and a ban on features that no page uses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", policy(settings.OIDC_URL, settings.ESIA_URL))
        response.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=()"
        )
        return response
