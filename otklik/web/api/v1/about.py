"""GET /api/v1/ for people who write programs, /api/v1/openapi.json for the programs."""

from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language

from otklik.look import naming
from otklik.web.access import Action, may
from otklik.web.api import openapi
from otklik.web.api.asking import KEY
from otklik.web.api.endpoint import JSON, kept, only_reads
from otklik.web.api.problems import PREFIX, spoken
from otklik.web.caching import public_page

# What an example of each asks for.
_EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "/settlements": {"q": "{q}"},
    "/addresses": {"settlement": 1, "q": "{q}"},
    "/territory": {"lat": 54.55, "lon": 39.63},
    "/responsible": {"topic": "roads.potholes", "territory": "99701000"},
    "/appeals": {"kind": "problem", "answered": 1},
    "/appeals/similar": {"lat": 54.55, "lon": 39.63, "topic": "roads.potholes"},
    "/cadastre/number": {"cadastral_number": "99:04:0012003:128"},
    "/cadastre/tax": {"cadastral_value": 1200000, "plot_area": 600, "land_use": "housing"},
    "/nearby": {"lat": 54.55, "lon": 39.63, "radius": 2000},
    "/nearby/brief": {"lat": 54.55, "lon": 39.63, "limit": 200},
}


@only_reads
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    document = _document()
    operations = [
        {
            "path": f"{PREFIX.rstrip('/')}{path}",
            "method": method.upper(),
            "example": _example(path, method, operation),
            "body": _body(document, operation),
            **operation,
        }
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/about.html", {"operations": operations, "values": _values})


@only_reads
@may(Action.READ_PUBLIC)
@spoken
def described(request: HttpRequest) -> HttpResponseBase:
    return kept(request, msgspec.json.encode(_document()), keeps=3600)


def _values(schema: dict[str, Any]) -> str:
    """What a parameter can be, in a few signs."""
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if "minimum" in schema:
        return f"{schema['minimum']}…{schema['maximum']}"
    return str(schema.get("format", schema["type"]))


def _body(document: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a body of JSON as the parameters are shown; empty where there is none."""
    found = operation.get("requestBody", {}).get("content", {}).get(JSON)
    if not found:
        return []
    shapes = document["components"]["schemas"]
    shape = openapi.plain(found["schema"], shapes)
    return [
        {
            "name": name,
            "description": schema["description"],
            "required": name in shape["required"],
            "schema": openapi.plain(schema, shapes),
        }
        for name, schema in shape["properties"].items()
    ]


def _document() -> dict[str, Any]:
    return _made(f"API · {naming.portal()}", settings.BASE_URL, get_language())


@lru_cache(maxsize=8)
def _made(title: str, server: str, language: str | None) -> dict[str, Any]:
    """18 ms, and the same until the next release. language: the one that is spoken now."""
    return openapi.document(title=title, server=server)


def _example(path: str, method: str, operation: dict[str, Any]) -> str:
    asked = urlencode(_EXAMPLES.get(path, {}), safe="{}") if method == "get" else ""
    address = f"{settings.BASE_URL}{PREFIX.rstrip('/')}{path}{'?' if asked else ''}{asked}"
    wanted = operation.get("security", [{}])
    headers = [
        *(["Authorization: Bearer {access}"] if {} not in wanted else []),
        *(["Idempotency-Key: {uuid}"] if any(one["name"] == KEY for one in operation["parameters"]) else []),
    ]
    said = [*(f"-H '{header}'" for header in headers), *_sent(operation)]
    if method == "post" and "requestBody" not in operation:
        said.insert(0, "-X POST")
    return " ".join([f"curl '{address}'", *said])


def _sent(operation: dict[str, Any]) -> list[str]:
    kinds = operation.get("requestBody", {}).get("content", {})
    if JSON in kinds:
        return [f"-H 'Content-Type: {JSON}'", "-d @body.json"]
    return ["-H 'Content-Type: image/jpeg'", "--data-binary @photo.jpg"] if kinds else []
