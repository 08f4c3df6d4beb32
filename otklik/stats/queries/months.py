"""How much was published in each month."""

from datetime import date

from otklik.stats.models import MonthTotal


def published_by_month() -> list[tuple[date, int]]:
    """First day of the month, how many; oldest first, months with none left out. One statement."""
    found: dict[date, int] = {}
    for month, n in MonthTotal.objects.filter(dim="all", published__gt=0).values_list("month", "published"):
        found[month] = found.get(month, 0) + n
    return sorted(found.items())
