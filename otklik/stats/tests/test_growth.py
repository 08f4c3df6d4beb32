"""The mathematics of growth: exact tails, no false alarms where nothing grows, alarms where it does."""

import random
from fractions import Fraction
from math import comb, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from otklik.stats import growth
from otklik.stats.growth import LEVEL, WEEKS, Count, Grown

pytestmark = pytest.mark.sections


def rising(start: Fraction, n: int) -> Fraction:
    return prod((start + k for k in range(n)), start=Fraction(1))


def exact_tail(n: int, total: int, weeks: int, size: int | None) -> Fraction:
    """The same chance in whole numbers. size: 1/phi of a whole number; None is Poisson."""
    found = Fraction(0)
    for k in range(n, total + 1):
        if size is None:
            found += Fraction(comb(total, k) * weeks ** (total - k), (weeks + 1) ** total)
            continue
        one, rest = Fraction(size), Fraction(size * weeks)
        found += comb(total, k) * rising(one, k) * rising(rest, total - k) / rising(one + rest, total)
    return found


@settings(max_examples=150, deadline=None)
@given(
    some.integers(0, 60), some.integers(0, 90), some.integers(1, 9), some.sampled_from([None, 1, 2, 5, 30])
)
def test_the_chance_equals_the_sum_in_whole_numbers(n: int, more: int, weeks: int, size: int | None):
    total = n + more
    exact = float(exact_tail(n, total, weeks, size))
    assert growth.tail(n, total, weeks, 1 / size if size else 0.0) == pytest.approx(
        exact, rel=1e-9, abs=1e-300
    )


def test_a_small_overdispersion_comes_near_to_none_and_a_large_one_makes_less_sure():
    steady = growth.tail(30, 110, 8)
    assert growth.tail(30, 110, 8, 1e-7) == pytest.approx(steady, rel=1e-4)
    assert steady < growth.tail(30, 110, 8, 0.05) < growth.tail(30, 110, 8, 0.5)


def test_tens_of_thousands_of_appeals_are_added_up_too():
    assert 0.4 < growth.tail(10_000, 90_000, 8) < 0.6
    assert growth.tail(11_000, 91_000, 8) < 1e-10


def test_the_correction_is_that_of_benjamini_and_hochberg_over_all_that_was_looked_at():
    assert growth.corrected([0.001, 0.02, 0.03], 10) == pytest.approx([0.01, 0.1, 0.1])
    assert growth.corrected([], 10) == []
    assert growth.corrected([0.9], 10) == [1.0]


def a_count(weeks: list[int], *, topic: int = 1, area: str = "1", year: int | None = None) -> Count:
    """weeks: those before, then the last one."""
    *before, last = weeks
    return Count(topic, area, last, sum(before), sum(n * n for n in before), year)


def test_a_topic_that_trebles_is_found_and_its_figures_are_right():
    quiet = [a_count([4, 5, 3, 4, 4, 5, 4, 3, 4], area=str(n)) for n in range(30)]
    (grown,) = [one for one in growth.growing([*quiet, a_count([4] * 8 + [14], area="x")]) if one.sure]
    assert (grown.area, grown.last, grown.mean, grown.times) == ("x", 14, 4.0, 3.5)
    assert grown.chance < grown.corrected <= LEVEL


def test_what_comes_every_year_at_this_time_is_no_growth():
    snow = [4] * 8 + [40]
    assert [one.sure for one in growth.growing([a_count(snow, year=6)])] == [True]
    assert growth.growing([a_count(snow, year=150)]) == []  # 50 a week a year ago
    assert [one.sure for one in growth.growing([a_count(snow, year=110)])] == [False]


def test_fewer_than_five_are_never_shown_and_a_new_topic_needs_no_earlier_weeks():
    assert growth.growing([a_count([0] * 8 + [4])]) == []
    (new,) = growth.growing([a_count([0] * 8 + [9])])
    assert (new.times, new.sure) == (None, True)


def test_of_few_appeals_overdispersion_is_no_wild_guess():
    rare = [a_count([0, 0, 2, 0, 0, 0, 0, 0, 0], area=str(n)) for n in range(3)]
    assert growth.spread(rare) < 0.3
    assert growth.spread([]) == growth.PRIOR


def poisson(chance: random.Random, mean: float) -> int:
    n, at = 0, chance.expovariate(1.0)
    while at < mean:
        n, at = n + 1, at + chance.expovariate(1.0)
    return n


def week(chance: random.Random, *, wild: float, boost: float = 1.0) -> list[Grown]:
    """120 pairs of steady means 0.2…20; the first ten grow `boost` times. wild: phi of every count."""
    counts = []
    for place in range(120):
        mean = 0.2 * 100 ** (place / 119) if boost == 1.0 or place > 9 else 12.0
        drawn = []
        for n in range(WEEKS + 1):
            rate = mean * (boost if n == WEEKS and place < 10 else 1.0)
            drawn.append(poisson(chance, rate * (chance.gammavariate(1 / wild, wild) if wild else 1.0)))
        counts.append(a_count(drawn, topic=place % 12, area=str(place)))
    return [one for one in growth.growing(counts) if one.sure]


@pytest.mark.parametrize("wild", [0.0, 0.2, 1.0])
def test_a_constant_rate_raises_no_alarm_but_in_a_week_of_twenty(wild: float):
    chance = random.Random(11)  # noqa: S311  # the same weeks every time
    alarmed = sum(bool(week(chance, wild=wild)) for _ in range(200))
    assert alarmed / 200 <= LEVEL + 0.03  # two standard errors of 200 weeks


def test_of_what_doubles_and_more_most_is_found():
    chance = random.Random(12)  # noqa: S311
    found = [week(chance, wild=0.0, boost=3.0) for _ in range(30)]
    right = sum(int(one.area) < 10 for alarms in found for one in alarms)
    assert right >= 0.8 * 300
    wrong = sum(len(alarms) for alarms in found) - right
    assert wrong <= 0.08 * (right + wrong)
