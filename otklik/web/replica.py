"""Public pages may be read from the replica; who has just written reads from the primary."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from otklik.kit import replica

_COOKIE: Final = "otklik_fresh"
# Only these pages may be a moment old. Desks, cabinet and wizard always read what was just written.
PUBLIC: Final = ("/appeals", "/photos", "/files", "/places")


class ReplicaMiddleware:
    """Off (one check of a setting) until settings.REPLICA_URL is set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.REPLICA_URL:
            return self.get_response(request)
        if request.method in ("GET", "HEAD"):
            if _COOKIE in request.COOKIES or not (request.path == "/" or request.path.startswith(PUBLIC)):
                return self.get_response(request)
            with replica.reading_from("replica"):
                return self.get_response(request)
        response = self.get_response(request)
        response.set_cookie(_COOKIE, "1", max_age=settings.REPLICA_PAUSE, httponly=True, samesite="Lax")
        return response
