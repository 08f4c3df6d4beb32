"""How a number is read aloud, without a database."""

import pytest

from otklik.hotline import aloud

pytestmark = pytest.mark.desks


def test_a_number_is_read_in_threes():
    assert aloud.groups("481270356") == [
        ("481", "четыреста восемьдесят один"),
        ("270", "двести семьдесят"),
        ("356", "триста пятьдесят шесть"),
    ]


@pytest.mark.parametrize(
    ("digits", "words"),
    [("056", "ноль пятьдесят шесть"), ("007", "ноль ноль семь"), ("000", "ноль ноль ноль"), ("100", "сто"),
     ("019", "ноль девятнадцать"), ("213", "двести тринадцать"), ("905", "девятьсот пять")],
)  # fmt: skip
def test_no_zero_is_swallowed(digits, words):
    assert aloud.groups(digits) == [(digits, words)]


def test_no_two_numbers_sound_the_same():
    assert len({aloud.groups(f"{n:03}")[0][1] for n in range(1000)}) == 1000
