"""The description of the API for programs, OpenAPI 3.1: made of the endpoints. `otklik openapi` prints it."""

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from django.conf import settings
from django.utils.translation import gettext as _
from msgspec.structs import fields

from otklik.web.access import table
from otklik.web.api import taking
from otklik.web.api.asking import KEY, Nothing
from otklik.web.api.endpoint import JSON, PHOTO, Endpoint, Who
from otklik.web.api.problems import CONTENT_TYPE, PREFIX, TITLES
from otklik.web.api.program import KEY_HEADER
from otklik.web.api.words import ABOUT

VERSION: Final = "1.0.0"
_REF: Final = "#/components/schemas/{name}"
_BEARER: Final = "device"
_ORGANISATION: Final = "organisation"
# By itself or with the key of an organisation.
_PERSON: Final[list[dict[str, list[str]]]] = [{_BEARER: []}, {_BEARER: [], _ORGANISATION: []}]
_WANTED: Final[dict[Who, list[dict[str, list[str]]]]] = {
    Who.NOBODY: [],
    Who.ANYBODY: [{}, {_ORGANISATION: []}, *_PERSON],
    Who.OWNER: _PERSON,
}
_NAMED: Final = re.compile(r"<(?:(\w+):)?(\w+)>")
# What an address holds, by its converter.
_HELD: Final[dict[str, dict[str, str]]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "uuid": {"type": "string", "format": "uuid"},
    "key": {"type": "string", "format": "uuid"},
}
_EVERYWHERE: Final = (400, 401, 404, 405, 429, 500)
_CACHED: Final = {"ETag": {"schema": {"type": "string"}}, "Cache-Control": {"schema": {"type": "string"}}}


def endpoints() -> Iterator[tuple[str, Endpoint]]:
    """(path below the server's address, endpoint) of each, in the order of the URLs."""
    for route, found in _served():
        yield _NAMED.sub(r"{\2}", f"/{route}".removeprefix(PREFIX.rstrip("/"))), found


def _served() -> Iterator[tuple[str, Endpoint]]:
    for place in table.places():
        for found in getattr(place.view, "endpoints", ()):
            yield place.route, found


def document(*, title: str, server: str) -> dict[str, Any]:
    """In the language of the caller. server: address of the portal without a slash; "" where it is not known."""
    paths: dict[str, dict[str, Any]] = {}
    shapes = []
    for path, endpoint in endpoints():
        paths.setdefault(path, {})[endpoint.method] = _operation(path, endpoint)
        shapes += [
            one
            for one in (endpoint.takes, endpoint.gives)
            if one not in (None, bytes, Nothing, taking.Upload)
        ]
    _given, components = msgspec.json.schema_components(shapes, ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": VERSION,
            "license": {"name": settings.OPEN_DATA_LICENCE, "url": settings.OPEN_DATA_LICENCE_URL},
        },
        "servers": [{"url": server + PREFIX.rstrip("/")}],
        "paths": paths,
        # An organisation's key may be left out everywhere.
        "security": [{}, {_ORGANISATION: []}],
        "components": {
            "schemas": {**_told(components), "Problem": _problem()},
            "securitySchemes": {
                _BEARER: {"type": "http", "scheme": "bearer"},
                _ORGANISATION: _organisation_key(),
            },
        },
    }


def _operation(path: str, endpoint: Endpoint) -> dict[str, Any]:
    told = [] if endpoint.who is Who.NOBODY else [401, 403]
    statuses = sorted({*_EVERYWHERE, *told, *endpoint.refuses})
    is_reading = endpoint.method == "get"
    return {
        "operationId": _id(path) if is_reading else f"{_id(path)}_{endpoint.method}",
        "summary": str(endpoint.title),
        "description": " ".join(endpoint.about.split()),
        **({"security": _WANTED[endpoint.who]} if told else {}),
        "parameters": [*_in_path(path), *_in_query(endpoint), *([_key()] if endpoint.is_keyed else [])],
        **({} if endpoint.takes in (None, Nothing) else {"requestBody": _body(endpoint)}),
        "responses": {
            **_given(endpoint),
            **{str(status): {"description": str(TITLES[status]), **_PROBLEM} for status in statuses},
        },
    }


