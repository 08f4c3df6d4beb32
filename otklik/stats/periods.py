"""Months that a page of statistics is about, and those that it is compared with. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Final

LONG: Final = 36  # months; a longer course is drawn by quarters


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months. first: the first day of the first; until: of the month after the last."""

    first: date
    until: date
    ever: bool = False  # all that there is: sums over all years are kept

    @property
    def months(self) -> int:
        return (self.until.year - self.first.year) * 12 + self.until.month - self.first.month

    @property
    def step(self) -> str:
        """What a point of its course is: day, month, quarter."""
        return "day" if self.months == 1 else "month" if self.months <= LONG else "quarter"

    def days(self, today: date) -> int:
        """How many of its days have begun; 1 at least, so that one may divide by it."""
        return max((min(self.until, date.fromordinal(today.toordinal() + 1)) - self.first).days, 1)

    def runs(self, today: date) -> bool:
        """Whether it is not over yet."""
        return today < self.until

    def starts(self, today: date) -> list[date]:
        """First days of its steps that have begun, in order."""
        if self.step == "day":
            return [date.fromordinal(self.first.toordinal() + n) for n in range(self.days(today))]
        stride = 1 if self.step == "month" else 3
        first = self.first if stride == 1 else date(self.first.year, (self.first.month - 1) // 3 * 3 + 1, 1)
        found = [first]
        while (after := later(found[-1], stride)) < self.until and after <= today:
            found.append(after)
        return found


def later(month: date, n: int) -> date:
    """The first day of the month `n` months after. Raises ValueError: outside the years 1..9999."""
    count = month.year * 12 + month.month - 1 + n
    return date(count // 12, count % 12 + 1, 1)


def named(name: str, *, today: date, since: date) -> Period:
    """month, quarter, year: the present one; 12: the last twelve months; all: from the month `since` on."""
    month = today.replace(day=1)
    until = later(month, 1)
    first = {
        "month": month,
        "quarter": date(today.year, (today.month - 1) // 3 * 3 + 1, 1),
        "year": date(today.year, 1, 1),
        "12": later(until, -12),
        "all": min(since, month),
    }[name]
    return Period(first, until, ever=name == "all")


def before(period: Period) -> Period:
    """As many months, just before."""
    return Period(later(period.first, -period.months), period.first)


def year_ago(period: Period) -> Period:
    return Period(later(period.first, -12), later(period.until, -12))
