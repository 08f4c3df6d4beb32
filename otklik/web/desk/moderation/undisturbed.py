"""For every view that changes an appeal: not while somebody else works on it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from otklik.appeals import holds
from otklik.appeals.steps import deciding
from otklik.kit import clock
from otklik.web.access import PersonRequest


def undisturbed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refused while somebody else works on the appeal, and after a decision."""

    @wraps(view)
    def checked(request: PersonRequest, appeal_id: int, **named: Any) -> HttpResponse:
        holds.require(appeal_id=appeal_id, user=request.user, now=clock.now())
        deciding.require_undecided(appeal_id)
        return view(request, appeal_id, **named)

    return checked
