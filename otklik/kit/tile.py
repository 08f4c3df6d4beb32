"""Squares of a web map (XYZ scheme, Web Mercator). Pure."""

import math
from dataclasses import dataclass
from typing import Final

_EDGE: Final = 85.0511  # degrees, north and south: there the world is a square


def down(lat: float) -> float:
    """Part of the way from the upper edge of the world to the lower one; degrees beyond the edges are their edge."""
    return (1 - math.asinh(math.tan(math.radians(max(-_EDGE, min(_EDGE, lat))))) / math.pi) / 2


def latitude(down: float) -> float:
    """In degrees, of the line so far down."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))


@dataclass(frozen=True, slots=True)
class Tile:
    """z: zoom; x from the west, y from the north, both 0 .. 2^z - 1."""

    z: int
    x: int
    y: int

    @classmethod
    def at(cls, lon: float, lat: float, z: int) -> "Tile":
        """The one of this zoom that holds the point."""
        edge = 2**z - 1
        return cls(z, min(edge, int((lon + 180) / 360 * 2**z)), min(edge, int(down(lat) * 2**z)))

    @property
    def real(self) -> bool:
        """Whether there is such a square."""
        return self.z >= 0 and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z

    @property
    def box(self) -> dict[str, float]:
        """Its sides in degrees: west, south, east, north."""
        return {
            "west": self.x / 2**self.z * 360 - 180,
            "south": latitude((self.y + 1) / 2**self.z),
            "east": (self.x + 1) / 2**self.z * 360 - 180,
            "north": latitude(self.y / 2**self.z),
        }

    def squares(self, level: int) -> tuple[range, range]:
        """Columns and rows of the squares of zoom `level` in it; of the one that holds it where that is coarser."""
        if level < self.z:
            up = self.z - level
            return range(self.x >> up, (self.x >> up) + 1), range(self.y >> up, (self.y >> up) + 1)
        down = level - self.z
        return range(self.x << down, (self.x + 1) << down), range(self.y << down, (self.y + 1) << down)
