"""Russia's working days, transferred ones included, from the `holidays` package (checked: domain-rules E)."""

import sys
from datetime import date
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

import holidays

if TYPE_CHECKING:
    from holidays.countries.russia import Russia


def _russia() -> "Russia":
    """By its file: `holidays.countries` would load all 250 countries, 16 MB of every process."""
    file = Path(holidays.__file__).parent / "countries/russia.py"
    spec = spec_from_file_location("otklik_holidays_of_russia", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"no {file}")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    calendar: Russia = module.Russia()
    return calendar


_RUSSIA = _russia()


@lru_cache(maxsize=4096)
def is_working(day: date) -> bool:
    """True on a working day in Russia; a working Saturday counts. Years without a decree follow the default rule."""
    return bool(_RUSSIA.is_working_day(day))


def is_decreed(year: int) -> bool:
    """Whether the package knows which days the Government transferred in that year."""
    return year in _RUSSIA.special_public_holidays
