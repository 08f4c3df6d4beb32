"""The square around a point, in degrees: an index finds what lies in it, the distance decides."""

import math
from typing import Final, NamedTuple

_DEGREE: Final = 111_320  # metres of a degree of latitude


class Square(NamedTuple):
    west: float
    south: float
    east: float
    north: float


def square(lon: float, lat: float, *, radius: float) -> Square:
    """radius: metres."""
    up = radius / _DEGREE
    aside = up / max(math.cos(math.radians(lat)), 0.01)
    return Square(lon - aside, lat - up, lon + aside, lat + up)
