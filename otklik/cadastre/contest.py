"""Days of contesting a cadastral value under art. 22.1 of 237-ФЗ (domain-rules B6). Pure.

Terms come in as numbers: `figures` knows them and their sources.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from otklik.terms.days import DAY, IsWorking, calendar_days_after, working_days_after


@dataclass(frozen=True, slots=True)
class Terms:
    file_months: int  # from the day of the market value to the application
    decide_days: int  # calendar days from the application to the decision
    tell_working_days: int  # from the decision to the notice


@dataclass(frozen=True, slots=True)
class Way:
    valued_on: date
    file_by: date  # last day of the term
    file_best_by: date  # the working day on or before it
    filed_on: date
    decided_by: date
    told_by: date
    applies_from: date
    is_late: bool  # the report is too old on `filed_on`


def way(valued_on: date, filed_on: date, terms: Terms, *, is_working: IsWorking) -> Way:
    """The days of an application filed on that day. filed_on >= valued_on."""
    if filed_on < valued_on:
        raise ValueError("filed before the report's day")
    file_by = months_after(valued_on, terms.file_months)
    best = file_by
    while best > valued_on and not is_working(best):
        best -= DAY
    decided_by = calendar_days_after(filed_on, terms.decide_days, is_working=is_working)
    return Way(
        valued_on=valued_on,
        file_by=file_by,
        file_best_by=best,
        filed_on=filed_on,
        decided_by=decided_by,
        told_by=working_days_after(decided_by, terms.tell_working_days, is_working=is_working),
        applies_from=date(filed_on.year, 1, 1),
        is_late=filed_on > file_by,
    )


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one: 31 August + 6 months is 28 or 29 February."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def pay_by(year: int, month: int, day: int, *, is_working: IsWorking) -> date:
    """Last day to pay the tax of `year`; on a day off the next working day (domain-rules B7, to be checked)."""
    found = date(year + 1, month, day)
    while not is_working(found):
        found += DAY
    return found
