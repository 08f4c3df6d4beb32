"""Reading everything by a script is slowed down, a network at a time; people who read are not.

Counted are public addresses asked for without an account, in each process by itself. Networks are counted and not
addresses, because whoever has one address of a hosting has two hundred. Telephones of one operator share a network: an
app in which somebody is signed in has a bucket of its own beside that of the network. Programs that show the key of an
organisation are counted by the key.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from ipaddress import ip_address, ip_network
from math import ceil
from time import monotonic
from typing import Any, Final, NamedTuple

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from otklik.kit import clock
from otklik.kit.pace import Pace
from otklik.people import api_keys
from otklik.web.access import Action, View, device_named, person
from otklik.web.api.problems import OPEN311, PREFIX, for_programs
from otklik.web.api.program import KEY_HEADER, shown
from otklik.web.errors import too_fast, wrong_key

NETWORKS: Final = 10_000  # of which the pace is remembered: about 2 MB
# What one page brings along, counted apart and so many times more generously; moves of the map and letters typed into
# the search cost as much as a page, but one reader makes many; so do programs.
PARTS: Final = ("/photos/", "/files/", "/tiles/", "/places/", "/me", "/app/")
PARTS_TIMES: Final = 20
MOVES: Final = ("/map/", "/search/suggest", PREFIX, OPEN311)
MOVES_TIMES: Final = 4
# The machine itself and the networks behind the proxy: who measures the portal or watches over it.
OWN: Final = [
    ip_network(own)
    for own in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
]
_PACE: Final = Pace(NETWORKS)


# What an app asks for its person: counted for the device alone.
_OF_ONE: Final = frozenset({Action.OWN_CABINET, Action.TAKE_PART, Action.COMPLAIN})


class _Bucket(NamedTuple):
    key: str
    most: int  # a minute
    policy: str  # as RateLimit names it


class PaceMiddleware:
    """Off where settings.READ_PACE is 0, for keys where settings.KEY_PACE is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Programs are told what is left to them (draft-ietf-httpapi-ratelimit-headers)."""
        response = self.get_response(request)
        found: _Bucket | None = getattr(request, "bucket", None)
        if found and for_programs(request):
            left = _PACE.left(found.key, per_minute=found.most, now=monotonic())
            response["RateLimit-Policy"] = f'"{found.policy}";q={found.most};w=60'
            response["RateLimit"] = f'"{found.policy}";r={left};t={0 if left else ceil(60 / found.most)}'
        return response

    def process_view(self, request: HttpRequest, view: View, *args: Any) -> HttpResponse | None:
        """429 with the seconds to wait, 401 to a wrong key: guessing is counted by the network. Who is signed in is
        asked for only when every bucket is empty.
        """
        secret = request.headers.get(KEY_HEADER, "") if for_programs(request) else ""
        program = api_keys.program(secret, now=clock.now()) if secret else None
        shown(request, program)
        wait = _wait(
            request, _of_key(program) if program else _of_reader(request, getattr(view, "action", None))
        )
        if wait and (secret or not person(request)):
            return too_fast(request, seconds=ceil(wait))
        return wrong_key(request) if secret and not program else None


def _wait(request: HttpRequest, buckets: Iterator[_Bucket]) -> float:
    """Seconds until the last of them has something again; 0: one of them gave."""
    wait = 0.0
    for bucket in buckets:
        request.bucket = bucket  # type: ignore[attr-defined]
        wait = _PACE.wait(bucket.key, per_minute=bucket.most, now=monotonic())
        if not wait:
            break
    return wait


def _of_key(program: api_keys.Program) -> Iterator[_Bucket]:
    if settings.KEY_PACE:
        yield _Bucket(f"key {program.key_id}", settings.KEY_PACE, "key")


def _of_reader(request: HttpRequest, action: Action | None) -> Iterator[_Bucket]:
    """In the order in which they are asked for a token. A device by the signature of its token, without a statement:
    one that was signed out may use its bucket up, which is less than its network gives it anyway.
    """
    is_own = action in _OF_ONE and for_programs(request)
    if not settings.READ_PACE or not (is_own or _is_counted(request, action)):
        return
    network = network_of(_address(request))
    if not network:
        return
    times = _times(request.path)
    most = times * settings.READ_PACE
    device = device_named(request) if is_own else None
    if device is None:
        yield _Bucket(f"{network} {times}", most, "read")
        device = device_named(request) if for_programs(request) else None
    if device is not None:
        yield _Bucket(f"device {device}", most, "device")


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
