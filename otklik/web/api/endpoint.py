"""What an endpoint takes and gives stands beside it and is checked by it; its description is made of the same.

The API reads no cookie: an answer is the same whoever is signed in at the portal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2b
from typing import Any, Final

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.web.access import Action, View, may
from otklik.web.api import asking
from otklik.web.api.problems import language, opened, problem, refused

JSON: Final = "application/json"
Given = Callable[..., msgspec.Struct]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """All that a client must know of one address."""

    title: Promise
    asks: type[msgspec.Struct]
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
        @may(Action.READ_PUBLIC)
        @wraps(view)
        def answered(request: HttpRequest, **named: Any) -> HttpResponse:
            with translation.override(language(request)):
                answer = _answer(request, view, endpoint, named)
                answer["Content-Language"] = translation.get_language()
            return answer

        endpoint = Endpoint(title, asks, gives, refuses, keeps, view.__doc__ or "")
        answered.endpoint = endpoint  # type: ignore[attr-defined]
        return answered

    return made


def _answer(request: HttpRequest, view: Given, endpoint: Endpoint, named: dict[str, Any]) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        answer = problem(405, "only_get", detail=_("Здесь отвечают на GET."))
        answer["Allow"] = "GET, HEAD"
        return answer
    try:
        given = view(asking.read(endpoint.asks, request.GET), **named)
    except asking.BadQuery as bad:
        return problem(bad.status, bad.code, detail=bad.text, fields=bad.fields)
    except Refusal as refusal:
        return refused(refusal)
    except Http404:
        return problem(404, "not_found", detail=_("Такого здесь нет: проверьте номер или код."))
    return kept(request, msgspec.json.encode(given), keeps=endpoint.keeps)


def kept(request: HttpRequest, body: bytes, *, keeps: int, content_type: str = JSON) -> HttpResponse:
    """With a mark of its bytes; 304 without a body for who has them."""
    answer = opened(HttpResponse(body, content_type=content_type), keeps=keeps)
    answer["ETag"] = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    conditional = get_conditional_response(request, etag=answer["ETag"], response=answer)
    return conditional if isinstance(conditional, HttpResponse) else answer
