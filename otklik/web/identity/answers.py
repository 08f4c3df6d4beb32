"""What a person reads when a sign-in elsewhere did not work. The log gets the cause, never a token or a name."""

import logging
import re
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from otklik.web.identity import services

log = logging.getLogger(__name__)

_ESIA_CODE: Final = re.compile(r"ESIA-\d{6}")
_UNCONFIRMED: Final = "ESIA-007055"
# Kind of failure → HTTP status; the words are in the template.
STATUS: Final = {"cancelled": 200, "stale": 400, "refused": 403, "unconfirmed": 403, "unavailable": 503}


@dataclass(frozen=True, slots=True)
class Failure:
    kind: str  # a key of STATUS
    code: str = ""  # of the other side, for its support


def failure_of(request: HttpRequest, error: str | None, exception: Exception | None) -> Failure:
    """From what allauth knows: its word, an exception of ours (`trouble.Trouble`) or of others, the address."""
    if kind := getattr(exception, "kind", ""):
        return Failure(kind, getattr(exception, "code", ""))
    if error == "cancelled":
        return Failure("cancelled")
    if exception is not None:
        return Failure("unavailable" if isinstance(exception, OSError) else "refused")
    if "error" not in request.GET:
        return Failure("stale")
    code = _ESIA_CODE.search(request.GET.get("error_description", ""))
    found = code[0] if code else ""
    return Failure("unconfirmed" if found == _UNCONFIRMED else "refused", found)


def failed(request: HttpRequest, name: str, failure: Failure) -> HttpResponse:
    log.warning("sign-in by %s: %s %s", name, failure.kind, failure.code)
    title = services.titles().get(name, name)
    context = {"service": title, "failure": failure, "esia": name == services.ESIA}
    return render(request, "identity/failed.html", context, status=STATUS[failure.kind])
