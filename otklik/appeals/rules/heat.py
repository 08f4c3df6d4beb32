"""Popularity that fades: new appeals and supported ones come first, and nothing has to be recomputed with time."""

from datetime import datetime
from math import log2
from typing import Final

DAYS: Final = 3.0  # each doubling of the supporters is worth so many days of youth


def heat(published_at: datetime, *, supporters: int) -> float:
    """Days from 1970 to the publication, and DAYS for each doubling of the supporters.

    A list ordered by it moves of itself: an appeal with 1,000 supporters stands where one of thirty days later stands.
    """
    return published_at.timestamp() / 86_400 + DAYS * log2(1 + supporters)
