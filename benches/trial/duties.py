"""A duty table learnt from appeals whose authority is known. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """An appeal of the past."""

    category: str
    territory: str  # "" where nobody could tell
    authority: str


@dataclass(frozen=True, slots=True)
class Duty:
    category: str
    territory: str  # "" is the whole region
    authority: str
    rank: int  # 0 is asked first


def derive(past: Iterable[Known], *, own: Mapping[str, str], categories: Iterable[str]) -> list[Duty]:
    """own: territory → its administration; every authority that is not in it is a regional body.

    In this order: who answered most often for the category in the territory (the runner-up stands behind); where
    the past has no such case, the regional body if the category was mostly a regional matter, else the territory's
    own administration. A case that nothing tells of has no row: the desk decides.
    """
    here: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    everywhere: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in past:
        everywhere[one.category][one.authority] += 1
        if one.territory:
            here[one.category, one.territory][one.authority] += 1
    duties = [
        Duty(category, territory, authority, rank)
        for (category, territory), counts in sorted(here.items())
        for rank, authority in enumerate(_by_frequency(counts)[:2])
    ]
    for category in categories:
        regional = Counter({a: n for a, n in everywhere[category].items() if a not in set(own.values())})
        if regional.total() * 2 > everywhere[category].total():
            duties.append(Duty(category, "", _by_frequency(regional)[0], 0))
        else:
            unseen = (one for one in sorted(own) if (category, one) not in here)
            duties += [Duty(category, territory, own[territory], 0) for territory in unseen]
    return duties


def _by_frequency(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda authority: (-counts[authority], authority))
