"""Whatever an address of the public face is asked, it answers with a page or a clear refusal, never with an error."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.appeals.lifecycle import State
from otklik.appeals.tests.given import an_appeal
from otklik.kit import paging
from otklik.kit.paging import Place
from otklik.stats import folding
from otklik.web.access import Action, table
from otklik.web.tests.world import SITE, World

pytestmark = [pytest.mark.public, pytest.mark.django_db]

ASKED_BY_POST = {"api-poll-receipt"}  # a code that is nobody's business stands in no address
PUBLIC = [
    place.name
    for place in table.places()
    if place.action is Action.READ_PUBLIC and place.name not in ASKED_BY_POST
]
# Every name that any of them reads.
NAMES = (
    "q", "number", "tab", "kind", "category", "topic", "settlement", "settlement_id", "settlement_choice", "place",
    "area", "authority", "stage", "state", "overdue", "since", "until", "photo", "answered", "rating", "sort", "from",
    "to", "period", "compare", "map", "bbox", "lat", "lon", "radius", "limit", "v", "size", "page", "street",
    "use", "value", "share", "months", "privileged", "last_year", "year", "valued_on", "filed_on", "on", "cursor",
    "when", "off", "address", "audience", "section", "support", "business_size", "okved", "open_on", "territory",
    "cadastral_number", "cadastral_value", "plot_area", "land_use", "tax_year", "level", "by", "question", "open",
)  # fmt: skip
# As they stand in the address.
NASTY = [
    quote(value)
    for value in (
        "1e309",
        "-1e309",
        "NaN",
        "inf",
        "-0",
        "-0.0",
        "1e-400",
        "٣",
        "١٢٣٤٥",
        "²",
        "½",
        "Ⅷ",
        "1_000",
        " 1 ",
        "+1",
        "0x1F",
        "9" * 400,
        "-" + "9" * 30,
        "9223372036854775808",
        "2147483648",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "9999-12",
        "10000-01-01",
        "2026-02-30",
        "-0001-01-01",
        "2026-W01-1",
        "20260101",
        "٢٠٢٦-٠١-٠١",
        "null",
        "None",
        "[]",
        "{}",
        "'",
        '"',
        "\\",
        "%",
        "%s",
        "_",
        "' OR 1=1 --",
        "<script>",
        "a\r\nb: c",
        "\x00",
        "x\x00y",
        "\ufffe",
        "\u202e",
        "\U0001f525",
        "0,0,0,0",
        "180,90,-180,-90",
        "39,91,40,95",
        "170,50,-170,60",
        "-180,-90,180,90",
        "40,56,39,55",
        "1,2,3,nan",
        "39,55,40,56,",
        "1e308,1e308,1e309,1e309",
        "39,٥٥,40,56",
        "roads",
        "published",
        "own",
        "heat",
        "((((",
        '"яма',
        "-яма",
        "яма -",
        "- - -",
        "ё" * 10_000,
        "а б " * 3000,
        "*:*",
        "a & b | !c",
        ":*",
        "=k:problem",
    )
]
NASTY += [
    "%00",
    "%FF",
    "%ED%A0%80",
    "%C0%80",
    "%F4%90%80%80",
    "%",
    "%zz",
    "",
    "+",
    "%E2%80%A8",
    "&&",
    ";",
    "=",
]


@pytest.fixture
def site() -> Iterator[dict[str, str]]:
    """Paths by name; there are public appeals with points."""
    world = World()
    world.appeal = an_appeal(state=State.PUBLISHED)
    folding.fold()
    yield {name: world.path(SITE[name]) for name in PUBLIC}


def answered(path: str, query: str) -> None:
    answer = Client(raise_request_exception=True).get(f"{path}?{query}")
    # 403: results of a poll that are hidden until its end
    assert answer.status_code in (200, 204, 302, 400, 403, 404), (path, query[:200], answer.status_code)
    if answer.status_code == 400 and not answer.streaming:
        assert any("а" <= letter <= "я" for letter in answer.content.decode().lower()), (path, query[:200])
    if answer.streaming:
        b"".join(answer)


def test_no_value_of_any_name_breaks_a_page(site):
    for first, path in enumerate(site.values()):
        for value in NASTY[first % 8 :: 8]:
            answered(path, "&".join(f"{asked}={value}" for asked in NAMES))
        # By itself and twice, since the first wrong one may hide the next.
        for n, asked in enumerate(NAMES, first):
            value = NASTY[n * 7 % len(NASTY)]
            answered(path, f"{asked}={value}&{asked}[]={value}&{asked}={value}")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(PUBLIC),
    st.lists(
        st.tuples(
            st.sampled_from(NAMES) | st.text(max_size=8).map(quote),
            st.sampled_from(NASTY)
            | st.text(st.characters(exclude_categories=["Cs"])).map(quote)
            | st.floats().map(str)
            | st.dates().map(str),
        ),
        max_size=8,
    ),
)
def test_any_query_string_whatever_is_answered(site, name, said):
    answered(site[name], "&".join(f"{asked}={value}" for asked, value in said))


@pytest.mark.parametrize("name", ["list", "map", "map-list", "search"])
@pytest.mark.parametrize("order", ["another", ""])
def test_a_cursor_that_is_forged_or_of_another_list_is_refused(site, name, order):
    ours = paging.write(Place(False, (1, "2026-01-01T00:00:00+00:00", 5)), order)
    for cursor in (ours, ours[:-1], ours + "AAAA", "%00", "1", "я"):
        assert Client().get(site[name], {"from": cursor}).status_code == 400, cursor


@pytest.mark.parametrize(
    "zoom", ["0/0/1", "99/0/0", "19/0/0", "18/262144/0", "5/32/0", "5/0/32", "18/999999999999/0"]
)
@pytest.mark.parametrize("layer", ["appeals", "places"])
def test_a_tile_that_is_none_is_not_found(site, layer, zoom):
    assert Client().get(f"/tiles/{layer}/{zoom}.mvt").status_code == 404
    assert Client().get(f"/tiles/{layer}/-1/0/0.mvt").status_code == 404
    assert Client().get(f"/tiles/{layer}/٣/0/0.mvt").status_code in (200, 204, 404)
