"""Something grows in the demo: in the last whole week the city is written to about one topic as never before."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from otklik.demo.appeals import MOSCOW, Story, of_topic
from otklik.demo.rows import Region

TOPIC: Final = "no-power"
CITY: Final = "99701000"  # OKTMO
N: Final = 12


def surge(seed: int, region: Region, *, now: datetime) -> Iterator[Story]:
    """N stories of the last week that is over, oldest first; the same ones for the same arguments."""
    here = now.astimezone(MOSCOW)
    today = here.replace(hour=7, minute=12, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday() + 7)
    # Every thirteen hours, by day: the lights go out again and again.
    moments = [monday + timedelta(hours=13 * n) for n in range(N)]
    received = [at.replace(hour=at.hour % 13 + 8) for at in moments]
    return of_topic(seed + 1, TOPIC, region, territory_code=CITY, received=received, now=now)
