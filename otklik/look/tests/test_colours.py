"""Whatever accent a region takes, words can be read in both colour schemes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.look import colours

pytestmark = pytest.mark.desks

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def test_contrast_as_wcag_counts_it():
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_products_own_accent_is_readable():
    assert colours.readable("#1450b8") == "#1450b8"


@given(COLOURS)
def test_the_nearest_readable_one_is_readable_and_stays(accent):
    found = colours.readable(accent)
    assert colours.worst(found) >= colours.AA
    assert colours.readable(found) == found
    if colours.worst(accent) >= colours.AA:
        assert found == accent


@given(COLOURS)
def test_every_pair_of_the_palette_can_be_read(accent):
    made = colours.palette(colours.readable(accent))
    for scheme, grounds in ((0, ("#ffffff", "#f3f6fa")), (1, ("#121a25", "#1a2431"))):
        for ground in (*grounds, made["accent-soft"][scheme]):
            assert colours.contrast(made["accent"][scheme], ground) >= colours.AA
        assert colours.contrast(made["on-accent"][scheme], made["accent"][scheme]) >= colours.AA
        assert colours.contrast(made["on-accent"][scheme], made["accent-strong"][scheme]) >= colours.AA


def test_the_stylesheet_names_tokens_only():
    assert re.fullmatch(r"[\w\s:#;{}()@\[\]='.-]*", colours.stylesheet("#1450b8"))
    assert ".look-preview{" in colours.stylesheet("#1450b8", of=".look-preview")


@pytest.mark.parametrize("typed", ["", "red", "#12", "#1450B8", "#1450b8;", "#1450b8\n"])
def test_what_is_no_colour(typed):
    assert not colours.is_colour(typed)
