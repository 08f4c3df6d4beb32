"""The small map."""

import re

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from otklik.places.queries import Surroundings
from otklik.places.staticmap import View, draw, metres_per_pixel, pixel, pixel_to_lonlat, reach

pytestmark = pytest.mark.route

HERE = (39.6366, 54.5511)
VIEW = View(*HERE, zoom=16)
SHAPES = Surroundings(
    streets=(
        ("ул. Ленина", ((39.6316, 54.5511), (39.6416, 54.5511))),
        ("пр-кт <Мира>", ((39.63, 54.55), (39.64, 54.552))),
    ),
    houses=(("5", (39.6370, 54.5513)), ("5 к. 1", (39.6375, 54.5509))),
    settlements=(("г. Верхнеокск", (39.6366, 54.5500)),),
    borders=(((39.63, 54.549), (39.64, 54.5495)),),
)


@given(
    lon=st.floats(-179, 179),
    lat=st.floats(-80, 80),
    zoom=st.floats(3, 19),
    x=st.floats(0, 600),
    y=st.floats(0, 360),
)
def test_a_click_comes_back_to_its_pixel(lon, lat, zoom, x, y):
    view = View(lon, lat, zoom)
    at = pixel(view, pixel_to_lonlat(view, x, y))
    assert at == pytest.approx((x, y), abs=0.01)


def test_the_middle_of_the_picture_is_where_the_view_looks():
    assert pixel(VIEW, HERE) == pytest.approx((300, 180))
    assert pixel_to_lonlat(VIEW, 300, 180) == pytest.approx(HERE)


def test_up_is_north_and_right_is_east():
    lon, lat = pixel_to_lonlat(VIEW, 400, 100)
    assert lon > HERE[0]
    assert lat > HERE[1]


def test_pixels_are_metres_of_the_ground():
    assert metres_per_pixel(VIEW) == pytest.approx(1.385, rel=0.01)
    assert reach(VIEW) == pytest.approx(415, rel=0.01)


def test_the_picture_is_xml_with_everything_in_it():
    svg = draw(VIEW, SHAPES, pin=HERE, title="Место обращения: ул. Ленина, д. 5")
    root = ElementTree.fromstring(svg)
    texts = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"ул. Ленина", "пр-кт <Мира>", "г. Верхнеокск", "100 м"} <= set(texts)
    assert root.get("aria-label") == "Место обращения: ул. Ленина, д. 5"


def test_house_numbers_show_when_one_looks_closely():
    assert ">5 к. 1</text>" not in draw(VIEW, SHAPES)
    assert ">5 к. 1</text>" in draw(View(*HERE, zoom=17), SHAPES)


def test_names_that_come_from_people_can_do_no_harm():
    evil = '"><script>alert(1)</script>'
    shapes = Surroundings(
        streets=((evil, ((39.60, 54.5511), (39.67, 54.5511))),),
        houses=((evil, HERE),),
        settlements=((evil, HERE),),
    )
    svg = draw(View(*HERE, zoom=17), shapes, title=evil)
    assert "<script" not in svg
    ElementTree.fromstring(svg)


def test_there_are_no_styles_for_the_security_policy_to_refuse():
    svg = draw(VIEW, SHAPES, pin=HERE, title="Место")
    assert not re.search(r"style=|<style|<script|\son\w+=|href", svg)


def test_an_empty_place_is_still_a_picture():
    root = ElementTree.fromstring(draw(VIEW, Surroundings()))
    assert root.get("aria-hidden") == "true"


def test_words_do_not_lie_over_each_other():
    crowd = tuple(
        (f"ул. Длинная {n}", ((39.632, 54.5511 + n / 1e5), (39.642, 54.5511 + n / 1e5))) for n in range(30)
    )
    svg = draw(VIEW, Surroundings(streets=crowd))
    rows = sorted(float(y) for y in re.findall(r'y="([\d.]+)" dy=".34em"[^>]*>ул', svg))
    assert 1 < len(rows) < 30


@pytest.mark.parametrize(
    ("zoom", "words"), [(18, "20 м"), (16, "100 м"), (13, "1 км"), (8, "20 км"), (2, "2000 км")]
)
def test_the_scale_is_a_round_distance(zoom, words):
    assert f">{words}</text>" in draw(View(*HERE, zoom=zoom), Surroundings())
