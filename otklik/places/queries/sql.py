"""Running a statement where reads go now: the primary or the replica."""

from typing import Any

from django.db import connections, router

from otklik.places.models import Territory

LonLat = tuple[float, float]  # degrees, WGS 84


def rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connections[router.db_for_read(Territory)].cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def prefix(key: str) -> str:
    """For LIKE: what begins with `key`, whatever signs are in it."""
    return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
