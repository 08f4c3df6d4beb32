"""How sure a figure is: 95 % intervals, as the method page of the board gives their formulas. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import comb, sqrt
from typing import Final

Z: Final = 1.959964  # of the standard normal distribution: 95 % lie within ±Z
_EXACT: Final = 200  # up to so many the binomial distribution is summed; beyond, the normal one stands in


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the interval in which the true one lies with 95 %, and of how many it is."""

    value: float
    low: float
    high: float
    n: int

    def times(self, factor: float) -> "Estimate":
        return Estimate(self.value * factor, self.low * factor, self.high * factor, self.n)


def share(some: int, of: int) -> Estimate | None:
    """Wilson's interval: it stays within 0..1 and is honest for few. None of nothing."""
    if of <= 0:
        return None
    p, z2 = some / of, Z * Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    return Estimate(p, max(middle - half, 0.0), min(middle + half, 1.0), of)


def quantile(spread: Mapping[int, int], q: float) -> Estimate | None:
    """Of a histogram value → how many: the value at place ⌈qn⌉, and those between which the true quantile lies with
    95 %. None of nothing. Where few leave one end open, the least or the largest value stands there.
    """
    n = sum(spread.values())
    if n <= 0:
        return None
    low, high = _places(n, q)
    values = sorted(value for value, count in spread.items() if count > 0)
    wanted = (max(-int(-q * n // 1), 1), low, high)
    found: dict[int, int] = {}
    reached = 0
    for value in values:
        before, reached = reached, reached + spread[value]
        found |= {place: value for place in wanted if before < place <= reached}
    value, least, most = (found[place] for place in wanted)
    return Estimate(value, least, most, n)


@cache
def _places(n: int, q: float) -> tuple[int, int]:
    """Places (1..n) of the two values between which the quantile lies: B ~ Binomial(n, q) is how many lie below it."""
    if n > _EXACT:
        half = Z * sqrt(n * q * (1 - q))
        return max(int(n * q - half), 1), min(int(n * q + half) + 2, n)
    tail, low = 0.0, 0
    for k in range(n + 1):
        tail += comb(n, k) * q**k * (1 - q) ** (n - k)
        if tail > 0.025:
            low = k
            break
    tail, high = 0.0, n
    for k in range(n, -1, -1):
        tail += comb(n, k) * q**k * (1 - q) ** (n - k)
        if tail > 0.025:
            high = k + 1
            break
    return max(low, 1), min(high, n)


def rating(stars: Mapping[int, int], peers: Mapping[int, int], *, weight: int) -> Estimate | None:
    """Bayesian average of marks 1..5: as if `weight` more marks had been given, divided as those of `peers` are.

    Few marks are so drawn to the mean of the peers. The interval is that of the mean of the Dirichlet distribution
    which follows. None where neither has a mark.
    """
    n, others = sum(stars.values()), sum(peers.values())
    if n + others <= 0:
        return None
    added = weight if others else 0
    total = n + added
    if not total:
        return None
    parts = {k: stars.get(k, 0) + (added * peers.get(k, 0) / others if others else 0) for k in range(1, 6)}
    mean = sum(k * part for k, part in parts.items()) / total
    spread = sum(k * k * part for k, part in parts.items()) / total - mean * mean
    half = Z * sqrt(max(spread, 0.0) / (total + 1))
    return Estimate(mean, max(mean - half, 1.0), min(mean + half, 5.0), n)
