"""What people type about their plot."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.cadastre import typed

pytestmark = pytest.mark.sections


@pytest.mark.parametrize(
    ("said", "metres"),
    [
        ("1200", "1200"), ("1 200,5", "1200.5"), ("12 соток", "1200"), ("6 сот.", "600"), ("0,15 га", "1500"),
        ("600 м²", "600"), ("600 кв. м", "600"), ("1 сотка", "100"),
    ],
)  # fmt: skip
def test_an_area_is_read_with_its_unit(said, metres):
    errors: dict[str, str] = {}
    assert (typed.area(said, "area", errors), errors) == (Decimal(metres), {})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("0", "0 м² не подойдёт"), ("0,0001", "0 м² не подойдёт"), ("-5", "0 м² не подойдёт"),
        ("шесть", "числом"), ("1e300", "числом"), ("nan", "числом"), ("10001 га", "больше 100 км²"), ("га", "числом"),
    ],
)  # fmt: skip
def test_an_absurd_area_is_refused_with_words(said, words):
    errors: dict[str, str] = {}
    assert typed.area(said, "area", errors) is None
    assert words in errors["area"]


@pytest.mark.parametrize(
    ("said", "rubles"),
    [("1 250 000 ₽", "1250000"), ("1250000,50 руб.", "1250000.5"), ("999р", "999"), ("5 рублей", "5")],
)
def test_a_sum_is_read_with_its_currency(said, rubles):
    errors: dict[str, str] = {}
    assert (typed.money(said, "value", errors), errors) == (Decimal(rubles), {})


@pytest.mark.parametrize("said", ["0", "-1", "миллион", "inf", "1e400", "10000000000000", "1/2"])
def test_an_absurd_sum_is_refused(said):
    errors: dict[str, str] = {}
    assert typed.money(said, "value", errors) is None
    assert errors["value"]


@pytest.mark.parametrize(
    ("said", "part"),
    [("", 1), ("1/3", Fraction(1, 3)), ("0,5", Fraction(1, 2)), ("25 %", Fraction(1, 4)), ("1", 1)],
)
def test_a_share_is_a_fraction(said, part):
    errors: dict[str, str] = {}
    assert (typed.share(said, "share", errors), errors) == (part, {})


@pytest.mark.parametrize("said", ["0", "1/0", "3/2", "-1/2", "треть", "1/9999999", "101%", "0.5/2"])
def test_no_share_is_more_than_the_whole_or_nothing(said):
    errors: dict[str, str] = {}
    typed.share(said, "share", errors)
    assert errors["share"]


def test_a_plot_needs_value_and_area_that_go_together():
    found, errors = typed.plot({})
    assert found is None
    assert set(errors) == {"value", "area"}
    found, errors = typed.plot({"value": "1000000000000", "area": "1"})
    assert found is None
    assert "10 миллионов" in errors["value"]
    found, errors = typed.plot({"value": "900000", "area": "9 соток", "months": "13"})
    assert (found, set(errors)) == (None, {"months"})


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=12), st.text(max_size=4))
def test_whatever_is_typed_is_a_plot_or_words(value, area, share, months):
    found, errors = typed.plot({"value": value, "area": area, "share": share, "months": months})
    assert (found is None) == bool(errors)
    assert all(errors.values())
