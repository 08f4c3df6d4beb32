"""What the desk sees of waves."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from otklik.assessment.models import SetAside, Wave
from otklik.kit import paging

PAGE: Final = 20
SHOWN: Final = 50  # appeals of a wave


@dataclass(frozen=True, slots=True)
class WaveRow:
    id: int
    authority: str
    first_at: datetime
    last_at: datetime
    found_at: datetime
    rule: dict[str, int]
    counts: bool
    settled_by: str  # "" the rule
    settled_at: datetime | None
    reason: str
    n: int
    stars: list[tuple[int, int]]  # mark, how many
    appeals: list[int]  # the first of them
    youngest: int  # days that the accounts had existed
    oldest: int


@dataclass(frozen=True, slots=True)
class WavePage:
    rows: list[WaveRow]
    newer: str | None
    older: str | None


def waves(*, cursor: str = "") -> WavePage:
    """Newest first; two statements. Raises paging.BadCursor."""
    found = paging.cut(
        Wave.objects.select_related("authority", "settled_by"), column="found_at", cursor=cursor, size=PAGE
    )
    ids = [wave.pk for wave in found.rows]
    rated: dict[int, list[SetAside]] = {pk: [] for pk in ids}
    for one in SetAside.objects.filter(wave__in=ids).order_by("rated_at", "id"):
        rated[one.wave_id].append(one)
    return WavePage([_row(wave, rated[wave.pk]) for wave in found.rows], found.newer, found.older)


def _row(wave: Wave, rated: list[SetAside]) -> WaveRow:
    ages = [(one.rated_at - one.born_at).days for one in rated] or [0]
    return WaveRow(
        id=wave.pk,
        authority=str(wave.authority),
        first_at=wave.first_at,
        last_at=wave.last_at,
        found_at=wave.found_at,
        rule=wave.rule,
        counts=wave.restored_at is not None,
        settled_by=wave.settled_by.name if wave.settled_by else "",
        settled_at=wave.restored_at,
        reason=wave.reason,
        n=len(rated),
        stars=sorted(Counter(one.stars for one in rated).items()),
        appeals=[one.appeal_id for one in rated[:SHOWN]],
        youngest=min(ages),
        oldest=max(ages),
    )
