"""A reader of vector tiles with points, as small as tests need it."""

from collections.abc import Iterator
from typing import Any

Feature = tuple[tuple[int, int], dict[str, Any]]  # x and y of its first point in the tile, properties


def layers(tile: bytes) -> dict[str, list[Feature]]:
    return dict(_layer(body) for number, body in _fields(tile) if number == 3)


def _layer(body: bytes) -> tuple[str, list[Feature]]:
    fields = list(_fields(body))
    name = next(value.decode() for number, value in fields if number == 1)
    keys = [value.decode() for number, value in fields if number == 3]
    values = [_value(value) for number, value in fields if number == 4]
    return name, [_feature(value, keys, values) for number, value in fields if number == 2]


def _feature(body: bytes, keys: list[str], values: list[Any]) -> Feature:
    fields = dict(_fields(body))
    tags, shape = _numbers(fields.get(2, b"")), _numbers(fields[4])
    at = (shape[1] >> 1) ^ -(shape[1] & 1), (shape[2] >> 1) ^ -(shape[2] & 1)
    return at, {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}


def _value(body: bytes) -> Any:
    number, value = next(_fields(body))
    if number == 1:
        return value.decode()
    return (value >> 1) ^ -(value & 1) if number == 6 else value


def _fields(body: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(body):
        key, at = _varint(body, at)
        if key & 7 == 0:
            value, at = _varint(body, at)
            yield key >> 3, value
        else:
            long, at = _varint(body, at)
            yield key >> 3, body[at : at + long]
            at += long


def _numbers(body: bytes) -> list[int]:
    found, at = [], 0
    while at < len(body):
        value, at = _varint(body, at)
        found.append(value)
    return found


def _varint(body: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = body[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
