"""Reading everything by a script is slowed down, a network at a time; people who read are not.

Counted are public addresses asked for without an account, in each process by itself. Networks are counted and not
addresses, because whoever has one address of a hosting has two hundred.
"""

from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address, ip_network
from math import ceil
from time import monotonic
from typing import Any, Final

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from otklik.kit.pace import Pace
from otklik.web.access import Action, View, person
from otklik.web.api.problems import OPEN311, PREFIX, for_programs
from otklik.web.errors import too_fast

NETWORKS: Final = 10_000  # of which the pace is remembered: about 2 MB
# What one page brings along, counted apart and so many times more generously; moves of the map and letters typed into
# the search cost as much as a page, but one reader makes many; so do programs.
PARTS: Final = ("/photos/", "/files/", "/tiles/", "/places/", "/me")
PARTS_TIMES: Final = 20
MOVES: Final = ("/map/", "/search/suggest", PREFIX, OPEN311)
MOVES_TIMES: Final = 4
# The machine itself and the networks behind the proxy: who measures the portal or watches over it.
OWN: Final = [
    ip_network(own)
    for own in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
]
_PACE: Final = Pace(NETWORKS)


class PaceMiddleware:
    """Off where settings.READ_PACE is 0."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Programs are told what is left to them (draft-ietf-httpapi-ratelimit-headers)."""
        response = self.get_response(request)
        bucket = getattr(request, "bucket", "")
        if bucket and for_programs(request):
            most = _times(request.path) * settings.READ_PACE
            left = _PACE.left(bucket, per_minute=most, now=monotonic())
            response["RateLimit-Policy"] = f'"read";q={most};w=60'
            response["RateLimit"] = f'"read";r={left};t={0 if left else ceil(60 / most)}'
        return response

    def process_view(self, request: HttpRequest, view: View, *args: Any) -> HttpResponse | None:
        """429 with the seconds to wait. Who is signed in is asked for only when the network's bucket is empty."""
        if not settings.READ_PACE or not _is_counted(request, getattr(view, "action", None)):
            return None
        network = network_of(_address(request))
        if not network:
            return None
        times = _times(request.path)
        bucket = request.bucket = f"{network} {times}"  # type: ignore[attr-defined]
        wait = _PACE.wait(bucket, per_minute=times * settings.READ_PACE, now=monotonic())
        if not wait or person(request):
            return None
        return too_fast(request, seconds=ceil(wait))


def _is_counted(request: HttpRequest, action: Action | None) -> bool:
    """What programs write counts as what they read."""
    return action is Action.READ_PUBLIC or (action is Action.FILE_APPEAL and for_programs(request))


def _times(path: str) -> int:
    """How much more generously than pages this is counted."""
    if path.startswith(PARTS) or path.endswith((".svg", ".png")):
        return PARTS_TIMES
    return MOVES_TIMES if path.startswith(MOVES) else 1


@lru_cache(maxsize=NETWORKS)
def network_of(address: str) -> str:
    """The first 24 bits of an IPv4 address, 64 of an IPv6 one; "" for our own and for what is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    if any(found in own for own in OWN):
        return ""
    bits = 24 if found.version == 4 else 64
    return str(ip_network((found, bits), strict=False))


def _address(request: HttpRequest) -> str:
    """As the limits of sign-ins see it: behind a proxy the last of X-Forwarded-For."""
    try:
        return get_client_ip(request) or ""
    except ImproperlyConfigured:  # fewer addresses than proxies: not by way of the proxy
        return ""
