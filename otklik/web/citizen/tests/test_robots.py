"""Search engines find every public appeal, at a cost that does not grow with their number."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import an_appeal
from otklik.stats import folding
from otklik.stats.models import MonthTotal
from otklik.web.citizen import robots

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def places(path: str) -> list[str]:
    """Addresses in a map, without the host."""
    page = Client().get(path)
    assert page.status_code == 200 and page["Content-Type"].startswith("application/xml")
    assert page["Cache-Control"] == "public, max-age=3600"
    return re.findall(r"<loc>http://[^/]+(/[^<]*)</loc>", page.content.decode())


def test_robots_are_told_where_the_map_is_and_what_is_not_for_them():
    page = Client().get("/robots.txt").content.decode()

    assert "Disallow: /desk\n" in page
    assert re.search(r"^Sitemap: http://\S+/sitemap\.xml$", page, re.M)
    assert "Disallow: /\n" not in page


def test_a_public_appeal_is_found_by_way_of_the_maps_and_a_hidden_one_is_not(django_assert_num_queries):
    shown = an_appeal(state=State.CLOSED, published_at=datetime(2026, 5, 14, 9, tzinfo=UTC))
    hidden = an_appeal(state=State.WITHDRAWN, published_at=datetime(2026, 5, 15, 9, tzinfo=UTC))
    folding.fold()

    with django_assert_num_queries(1):
        maps = places("/sitemap.xml")
    with django_assert_num_queries(1):
        listed = places("/sitemap/2026-05-01-31.xml")

    assert maps == ["/sitemap/pages.xml", "/sitemap/2026-05-01-31.xml"]
    assert f"/appeals/{shown.number}" in listed
    assert f"/appeals/{hidden.number}" not in listed
    assert places("/sitemap/pages.xml")[0] == "/"


@pytest.mark.parametrize("published", [1, 19_000, 21_000, 83_000, 10_000_000])
def test_a_busy_month_is_cut_into_stretches_that_make_it_up(published):
    MonthTotal.objects.create(
        month=date(2026, 2, 1), dim="all", value="", kind="problem", published=published
    )

    stretches = [tuple(one.rsplit("/", 1)[1][:-4].rsplit("-", 1)) for one in places("/sitemap.xml")[1:]]

    assert sum(int(days) for _, days in stretches) == 28
    assert len(stretches) <= 28
    assert len(stretches) == 1 or published > robots.IN_A_MAP


@pytest.mark.parametrize(
    "said", ["2026-13-01-31", "0000-00-00-1", "9999-12-31-31", "2026-05-01-0", "2026-05-01-32", "x-1"]
)
def test_a_map_that_is_none_is_not_found(said):
    assert Client().get(f"/sitemap/{said}.xml").status_code == 404
