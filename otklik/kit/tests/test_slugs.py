"""Codes out of names."""

import pytest

from otklik.kit.marks import mark
from otklik.kit.slugs import slug

pytestmark = pytest.mark.desks


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Дороги и ямы", "dorogi-i-yamy"),
        (" «Ёлка» №5 ", "elka-5"),
        ("—", "x"),
        ("Щ" * 100, "sch" * 20),
    ],
)
def test_a_name_gives_a_code(name, code):
    import re

    assert slug(name, taken=()) == code
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)


def test_a_code_that_is_taken_gets_a_figure():
    assert slug("Яма", taken={"yama", "yama-2"}) == "yama-3"


def test_a_mark_follows_the_content_not_the_order_of_keys():
    assert mark({"a": 1, "b": 2}) == mark({"b": 2, "a": 1}) != mark({"a": 1, "b": 3})
