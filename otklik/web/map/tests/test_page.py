"""The page of the map and the list beside it, for who has JavaScript and for who has not."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import MONDAY, a_settlement, a_territory, an_appeal
from otklik.stats import folding
from otklik.stats.queries import inbox
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.public, pytest.mark.django_db]

BOX = "39,55,40,56"


def shown(path: str, **said: str) -> list[str]:
    """Numbers of the list, in its order."""
    answer = Client().get(path, said)
    assert answer.status_code == 200, answer.content
    return re.findall(r'href="/appeals/(\d{9})"', answer.content.decode())


def some(n: int, **more) -> list[Appeal]:
    made = [
        an_appeal(
            state=State.PUBLISHED,
            published_at=MONDAY + timedelta(hours=i // 2),
            point=Point(39.5 + i / 1e4, 55.5, srid=4326),
            **more,
        )
        for i in range(n)
    ]
    folding.fold()
    return made


def test_the_list_has_what_lies_in_the_box_the_newest_first():
    made = some(3)
    an_appeal(state=State.PUBLISHED, point=Point(38.5, 55.5, srid=4326))
    an_appeal(state=State.MODERATION, published_at=None)
    folding.fold()
    expected = [a.number for a in sorted(made, key=lambda a: (a.published_at, a.pk), reverse=True)]
    assert shown("/map/list", bbox=BOX) == expected
    assert shown("/map", bbox=BOX) == expected
    assert len(shown("/map")) == 3  # the whole region
    assert len(shown("/map/list")) == 4  # the whole world


@pytest.mark.parametrize("collected", [3_000, 0])
def test_every_one_of_many_is_reached_by_going_on(monkeypatch, collected):
    monkeypatch.setattr(inbox, "_COLLECTED", collected)
    made = some(50)
    found, path = [], f"/map/list?bbox={BOX}"
    while path:
        page = Client().get(path).content.decode()
        found += re.findall(r'href="/appeals/(\d{9})"', page)
        onward = re.search(r'data-part="([^"]+)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert found == [a.number for a in sorted(made, key=lambda a: (a.published_at, a.pk), reverse=True)]


def test_where_many_lie_elsewhere_a_page_may_be_short_or_empty_and_nothing_is_passed_over(monkeypatch):
    monkeypatch.setattr(inbox, "_COLLECTED", 0)
    monkeypatch.setattr(inbox, "_LOOKED_AT", 7)
    early = some(2)
    some(20)
    late = [a.number for a in sorted(early, key=lambda a: (a.published_at, a.pk), reverse=True)]
    Appeal.objects.exclude(pk__in=[a.pk for a in early]).update(
        point=Point(39.9, 55.9, srid=4326), published_at=MONDAY + timedelta(days=9)
    )
    pages, path = [], "/map/list?bbox=39,55,39.8,55.8"
    while path:
        page = Client().get(path).content.decode()
        pages.append(re.findall(r'href="/appeals/(\d{9})"', page))
        onward = re.search(r'data-part="([^"]+)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert [row for page in pages for row in page] == late
    assert pages[0] == []
    assert len(pages) == 4


@pytest.mark.parametrize("collected", [3_000, 0])
def test_filters_narrow_the_list(monkeypatch, collected):
    monkeypatch.setattr(inbox, "_COLLECTED", collected)
    some(2)
    (thanks,) = some(1, kind="thanks")
    assert shown("/map/list", bbox=BOX, kind="thanks") == [thanks.number]
    assert shown("/map/list", bbox=BOX, stage="closed") == []
    assert len(shown("/map/list", bbox=BOX, category="roads", stage="published")) == 3


@pytest.mark.parametrize(
    "bbox",
    [
        "1,2,3",
        "x",
        "nan,1,2,3",
        "1,2,inf,4",
        "170,50,-170,60",
        "0,91,1,95",
        "5,5,5,6",
        "1,2,3,4,5",
        "200,1,300,2",
    ],
)
@pytest.mark.parametrize("path", ["/map", "/map/list"])
def test_a_box_that_is_none_is_refused(path, bbox):
    assert Client().get(path, {"bbox": bbox}).status_code == 400


@pytest.mark.parametrize("bbox", ["-500,-100,500,100", "39,55,40,91"])
def test_a_box_over_the_edge_is_cut(bbox):
    made = some(1)
    assert shown("/map/list", bbox=bbox) == [made[0].number]


def test_the_page_tells_the_script_the_view_and_the_land():
    a_territory()
    page = Client().get(f"/map?bbox={BOX}&kind=problem")
    (said,) = re.findall(r'data-map="([^"]+)"', page.content.decode())
    told = json.loads(said.replace("&#34;", '"'))
    assert told["bbox"] == BOX
    assert told["region"] == "39,55,40,56"
    assert told["tiles"] == "/tiles/appeals/{z}/{x}/{y}.mvt"
    assert '<option value="problem" selected>' in page.content.decode()


def test_municipalities_have_their_counts_and_lead_to_their_view():
    some(2)
    page = seen(Client().get("/map"))
    assert re.search(r"Округ 99701000\s*2", page)
    filtered = seen(Client().get("/map?category=roads&kind=thanks"))
    assert re.search(r"Округ 99701000\s*0", filtered)


def test_until_the_map_is_there_municipalities_are_painted_and_each_leads_to_its_own_view():
    some(2)
    page = Client().get("/map?kind=problem").content.decode()
    still = page.partition('id="map-still"')[2].partition("</div>")[0]
    (address,) = re.findall(r'<a href="([^"]+)" aria-label="Округ 99701000: 2', still)
    assert "kind=problem" in address
    assert "bbox=" in address
    assert Client().get(address.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("filters", ["", "&kind=problem", "&category=roads&stage=published"])
def test_statements_stay_few(filters):
    some(25)
    Client().get("/map")  # names and outlines are kept
    for path, most in ((f"/map?bbox={BOX}{filters}", 6), (f"/map/list?bbox={BOX}{filters}", 3)):
        with CaptureQueriesContext(connection) as told:
            Client().get(path)
        assert len(told) <= most, path


def test_a_settlement_leads_to_the_map_around_it():
    a_settlement(name="Липовка")
    answer = Client().get("/map/go", {"settlement": "Липовка", "kind": "problem"})
    assert answer.status_code == 302
    assert answer["Location"] == "/map?kind=problem&bbox=39.46,55.48,39.54,55.52"
    scripted = Client().get("/map/go", {"settlement": "Липовка"}, headers={"Accept": "application/json"})
    assert scripted.json()["bbox"] == "39.46,55.48,39.54,55.52"


def test_of_several_places_of_one_name_the_person_chooses():
    for west in (39.0, 40.0):
        a_settlement(name="Липовка", territory=a_territory(code=f"9970{int(west)}00", west=west))
    page = Client().get("/map/go", {"settlement": "Липовка"})
    links = re.findall(r'href="(/map/go[^"]+)"', page.content.decode())
    assert len(links) == 2
    assert Client().get(links[1].replace("&amp;", "&")).status_code == 302
    unknown = Client().get("/map/go", {"settlement": "Нетова"}, headers={"Accept": "application/json"})
    assert unknown.status_code == 404


def test_the_card_of_a_point_is_public_only():
    (appeal,) = some(1)
    assert appeal.topic.title in Client().get(f"/map/card/{appeal.number}").content.decode()
    hidden = an_appeal(state=State.MODERATION, published_at=None)
    for number in (hidden.number, "1", "x" * 300):
        assert Client().get(f"/map/card/{number}").status_code == 404


def test_only_the_map_lets_the_host_of_the_basemap_in(settings):
    settings.BASEMAP_URL = "https://tiles.example.test/{z}/{x}/{y}.png?key=1"
    policy = Client().get("/map")["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://tiles.example.test;" in policy
    assert "connect-src 'self' https://tiles.example.test;" in policy
    assert "example" not in Client().get("/")["Content-Security-Policy"]
    settings.BASEMAP_URL = ""
    assert "connect-src" not in Client().get("/map")["Content-Security-Policy"]


class AnyQuery(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(["bbox", "kind", "category", "stage", "from", "x"]),
            st.text() | st.lists(st.floats(), max_size=5).map(lambda some: ",".join(map(str, some))),
        )
    )
    def test_any_query_is_answered(self, said):
        for path in ("/map", "/map/list", "/map/go"):
            assert Client().get(path, said).status_code in (200, 400, 404), path
