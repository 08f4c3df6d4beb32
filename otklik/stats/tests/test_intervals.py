"""Intervals beside what the textbooks give, and how often they hold the truth."""

import random

import pytest

from otklik.stats import intervals

pytestmark = pytest.mark.sections


def test_wilson_gives_the_figures_of_the_textbook():
    """Agresti, Coull (1998): 0 of 10 and 9 of 10."""
    none, nine = intervals.share(0, 10), intervals.share(9, 10)

    assert none and (round(none.low, 3), round(none.high, 3)) == (0.0, 0.278)
    assert nine and (nine.value, round(nine.low, 3), round(nine.high, 3)) == (0.9, 0.596, 0.982)


def test_of_nothing_there_is_no_figure():
    assert intervals.share(0, 0) is None
    assert intervals.quantile({}, 0.5) is None
    assert intervals.rating({}, {}, weight=10) is None
    assert intervals.rating({}, {3: 5}, weight=0) is None


def test_the_median_of_ten_lies_between_the_second_and_the_ninth():
    """Tables of order statistics: n = 10, places 2 and 9 hold the median with 97.9 %."""
    found = intervals.quantile(dict.fromkeys(range(1, 11), 1), 0.5)

    assert found and (found.value, found.low, found.high, found.n) == (5, 2, 9, 10)


def test_places_of_many_agree_with_those_that_are_summed():
    exact = intervals._places.__wrapped__
    for q in (0.5, 0.9):
        before, after = exact(200, q), exact(201, q)
        assert abs(before[0] - after[0]) <= 1 and abs(before[1] - after[1]) <= 2


@pytest.mark.parametrize("q", [0.5, 0.9])
@pytest.mark.parametrize("n", [30, 400])
def test_the_interval_of_a_quantile_holds_the_truth_in_95_of_100(q: float, n: int):
    chance = random.Random(11)  # noqa: S311  # the same draws every time
    truth, held = 1000 * q, 0
    for _draw in range(400):
        spread: dict[int, int] = {}
        for _one in range(n):
            value = chance.randrange(1000)
            spread[value] = spread.get(value, 0) + 1
        found = intervals.quantile(spread, q)
        held += bool(found and found.low <= truth <= found.high)

    assert held >= 400 * 0.93


def test_few_marks_are_drawn_to_the_mean_of_the_peers_and_many_are_not():
    peers = {1: 100, 2: 100, 3: 100, 4: 100, 5: 100}
    one, many = (
        intervals.rating({5: 1}, peers, weight=10),
        intervals.rating({5: 1000}, peers, weight=10),
    )

    assert one and many
    assert round(one.value, 2) == round((10 * 3 + 5) / 11, 2)
    assert many.value > 4.95
    assert one.high - one.low > 10 * (many.high - many.low)
