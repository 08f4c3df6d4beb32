"""The journal of staff is written here and nowhere else, by the decorator of views, when the view has answered.

Not in one transaction with what the view did: views let go of one lock before they take the next (see `appeals.holds`),
within one transaction two people could wait for each other. A row that cannot be written is an error 500 in the log.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase

from otklik.kit import clock
from otklik.people import deeds
from otklik.people.models import StaffDeed, User
from otklik.web.access.rights import RIGHTS, Action

# Names of parts of an address that are called otherwise in the journal.
_CALLED: Final = {"user": "person"}


def deed_about(request: HttpRequest, kind: str, keys: Iterable[object]) -> None:
    """What a form is about that its address does not name: the appeals of a selection."""
    request.deed_about = [(kind, str(key)) for key in keys]  # type: ignore[attr-defined]


def write_down(
    request: HttpRequest, answer: HttpResponseBase, action: Action, *, shows_personal: bool
) -> None:
    """One INSERT when staff changed something or saw personal data; nothing for actions that citizens have too."""
    changed = request.method == "POST"
    saw = shows_personal and request.method == "GET"
    if answer.status_code >= 400 or not (changed or saw) or User.Role.CITIZEN.value in RIGHTS[action]:
        return
    place = request.resolver_match
    if place is None:
        raise ValueError("a view was called without an address")
    deeds.write(
        actor_id=request.user.pk or 0,
        what=StaffDeed.What.CHANGED if changed else StaffDeed.What.SAW,
        action=action.value,
        address=place.view_name,
        about=getattr(request, "deed_about", None) or _about(place.kwargs),
        now=clock.now(),
    )


def write_download(request: HttpRequest, action: Action, *, appeal_id: int) -> None:
    """Staff took a file that is not for everybody, at an address that citizens have too. One INSERT; none for HEAD."""
    place = request.resolver_match
    if request.method != "GET" or place is None:
        return
    deeds.write(
        actor_id=request.user.pk or 0,
        what=StaffDeed.What.SAW,
        action=action.value,
        address=place.view_name,
        about=[("appeal", str(appeal_id))],
        now=clock.now(),
    )


def _about(named: dict[str, Any]) -> list[tuple[str, str]]:
    """The first thing that the address names: appeal_id=7 is (appeal, 7)."""
    for name, value in named.items():
        kind = name.removesuffix("_id")
        return [(_CALLED.get(kind, kind), str(value))]
    return [("", "")]
