"""The region's own map below ours, raster or style, from another host: the policy lets that one in and no other."""

import io
import json
from collections.abc import Iterator

import pytest
from django.db import connection
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.kit.tests.listening import Quiet, listening
from tests.browser.given import a_land, until
from tests.browser.test_map import opened

pytestmark = [pytest.mark.browser, pytest.mark.public, pytest.mark.django_db(transaction=True)]

GROUND, RIVER = (120, 200, 40), (30, 90, 210)
OWNER = "© Землемеры Липовки"


def a_picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (256, 256), GROUND).save(made, "PNG")
    return made.getvalue()


def a_tile() -> bytes:
    """One polygon over the whole of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH whole AS (SELECT ST_AsMVTGeom(ST_TileEnvelope(0, 0, 0), ST_TileEnvelope(0, 0, 0)) AS geom)"
            " SELECT ST_AsMVT(whole, 'water') FROM whole"
        )
        return bytes(cursor.fetchone()[0])


def a_style(host: str) -> bytes:
    colour = "rgb({}, {}, {})".format(*RIVER)
    style = {
        "version": 8,
        "glyphs": "https://glyphs.example.test/{fontstack}/{range}.pbf",
        "sources": {"theirs": {"type": "vector", "tiles": [f"{host}/{{z}}/{{x}}/{{y}}.mvt"]}},
        "layers": [
            {
                "id": "theirs",
                "type": "fill",
                "source": "theirs",
                "source-layer": "water",
                "paint": {"fill-color": colour},
            }
        ],
    }
    return json.dumps(style).encode()


@pytest.fixture
def host(transactional_db: None) -> Iterator[str]:
    picture, tile = a_picture(), a_tile()

    class Theirs(Quiet):
        def do_GET(self) -> None:
            found = {
                "style.json": a_style(f"http://{self.headers['Host']}"),
                "mvt": tile,
                "png": picture,
            }
            said = next((found[end] for end in found if self.path.endswith(end)), b"")
            self.answer(200 if said else 404, said, **{"Access-Control-Allow-Origin": "*"})

    with listening(Theirs) as address:
        yield address


def colour_seen(page: Page) -> tuple[int, int, int]:
    """A fifth from the upper left corner: no label of ours lies there."""
    seen = Image.open(io.BytesIO(page.locator("#map-canvas").screenshot())).convert("RGB")
    pixel = seen.getpixel((seen.width // 5, seen.height // 5))
    assert isinstance(pixel, tuple)
    return pixel[0], pixel[1], pixel[2]


def is_near(seen: tuple[int, int, int], wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) <= 3 for a, b in zip(seen, wanted, strict=True))


@pytest.mark.parametrize(("path", "colour"), [("/{z}/{x}/{y}.png", GROUND), ("/style.json", RIVER)])
def test_it_lies_below_and_says_whose_it_is(
    open_page, live_server: LiveServer, settings, axe, host, path, colour
):
    settings.BASEMAP_URL, settings.BASEMAP_ATTRIBUTION = host + path, OWNER
    a_land()
    page = open_page(1280, 900)
    answer = page.goto(f"{live_server.url}/map")
    assert f"connect-src 'self' {host};" in answer.headers["content-security-policy"]
    opened(page, live_server.url, "?bbox=39.4,55.4,39.6,55.6")
    expect(page.locator(".maplibregl-ctrl-attrib")).to_contain_text(OWNER)
    until(page, lambda: is_near(colour_seen(page), colour))
    axe(page)


def test_a_style_that_does_not_come_leaves_our_own_land(open_page, live_server: LiveServer, settings, host):
    settings.BASEMAP_URL, settings.BASEMAP_ATTRIBUTION = f"{host}/gone.json", OWNER
    a_land()
    page = open_page(360, 740)
    opened(page, live_server.url, "?bbox=39.4,55.4,39.6,55.6")
    expect(page.locator("#map-canvas canvas")).to_be_visible()
    expect(page.locator(".maplibregl-ctrl-attrib")).not_to_contain_text(OWNER)
