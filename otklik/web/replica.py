"""Public pages may be read from the replica; who has just written reads from the primary."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from otklik.kit import replica
from otklik.web.api.problems import for_programs

FRESH: Final = "otklik_fresh"  # whoever has it reads from the primary and past the caches
# Only these pages may be a moment old. Desks, cabinet and wizard always read what was just written.
PUBLIC: Final = ("/appeals", "/photos", "/files", "/places")


class ReplicaMiddleware:
    """Marks whoever has just written; reads from the replica where settings.REPLICA_URL names one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            response = self.get_response(request)
            pause = max(settings.REPLICA_PAUSE, settings.PAGE_CACHE)
            if not for_programs(request):  # they get no cookie, and the API is read from the primary
                response.set_cookie(FRESH, "1", max_age=pause, httponly=True, samesite="Lax")
            return response
        if not settings.REPLICA_URL or FRESH in request.COOKIES or not _is_public(request.path):
            return self.get_response(request)
        with replica.reading_from("replica"):
            return self.get_response(request)


def _is_public(path: str) -> bool:
    return path == "/" or path.startswith(PUBLIC)
