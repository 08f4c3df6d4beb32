"""Which program asks: the key of its organisation, as `web.pace` has found it.

A header of its own, because `Authorization` holds one credential (RFC 9110, 11.6.2) and that is the person's: an app of
an organisation sends both. `X-Api-Key` is what tools and gateways know; RFC 6648 warns of the X-, no other name is
registered.
"""

from typing import Final

from django.http import HttpRequest

from otklik.people.api_keys import Program

KEY_HEADER: Final = "X-Api-Key"


def shown(request: HttpRequest, found: Program | None) -> None:
    request.program = found  # type: ignore[attr-defined]


def key_of(request: HttpRequest) -> int | None:
    """None: no key was shown."""
    found: Program | None = getattr(request, "program", None)
    return found.key_id if found else None
