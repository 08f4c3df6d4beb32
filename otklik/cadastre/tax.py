"""The land tax of a person, line by line (НК РФ, гл. 31; domain-rules B7). Pure: numbers and figures in, a bill out.

Every rate and limit comes in as a `Fig` with its source; nothing of the law is written here but the order of steps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Fig:
    """A figure with where it comes from."""

    value: Decimal
    source: str
    valid_from: date | None  # None: the source does not say
    checked: bool  # compared with the act; else a page says «проверьте»
    url: str = ""
    place: str = ""  # OKTMO or quarter it was set for; "" everywhere
    id: int = 0  # of the row; 0: of the release


@dataclass(frozen=True, slots=True)
class Plot:
    """What is taxed. All of it was checked: positive, within bounds."""

    value: Decimal  # ₽, the cadastral value on 1 January of the year
    area: Decimal  # m²
    share: Fraction = Fraction(1)  # of the owner
    months: int = MONTHS  # of ownership in the year
    privileged: bool = False  # has the right to the deduction
    last_year: Decimal | None = None  # ₽, the tax of the year before, where growth is limited


@dataclass(frozen=True, slots=True)
class Rules:
    """What was in force on 1 January of the year."""

    rate: Fig  # %
    deduction: Fig  # m²
    growth: Fig  # %


class What(StrEnum):
    DEDUCTION = "deduction"
    RATE = "rate"
    SHARE = "share"
    MONTHS = "months"
    GROWTH = "growth"
    ROUNDED = "rounded"


@dataclass(frozen=True, slots=True)
class Step:
    """amount: ₽ after this step, to the kopeck; figure: what it goes by, if by any."""

    what: What
    amount: Decimal
    figure: Fig | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    tax: Decimal  # whole ₽
    steps: list[Step]


def bill(plot: Plot, rules: Rules) -> Bill:
    """max(0, value · (1 − min(deduction, area) / area)) · rate · share · months / 12, at most last year's · growth.

    The tax is rounded to whole roubles, a half up.
    """
    exact = list(_exact(plot, rules))
    tax = Decimal(_rounded(exact[-1][1], Decimal(1)))
    steps = [Step(what, _rounded(amount, Decimal("0.01")), figure) for what, amount, figure in exact]
    return Bill(tax, [*steps, Step(What.ROUNDED, tax)])


def _exact(plot: Plot, rules: Rules) -> Iterator[tuple[What, Fraction, Fig | None]]:
    amount = Fraction(plot.value)
    if plot.privileged:
        free = min(Fraction(rules.deduction.value), Fraction(plot.area)) / Fraction(plot.area)
        amount = max(Fraction(0), amount * (1 - free))
        yield What.DEDUCTION, amount, rules.deduction
    amount *= Fraction(rules.rate.value) / 100
    yield What.RATE, amount, rules.rate
    if plot.share != 1:
        amount *= plot.share
        yield What.SHARE, amount, None
    if plot.months != MONTHS:
        amount *= Fraction(plot.months, MONTHS)
        yield What.MONTHS, amount, None
    if plot.last_year is not None:
        most = Fraction(plot.last_year) * (100 + Fraction(rules.growth.value)) / 100
        yield What.GROWTH, min(amount, most), rules.growth


def _rounded(amount: Fraction, to: Decimal) -> Decimal:
    units = amount / Fraction(to)
    # Exact: a division of Decimals would round before it is rounded.
    whole = (units.numerator * 2 + units.denominator) // (units.denominator * 2)
    return (Decimal(whole) * to).quantize(to, ROUND_HALF_UP)
