"""Round numbers for axes, and which of many labels find room. Pure."""

import math
from typing import Final

WIDE: Final = 7  # labels on a monitor
NARROW: Final = 3  # on a phone


def ticks(top: float) -> list[float]:
    """0 and two to five round marks; the last one is `top` or more. Whole numbers only."""
    if top <= 0:
        return [0, 1]
    power = 10 ** math.floor(math.log10(top))
    step = next(s for s in (power * m / 10 for m in (1, 2, 5, 10, 20, 50)) if math.ceil(top / s) <= 4)
    step = max(step, 1)
    return [step * n for n in range(math.ceil(top / step) + 1)]


def labelled(count: int) -> list[tuple[int, bool]]:
    """(place, also on a phone) of the points that get a label, as far apart as each other, from the first one on."""
    stride = max(-(-count // WIDE), 1)
    wide = range(0, count, stride)
    sparse = max(-(-len(wide) // NARROW), 1)
    return [(n, place % sparse == 0) for place, n in enumerate(wide)]
