"""What an endpoint takes and gives stands beside it and is checked by it; its description is made of the same.

The API reads no cookie: who asks is said by the token of a device (web.access.bearer), and where none is wanted an
answer is the same for everybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Final

import msgspec
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from otklik.kit.errors import Refusal
from otklik.people.models import Device
from otklik.web.access import Action, View, bearer, bears, by_token, may
from otklik.web.api import asking, taking
from otklik.web.api.problems import opened, otherwise, problem, refused, spoken
from otklik.web.caching import marked

JSON: Final = "application/json"
PHOTO: Final = "image/jpeg"
Given = Callable[..., msgspec.Struct | bytes]
Kept = Callable[..., tuple[msgspec.Struct, bool]]  # what was kept, and whether it is new
Done = Callable[..., msgspec.Struct | None]


class Who(StrEnum):
    """Whom an endpoint wants to know."""

    NOBODY = "nobody"  # a token is not looked at
    ANYBODY = "anybody"  # the function gets `device`, or None: somebody without an account
    OWNER = "owner"  # the function gets `device`; 401 without one


@dataclass(frozen=True, slots=True)
class Endpoint:
    """All that a client must know of one method of one address."""

    method: str  # get, post
    title: Promise
    asks: type[msgspec.Struct]
    takes: type[msgspec.Struct] | type[bytes] | type[taking.Upload] | None  # the body; bytes: a photo
    gives: type[msgspec.Struct] | type[bytes] | None  # None: 204; bytes: a photo
    refuses: tuple[int, ...]
    keeps: int  # seconds
    about: str  # the docstring of its function
    who: Who = Who.NOBODY
    is_keyed: bool = False  # wants an Idempotency-Key


def reads(
    title: Promise,
    *,
    gives: type[msgspec.Struct] | type[bytes],
    asks: type[msgspec.Struct] = asking.Nothing,
    refuses: tuple[int, ...] = (),
    keeps: int = 60,
    action: Action = Action.READ_PUBLIC,
) -> Callable[[Given], View]:
    """GET. The function gets the parameters, and by name what the address holds; it may raise a Refusal, Http404 or
    ObjectDoesNotExist. refuses: statuses of its own; 400, 404 of an unknown address, 405 and 429 every endpoint has.
    An action that visitors have not: the function gets `device` too, and nobody but its person may keep the answer.
    """
    who = Who.NOBODY if action is Action.READ_PUBLIC else Who.OWNER

    def made(view: Given) -> View:
        endpoint = Endpoint("get", title, asks, None, gives, refuses, keeps, view.__doc__ or "", who)

        def answered(request: HttpRequest, **named: Any) -> HttpResponseBase:
            given = view(asking.read(asks, request.GET), **named)
            body, kind = (given, PHOTO) if isinstance(given, bytes) else (msgspec.json.encode(given), JSON)
            return kept(request, body, keeps=keeps if who is Who.NOBODY else None, content_type=kind)

        return _served(action, view, endpoint, answered)

    return made


def writes(  # noqa: PLR0913  # what a client must know of it
    title: Promise,
    *,
    takes: type[msgspec.Struct] | type[bytes] | type[taking.Upload],
    gives: type[msgspec.Struct],
    refuses: tuple[int, ...] = (),
    action: Action = Action.FILE_APPEAL,
    who: Who = Who.NOBODY,
    with_request: bool = False,
) -> Callable[[Kept], View]:
    """POST under a key of the client. The function gets the body and `key`, and by name what the address holds; 201
    answers what is new, 200 what was there. refuses: beside those of `reads`; 413 and 415 every body can get.
    with_request: the function gets `request` too, for limits by network.
    """

    def made(view: Kept) -> View:
        about = view.__doc__ or ""
        endpoint = Endpoint(
            "post", title, asking.Nothing, takes, gives, refuses, 0, about, who, is_keyed=True
        )

        def answered(request: HttpRequest, **named: Any) -> HttpResponse:
            key = asking.key(request.headers.get(asking.KEY, ""))
            more = {"request": request} if with_request else {}
            given, is_new = view(taking.read(request, takes), key=key, **named, **more)
            return _said(given, 201 if is_new else 200)

        return _served(action, view, endpoint, answered)

    return made


def does(  # noqa: PLR0913  # what a client must know of it
    title: Promise,
    *,
    takes: type[msgspec.Struct] = asking.Nothing,
    gives: type[msgspec.Struct] | None = None,
    refuses: tuple[int, ...] = (),
    action: Action = Action.OWN_CABINET,
    who: Who = Who.OWNER,
    with_request: bool = False,
) -> Callable[[Done], View]:
    """POST that needs no key, since doing it twice is doing it once. As `writes`; 200 with what the function gives, 204
    where that is nothing.
    """

    def made(view: Done) -> View:
        endpoint = Endpoint("post", title, asking.Nothing, takes, gives, refuses, 0, view.__doc__ or "", who)

        def answered(request: HttpRequest, **named: Any) -> HttpResponse:
            said = taking.read(request, takes)
            given = view(said, **named, **({"request": request} if with_request else {}))
            return _said(given, 204 if given is None else 200)

        return _served(action, view, endpoint, answered)

    return made


def only_reads(view: View) -> View:
    """GET of what is no shape; other methods are told so as everywhere, without asking for the token of a form."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, **named: Any) -> HttpResponseBase:
        return view(request, **named) if request.method in ("GET", "HEAD") else otherwise(request, "GET")

    return checked


