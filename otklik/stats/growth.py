"""What grows: the last whole week of a topic against the same topic before, and how sure that is. Pure.

Model. Appeals of a topic in a place come week by week as counts of one negative binomial: mean m, variance
m + m²·phi. Given the sum T of the last week and of k weeks before, the last one is then beta-binomial with T,
1/phi and k/phi; for phi = 0 binomial with T and 1/(k + 1). So neither m nor its own error has to be guessed, and the
tail is an exact sum. phi is taken from the weeks before by moments: of a topic over all municipalities, where it
says enough, and never less than that of all topics. The chance is the larger one of two: against the weeks before and
against the same weeks of the last year. Many topics in many places are looked at: chances are corrected for that by
Benjamini and Hochberg, over every pair that had an appeal at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log
from typing import Final

WEEKS: Final = 8  # before the last one
YEAR_WEEKS: Final = 3  # of the last year: the same week and its neighbours
LEAST: Final = 5  # appeals in the last week; fewer are not shown: chance, and people could be known by them
LEVEL: Final = 0.05  # share of false alarms among the alarms
PRIOR: Final = 0.1  # phi of a portal that has counted little yet
# How much that weighs, as a sum of m²: a topic with more speaks for itself.
PRIOR_WEIGHT: Final = 5.0
TOPIC_WEIGHT: Final = 20.0
_STEADY: Final = 1e-9  # a smaller phi is none


@dataclass(frozen=True, slots=True)
class Count:
    """Appeals of one topic in one place."""

    topic: int
    area: str  # OKTMO; "" of the whole region
    last: int  # in the last whole week
    before: int  # in the WEEKS before, summed
    squares: int  # of those weeks, each squared, summed
    year: int | None  # in the YEAR_WEEKS of the last year, summed; None: the portal did not count then


@dataclass(frozen=True, slots=True)
class Grown:
    topic: int
    area: str
    last: int
    mean: float  # a week, of the WEEKS before
    year_mean: float | None  # a week, of the YEAR_WEEKS
    chance: float  # that as many come by chance though nothing grew
    corrected: float  # the same for all that were looked at

    @property
    def times(self) -> float | None:
        """How many times more than before; None: there was nothing before."""
        return self.last / self.mean if self.mean else None

    @property
    def sure(self) -> bool:
        return self.corrected <= LEVEL


def tail(n: int, total: int, weeks: int, phi: float = 0.0) -> float:
    """P(X >= n) of the last week's share X of `total`, with `weeks` before it that are like it.

    Exact: every term is added. phi: overdispersion, 0 for Poisson.
    """
    if n <= 0:
        return 1.0
    if n > total:
        return 0.0
    # The shorter side has fewer terms, and the far one loses nothing to rounding.
    if n * (weeks + 1) > total:
        return min(_summed(n, total, weeks, phi, up=True), 1.0)
    return max(1.0 - _summed(n - 1, total, weeks, phi, up=False), 0.0)


def _summed(n: int, total: int, weeks: int, phi: float, *, up: bool) -> float:
    """Terms from n on, to `total` or to 0, each from the one before."""
    term = exp(_log_term(n, total, weeks, phi))
    found = 0.0
    while term > 0.0:
        found += term
        if term < found * 1e-18 or n == (total if up else 0):
            break
        # P(n + 1) / P(n) = (total - n) / (n + 1) * (1 + n phi) / (weeks + (total - n - 1) phi)
        at = n if up else n - 1
        ratio = (total - at) / (at + 1) * (1 + at * phi) / (weeks + (total - at - 1) * phi)
        term, n = (term * ratio, n + 1) if up else (term / ratio, n - 1)
    return found


def _log_term(n: int, total: int, weeks: int, phi: float) -> float:
    ways = lgamma(total + 1) - lgamma(n + 1) - lgamma(total - n + 1)
    if phi < _STEADY:
        return ways + (total - n) * log(weeks) - total * log(weeks + 1)
    one, rest = 1 / phi, weeks / phi
    return ways + _log_beta(n + one, total - n + rest) - _log_beta(one, rest)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def spread(counts: Iterable[Count], *, prior: float = PRIOR, weight: float = PRIOR_WEIGHT) -> float:
    """phi common to all of them: (sum of s² - m) / (sum of m²), both without the bias of few weeks; never below 0.

    Of few appeals that is a wild guess, so `prior` is part of it, as if known from series whose m² add up to `weight`.
    """
    excess = squared = 0.0
    for one in counts:
        mean = one.before / WEEKS
        variance = (one.squares - one.before * mean) / (WEEKS - 1)
        excess += variance - mean
        squared += mean * mean - variance / WEEKS
    return max((excess + prior * weight) / (max(squared, 0.0) + weight), 0.0)


def growing(counts: Sequence[Count]) -> list[Grown]:
    """Those with more than before and LEAST at least, the surest first; `corrected` counts all that were given."""
    phis = _phis(counts)
    found = []
    for one in counts:
        mean = one.before / WEEKS
        year_mean = None if one.year is None else one.year / YEAR_WEEKS
        if one.last < LEAST or one.last <= mean or (year_mean is not None and one.last <= year_mean):
            continue
        phi = phis[one.topic]  # of a topic that jumps by itself more is asked
        chance = tail(one.last, one.last + one.before, WEEKS, phi)
        if one.year is not None:
            chance = max(chance, tail(one.last, one.last + one.year, YEAR_WEEKS, phi))
        found.append((chance, one, mean, year_mean))
    found.sort(key=lambda row: (row[0], row[1].topic, row[1].area))
    fair = corrected([row[0] for row in found], len(counts))
    return [
        Grown(one.topic, one.area, one.last, mean, year_mean, chance, q)
        for (chance, one, mean, year_mean), q in zip(found, fair, strict=True)
    ]


def corrected(chances: Sequence[float], looked_at: int) -> list[float]:
    """Benjamini and Hochberg for chances in rising order; those left out of `looked_at` are taken as 1."""
    found, least = [], 1.0
    for place in range(len(chances), 0, -1):
        least = min(least, chances[place - 1] * looked_at / place)
        found.append(least)
    return found[::-1]


def _phis(counts: Sequence[Count]) -> dict[int, float]:
    by_topic: dict[int, list[Count]] = {}
    for one in counts:
        by_topic.setdefault(one.topic, []).append(one)
    whole = spread(counts)
    return {
        topic: max(spread(rows, prior=whole, weight=TOPIC_WEIGHT), whole) for topic, rows in by_topic.items()
    }
