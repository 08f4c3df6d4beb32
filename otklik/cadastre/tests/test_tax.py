"""The land tax."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.cadastre.tax import Fig, Plot, Rules, What, bill

pytestmark = pytest.mark.sections


def fig(value):
    return Fig(Decimal(value), "НК РФ", date(2020, 1, 1), True)


RULES = Rules(rate=fig("0.3"), deduction=fig("600"), growth=fig("10"))
money = st.decimals("0.01", "1e12", places=2)
areas = st.decimals("0.01", "1e8", places=2)
shares = st.fractions(Fraction(1, 1000), 1)
plots = st.builds(
    Plot,
    value=money,
    area=areas,
    share=shares,
    months=st.integers(1, 12),
    privileged=st.booleans(),
    last_year=st.none() | st.decimals("0", "1e9", places=2),
)
rules = st.builds(
    Rules,
    rate=st.decimals("0", "1.5", places=4).map(fig),
    deduction=st.integers(0, 10_000).map(fig),
    growth=st.decimals("0", "100", places=1).map(fig),
)


def test_a_whole_year_of_a_whole_plot():
    found = bill(Plot(Decimal("1200000"), Decimal("1200")), RULES)
    assert found.tax == 3600
    assert [step.what for step in found.steps] == [What.RATE, What.ROUNDED]


def test_every_line_of_a_privileged_owner_of_a_third_for_seven_months():
    plot = Plot(
        Decimal("1200000"), Decimal("1200"), share=Fraction(1, 3), months=7, privileged=True,
        last_year=Decimal("250"),
    )  # fmt: skip
    found = bill(plot, RULES)
    assert [(step.what, step.amount) for step in found.steps] == [
        (What.DEDUCTION, Decimal("600000.00")),
        (What.RATE, Decimal("1800.00")),
        (What.SHARE, Decimal("600.00")),
        (What.MONTHS, Decimal("350.00")),
        (What.GROWTH, Decimal("275.00")),
        (What.ROUNDED, Decimal("275")),
    ]
    assert found.steps[0].figure == RULES.deduction
    assert found.steps[4].figure == RULES.growth


def test_a_plot_within_the_deduction_costs_nothing():
    assert bill(Plot(Decimal("900000"), Decimal("600"), privileged=True), RULES).tax == 0


def test_half_a_rouble_is_rounded_up():
    assert bill(Plot(Decimal("500"), Decimal("100")), RULES).tax == 2  # 1.50
    assert bill(Plot(Decimal("499"), Decimal("100")), RULES).tax == 1  # 1.497


@given(plots, rules)
def test_the_tax_is_never_negative_and_never_more_than_the_whole_rate(plot, those):
    found = bill(plot, those)
    whole = Fraction(plot.value) * Fraction(those.rate.value) / 100
    assert 0 <= found.tax <= whole + 1
    assert all(step.amount >= 0 for step in found.steps)
    assert found.tax == found.tax.to_integral_value()


@given(plots, rules)
def test_the_deduction_never_raises_the_tax(plot, those):
    without = Plot(plot.value, plot.area, plot.share, plot.months, False, plot.last_year)
    with_it = Plot(plot.value, plot.area, plot.share, plot.months, True, plot.last_year)
    assert bill(with_it, those).tax <= bill(without, those).tax


@given(plots, rules, st.decimals("0", "1e9", places=2))
def test_it_never_grows_by_more_than_the_limit(plot, those, last):
    grown = Plot(plot.value, plot.area, plot.share, plot.months, plot.privileged, last)
    most = Fraction(last) * (100 + Fraction(those.growth.value)) / 100
    assert bill(grown, those).tax <= most + 1


@given(plots, rules, money)
def test_a_dearer_plot_never_costs_less(plot, those, more):
    dearer = Plot(plot.value + more, plot.area, plot.share, plot.months, plot.privileged, plot.last_year)
    assert bill(dearer, those).tax >= bill(plot, those).tax


@given(money, areas, rules)
def test_owners_of_all_shares_pay_what_one_would(value, area, those):
    whole = bill(Plot(value, area), those).tax
    thirds = [bill(Plot(value, area, share=Fraction(1, 3)), those).tax for _n in range(3)]
    assert abs(sum(thirds) - whole) <= 2  # each is rounded by itself