def by_method(reading: View, writing: View) -> View:
    """One address for both. Its action is that of reading, `posting` that of writing."""
    views = {"GET": reading, "HEAD": reading, "POST": writing}

    @wraps(reading)
    def chosen(request: HttpRequest, **named: Any) -> Any:
        view = views.get(request.method or "")
        return view(request, **named) if view else otherwise(request, "GET", "POST")

    chosen.posting = writing.action  # type: ignore[attr-defined]
    chosen.endpoints = (*reading.endpoints, *writing.endpoints)  # type: ignore[attr-defined]
    return chosen


def _said(given: msgspec.Struct | None, status: int) -> HttpResponse:
    body = b"" if given is None else msgspec.json.encode(given)
    return opened(HttpResponse(body, content_type=JSON, status=status), keeps=0)


def _served(action: Action, view: Callable[..., Any], endpoint: Endpoint, answered: View) -> View:
    door = by_token(action) if endpoint.who is Who.OWNER else may(action)

    @csrf_exempt  # no cookie is read
    @door
    @spoken
    @wraps(view)
    def served(request: HttpRequest, **named: Any) -> HttpResponseBase:
        return _told(request, action, endpoint, answered, named)

    served.endpoints = (endpoint,)  # type: ignore[attr-defined]
    return served


def _told(
    request: HttpRequest, action: Action, endpoint: Endpoint, answered: View, named: dict[str, Any]
) -> HttpResponseBase:
    method = endpoint.method.upper()
    if request.method not in (("GET", "HEAD") if method == "GET" else (method,)):
        return otherwise(request, method)
    try:
        return answered(request, **named, **_who(request, action, endpoint.who))
    except Refusal as refusal:
        return refused(refusal)
    except PermissionDenied:
        return problem(403, "forbidden", detail=_("Этой учётной записи сюда нельзя."))
    except (Http404, ObjectDoesNotExist):
        return problem(404, "not_found", detail=_("Такого здесь нет: проверьте номер или код."))


def _who(request: HttpRequest, action: Action, wanted: Who) -> dict[str, Device | None]:
    if wanted is Who.NOBODY:
        return {}
    if wanted is Who.ANYBODY and not bears(request):
        return {"device": None}
    return {"device": bearer(request, action)}


def kept(
    request: HttpRequest, body: bytes, *, keeps: int | None, content_type: str = JSON
) -> HttpResponseBase:
    """keeps: seconds that anybody may keep it; None: only its person, asking each time whether it has changed."""
    answer = opened(HttpResponse(body, content_type=content_type), keeps=keeps or 0)
    if keeps is None:
        answer["Cache-Control"] = "private, no-cache"
        answer["Vary"] = "Accept-Language, Authorization"
    return marked(request, answer)
