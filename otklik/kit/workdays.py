"""Russia's working days, transferred ones included, from the `holidays` package (checked: domain-rules E)."""

from datetime import date
from functools import lru_cache

import holidays

_RUSSIA = holidays.country_holidays("RU")


@lru_cache(maxsize=4096)
def is_working(day: date) -> bool:
    """True on a working day in Russia; a working Saturday counts. Years without a decree follow the default rule."""
    return bool(_RUSSIA.is_working_day(day))
