"""Who asks the API, by the token of their device. No cookie counts there: another site's page can send no token."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from otklik.people import devices
from otklik.people.models import Device
from otklik.web.access.rights import Action, allowed

_SCHEME: Final = "bearer "


def bearer(request: HttpRequest, action: Action) -> Device:
    """The device, with its `user`, whose token stands in `Authorization`. One statement.

    Staff are let in to what citizens may only: an app has no journal of staff. Raises devices.SignedOut: no token, an
    old one, or its device is signed out; PermissionDenied: the role of the account may not.
    """
    device = devices.holder(_token(request))
    if not allowed(device.user, action):
        raise PermissionDenied
    return device


def device_named(request: HttpRequest) -> int | None:
    """The device that we gave the token to, for counting: it may have been signed out since. No statement."""
    return devices.named(_token(request)) if bears(request) else None


def bears(request: HttpRequest) -> bool:
    """Whether it says that somebody asks: whoever says so and is not known is refused, not taken for a visitor."""
    return "Authorization" in request.headers


def _token(request: HttpRequest) -> str:
    said = request.headers.get("Authorization", "")
    return said[len(_SCHEME) :].strip() if said.lower().startswith(_SCHEME) else ""
