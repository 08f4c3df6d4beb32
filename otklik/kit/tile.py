"""Squares of a web map (XYZ scheme, Web Mercator). Pure."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """z: zoom; x from the west, y from the north, both 0 .. 2^z - 1."""

    z: int
    x: int
    y: int

    @property
    def real(self) -> bool:
        """Whether there is such a square."""
        return self.z >= 0 and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z

    @property
    def box(self) -> dict[str, float]:
        """Its sides in degrees: west, south, east, north."""
        return {
            "west": self.x / 2**self.z * 360 - 180,
            "south": self._latitude(self.y + 1),
            "east": (self.x + 1) / 2**self.z * 360 - 180,
            "north": self._latitude(self.y),
        }

    def squares(self, level: int) -> tuple[range, range]:
        """Columns and rows of the squares of zoom `level` in it; of the one that holds it where that is coarser."""
        if level < self.z:
            up = self.z - level
            return range(self.x >> up, (self.x >> up) + 1), range(self.y >> up, (self.y >> up) + 1)
        down = level - self.z
        return range(self.x << down, (self.x + 1) << down), range(self.y << down, (self.y + 1) << down)

    def _latitude(self, row: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**self.z))))
