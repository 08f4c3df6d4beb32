"""GET /api/v1/ for people who write programs, /api/v1/openapi.json for the programs."""

from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from otklik.look import naming
from otklik.web.access import Action, may
from otklik.web.api import openapi
from otklik.web.api.endpoint import kept
from otklik.web.api.problems import PREFIX, language
from otklik.web.caching import public_page

# What an example of each asks for.
_EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "/settlements": {"q": "{q}"},
    "/addresses": {"settlement": 1, "q": "{q}"},
    "/territory": {"lat": 54.55, "lon": 39.63},
    "/responsible": {"topic": "roads.potholes", "territory": "99701000"},
    "/appeals": {"kind": "problem", "answered": 1},
    "/nearby": {"lat": 54.55, "lon": 39.63, "radius": 2000},
}


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    document = _document()
    operations = [
        {"path": f"{PREFIX.rstrip('/')}{path}", "example": _example(path), **found["get"]}
        for path, found in document["paths"].items()
    ]
    return render(request, "api/about.html", {"operations": operations, "values": _values})


@require_safe
@may(Action.READ_PUBLIC)
def described(request: HttpRequest) -> HttpResponse:
    with translation.override(language(request)):
        return kept(request, msgspec.json.encode(_document()), keeps=3600)


def _values(schema: dict[str, Any]) -> str:
    """What a parameter can be, in a few signs."""
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if "minimum" in schema:
        return f"{schema['minimum']}…{schema['maximum']}"
    return str(schema.get("format", schema["type"]))


def _document() -> dict[str, Any]:
    return openapi.document(title=f"API · {naming.portal()}", server=settings.BASE_URL)


def _example(path: str) -> str:
    asked = urlencode(_EXAMPLES.get(path, {}), safe="{}")
    return f"curl '{settings.BASE_URL}{PREFIX.rstrip('/')}{path}{'?' if asked else ''}{asked}'"
