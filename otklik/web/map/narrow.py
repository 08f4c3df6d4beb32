"""What an address of the map is narrowed to: ?kind=&category=&stage=&bbox=. Other names are passed over."""

import math
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from otklik.appeals.lifecycle import PUBLIC, Kind
from otklik.appeals.queries import names
from otklik.appeals.queries.onmap import Box, Narrow
from otklik.kit.errors import Refusal

FILTERS: Final = ("kind", "category", "stage")


class BadPlace(Refusal):
    """The address asks for something that there is not."""

    code = "bad_filter"
    status = 400


def narrow(params: Mapping[str, str]) -> Narrow:
    """A category made within the last half minute may be unknown yet, as in the lists. Raises BadPlace."""
    kind, category, stage = (params.get(name, "") for name in FILTERS)
    named = names.categories().by_code.get(category) if category else None
    if kind not in ("", *Kind) or stage not in ("", *PUBLIC) or (category and named is None):
        raise BadPlace(_("Такого значения нет: его убрали или в адресе ошибка. Выберите другое."))
    return Narrow(kind=kind, category=named.id if named else 0, stage=stage)


def box(params: Mapping[str, str]) -> Box | None:
    """?bbox=west,south,east,north in degrees, cut to the world; None without one.

    Raises BadPlace: not four numbers, or nothing is left of it (over the antimeridian, beyond a pole).
    """
    said = params.get("bbox", "")
    if not said:
        return None
    sides = [number(part) for part in said[:200].split(",")]
    if len(sides) == 4 and None not in sides:
        west, east = (max(-180.0, min(180.0, side or 0.0)) for side in sides[::2])
        south, north = (max(-90.0, min(90.0, side or 0.0)) for side in sides[1::2])
        if west < east and south < north:
            return Box(west, south, east, north)
    raise BadPlace(_("Область карты задаётся четырьмя числами: запад, юг, восток, север."))


def number(typed: str) -> float | None:
    """A finite number; None: something else."""
    try:
        found = float(typed[:40]) if typed.isascii() else math.nan
    except ValueError:
        return None
    return found if math.isfinite(found) else None
