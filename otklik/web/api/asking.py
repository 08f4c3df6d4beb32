"""What the API is asked, in a query string or in JSON, as a msgspec.Struct; what does not fit is told by name."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _
from msgspec import inspect as shape
from msgspec.structs import FieldInfo, fields

from otklik.kit.errors import Refusal

S = TypeVar("S", bound=msgspec.Struct)
KEY: Final = "Idempotency-Key"


class BadQuery(Refusal):
    code = "bad_query"
    status = 400

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__(" ".join(f"{name}: {said}" for name, said in wrong.items()))
        self.fields = wrong


class BadBody(BadQuery):
    code = "bad_body"
    status = 422


class Nothing(msgspec.Struct):
    """Takes no parameters."""


def read(asked: type[S], typed: Mapping[str, str]) -> S:
    """Names that it does not know are passed over; an empty value is none. Raises BadQuery with all that is wrong."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field in fields(asked):
        said = typed.get(field.encode_name, "")
        if not said:
            if field.required:
                wrong[field.encode_name] = _missing(field)
            continue
        try:
            value = msgspec.convert(said, field.type, strict=False)
        except msgspec.ValidationError:
            value = None
        if value is None:  # the word «null» is no value either
            wrong[field.encode_name] = wanted(field)
        values[field.name] = value
    if wrong:
        raise BadQuery(wrong)
    return asked(**values)


def convert(taken: type[S], said: Mapping[str, Any]) -> S:
    """The same of an object of JSON; null is none. Raises BadBody with all that is wrong."""
    there = {name: value for name, value in said.items() if value is not None}
    wrong: dict[str, str] = {}
    for field in fields(taken):
        name = field.encode_name
        if name not in there and not field.required:
            continue
        try:
            msgspec.convert(there.get(name), field.type)
        except msgspec.ValidationError:
            wrong[name] = wanted(field) if name in there else _missing(field)
    if wrong:
        raise BadBody(wrong)
    return msgspec.convert(there, taken)


def key(said: str) -> UUID:
    """Of the header. Raises BadQuery."""
    try:
        return UUID(said)
    except ValueError:
        raise BadQuery(
            {KEY: _("нужен UUID, свой для каждой отправки: повтор с ним ничего не удвоит.")}
        ) from None


def _itself(kind: Any) -> Any:
    """The type itself where it may be left out."""
    if not isinstance(kind, shape.UnionType):
        return kind
    return next(one for one in kind.types if not isinstance(one, shape.NoneType))


def wanted(field: FieldInfo) -> str:
    """What a value must be, for the person who wrote the program."""
    kind = _itself(shape.type_info(field.type))
    match kind:
        case shape.IntType() | shape.FloatType():
            return _("нужно число от %(low)s до %(high)s.") % {"low": kind.ge, "high": kind.le}
        case shape.LiteralType():
            return _one_of(kind.values)
        case shape.EnumType():
            return _one_of([one.value for one in kind.cls])
        case shape.DateType():
            return _("нужна дата вида 2026-11-26.")
        case shape.BoolType():
            return _("нужно 1 или 0; в JSON true или false.")
        case shape.ListType():
            return _("нужен список UUID, не больше %(n)s.") % {"n": kind.max_length}
        case shape.StructType() | shape.DictType():
            return _object(kind)
        case _any:
            longest = getattr(kind, "max_length", None)
            return _("нужна строка не длиннее %(n)s знаков.") % {"n": longest or 100}


def _missing(field: FieldInfo) -> str:
    return _("не названо: %(wanted)s") % {"wanted": wanted(field)}


def _object(kind: shape.StructType | shape.DictType) -> str:
    if isinstance(kind, shape.DictType):
        return _("нужен объект: ответы строками по коду вопроса.")
    return _("нужен объект с полями %(names)s.") % {
        "names": ", ".join(one.encode_name for one in kind.fields)
    }


def _one_of(values: Iterable[object]) -> str:
    return _("нужно одно из: %(values)s.") % {"values": ", ".join(map(str, values))}
