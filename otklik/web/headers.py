"""Headers that every answer carries."""

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse


@cache
def policy(*identity: str) -> str:
    """identity: addresses where people sign in. A browser follows a form there only when its host is named."""
    hosts = [f"{found.scheme}://{found.netloc}" for found in map(urlsplit, identity) if found.netloc]
    return "; ".join(
        (
            "default-src 'self'",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            " ".join(("form-action 'self'", *hosts)),
            "frame-ancestors 'none'",
        )
    )


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