def _given(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint.gives is None:
        return {"204": {"description": str(endpoint.title)}}
    is_reading = endpoint.method == "get"
    given: dict[str, Any] = {
        "description": str(endpoint.title),
        **({"headers": _CACHED} if is_reading else {}),
        "content": {PHOTO: {}} if endpoint.gives is bytes else {JSON: {"schema": _ref(endpoint.gives)}},
    }
    if is_reading:
        return {"200": given, "304": {"description": _("Ничего не изменилось")}}
    return {"200": given, **({"201": given} if endpoint.is_keyed else {})}


_PROBLEM: Final = {"content": {CONTENT_TYPE: {"schema": {"$ref": _REF.format(name="Problem")}}}}


def _id(path: str) -> str:
    return re.sub(r"\W+", "_", path).strip("_")


def _ref(shape: type) -> dict[str, str]:
    return {"$ref": _REF.format(name=shape.__name__)}


def _organisation_key() -> dict[str, Any]:
    return {
        "type": "apiKey",
        "in": "header",
        "name": KEY_HEADER,
        "description": _("Ключ программы организации: со своим темпом вместо темпа сети"),
    }


def _key() -> dict[str, Any]:
    return {
        "name": KEY,
        "in": "header",
        "required": True,
        "description": _("UUID, свой для каждой отправки; повтор с ним ничего не удвоит"),
        "schema": {"type": "string", "format": "uuid"},
    }


def _body(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint.takes is bytes:
        form = {
            "type": "object",
            "required": [taking.PHOTO],
            "properties": {taking.PHOTO: {"contentMediaType": "image/*"}},
        }
        return {"required": True, "content": {"image/*": {}, "multipart/form-data": {"schema": form}}}
    if endpoint.takes is taking.Upload:
        parts = {
            taking.DOCUMENT: {"contentMediaType": "application/octet-stream"},
            taking.QUESTION: {"type": "string", "pattern": taking.CODE},
        }
        form = {"type": "object", "required": [*parts], "properties": parts}
        return {"required": True, "content": {"multipart/form-data": {"schema": form}}}
    return {"required": True, "content": {JSON: {"schema": _ref(endpoint.takes or bytes)}}}


def _in_path(path: str) -> list[dict[str, Any]]:
    kinds = {name: kind for route, _one in _served() for kind, name in _NAMED.findall(route)}
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": about(name),
            "schema": _HELD[kinds[name]],
        }
        for name in re.findall(r"{(\w+)}", path)
    ]


def _in_query(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [
        {
            "name": field.encode_name,
            "in": "query",
            "required": field.required,
            "description": about(field.encode_name),
            "schema": _schema(field),
            **({} if field.required else {"allowEmptyValue": True}),
        }
        for field in fields(endpoint.asks)
    ]


def _schema(field: Any) -> dict[str, Any]:
    """As it is written in a query string."""
    (found,), components = msgspec.json.schema_components([field.type], ref_template=_REF)
    said = plain(found, components)
    schema = {name: value for name, value in said.items() if name not in ("title", "description")}
    if field.required and schema.get("type") == "string" and "enum" not in schema:
        schema.setdefault("minLength", 1)
    if not field.required and field.default not in (None, msgspec.NODEFAULT, ""):
        schema["default"] = field.default
    return schema


def plain(schema: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    """The schema itself instead of its name; what may be left out is not null there."""
    one: dict[str, Any] = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    return shapes[one["$ref"].rpartition("/")[2]] if "$ref" in one else one


def _told(components: dict[str, Any]) -> dict[str, Any]:
    """With words at each property."""
    for shape in components.values():
        for name, schema in shape.get("properties", {}).items():
            schema["description"] = about(name)
    return components


def about(name: str) -> str:
    return str(ABOUT[name])


def _problem() -> dict[str, Any]:
    """RFC 9457, with what we add."""
    text, names = {"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}
    choice = {"type": "object", "required": ["code", "name"], "properties": {"code": text, "name": text}}
    properties: dict[str, dict[str, Any]] = {
        "type": text, "title": text, "status": {"type": "integer"}, "code": text, "detail": text, "fields": names,
        "choices": {"type": "array", "items": choice},
    }  # fmt: skip
    for name, schema in properties.items():
        properties[name] = {**schema, "description": about(name)}
    return {"type": "object", "required": ["type", "title", "status", "code"], "properties": properties}
