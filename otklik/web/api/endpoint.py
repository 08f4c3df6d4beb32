"""What an endpoint takes and gives stands beside it and is checked by it; its description is made of the same.

The API reads no cookie: an answer is the same whoever is signed in at the portal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from otklik.kit.errors import Refusal
from otklik.web.access import Action, View, may
from otklik.web.api import asking, taking
from otklik.web.api.problems import opened, otherwise, problem, refused, spoken
from otklik.web.caching import marked

JSON: Final = "application/json"
Given = Callable[..., msgspec.Struct]
Kept = Callable[..., tuple[msgspec.Struct, bool]]  # what was kept, and whether it is new


@dataclass(frozen=True, slots=True)
class Endpoint:
    """All that a client must know of one method of one address."""

    method: str  # get, post
    title: Promise
    asks: type[msgspec.Struct]
    takes: type[msgspec.Struct] | type[bytes] | None  # the body; bytes: a photo
    gives: type[msgspec.Struct]
    refuses: tuple[int, ...]
    keeps: int  # seconds
    about: str  # the docstring of its function


def reads(
    title: Promise,
    *,
    gives: type[msgspec.Struct],
    asks: type[msgspec.Struct] = asking.Nothing,
    refuses: tuple[int, ...] = (),
    keeps: int = 60,
) -> Callable[[Given], View]:
    """GET for everybody. The function gets the parameters, and by name what the address holds; it may raise a Refusal
    or Http404. refuses: statuses of its own; 400, 404 of an unknown address, 405 and 429 every endpoint has.
    """

    def made(view: Given) -> View:
        endpoint = Endpoint("get", title, asks, None, gives, refuses, keeps, view.__doc__ or "")

        def answered(request: HttpRequest, **named: Any) -> HttpResponseBase:
            given = view(asking.read(asks, request.GET), **named)
            return kept(request, msgspec.json.encode(given), keeps=keeps)

        return _served(Action.READ_PUBLIC, view, endpoint, answered)

    return made


def writes(
    title: Promise,
    *,
    takes: type[msgspec.Struct] | type[bytes],
    gives: type[msgspec.Struct],
    refuses: tuple[int, ...] = (),
    action: Action = Action.FILE_APPEAL,
) -> Callable[[Kept], View]:
    """POST under a key of the client. The function gets the body and `key`, and by name what the address holds; 201
    answers what is new, 200 what was there. refuses: beside those of `reads`; 413 and 415 every body can get.
    """

    def made(view: Kept) -> View:
        endpoint = Endpoint("post", title, asking.Nothing, takes, gives, refuses, 0, view.__doc__ or "")

        def answered(request: HttpRequest, **named: Any) -> HttpResponse:
            key = asking.key(request.headers.get(asking.KEY, ""))
            given, is_new = view(taking.read(request, takes), key=key, **named)
            answer = HttpResponse(
                msgspec.json.encode(given), content_type=JSON, status=201 if is_new else 200
            )
            return opened(answer, keeps=0)

        return csrf_exempt(_served(action, view, endpoint, answered))  # no cookie is read

    return made


def by_method(reading: View, writing: View) -> View:
    """One address for both. Its action is that of reading: whoever may read may write here."""
    views = {"GET": reading, "HEAD": reading, "POST": writing}

    @csrf_exempt
    @wraps(reading)
    def chosen(request: HttpRequest, **named: Any) -> Any:
        view = views.get(request.method or "")
        return view(request, **named) if view else otherwise(request, "GET", "POST")

    chosen.endpoints = (*reading.endpoints, *writing.endpoints)  # type: ignore[attr-defined]
    return chosen


def _served(action: Action, view: Callable[..., Any], endpoint: Endpoint, answered: View) -> View:
    @may(action)
    @spoken
    @wraps(view)
    def served(request: HttpRequest, **named: Any) -> HttpResponseBase:
        return _told(request, endpoint, answered, named)

    served.endpoints = (endpoint,)  # type: ignore[attr-defined]
    return served


def _told(
    request: HttpRequest, endpoint: Endpoint, answered: View, named: dict[str, Any]
) -> HttpResponseBase:
    method = endpoint.method.upper()
    if request.method not in (("GET", "HEAD") if method == "GET" else (method,)):
        return otherwise(request, method)
    try:
        return answered(request, **named)
    except Refusal as refusal:
        return refused(refusal)
    except Http404:
        return problem(404, "not_found", detail=_("Такого здесь нет: проверьте номер или код."))


def kept(request: HttpRequest, body: bytes, *, keeps: int, content_type: str = JSON) -> HttpResponseBase:
    return marked(request, opened(HttpResponse(body, content_type=content_type), keeps=keeps))
