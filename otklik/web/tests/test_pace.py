"""Reading everything by a script is slowed down; people, search engines and our own machines are not."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from otklik.appeals.tests.given import a_citizen
from otklik.kit import clock
from otklik.kit.pace import Pace
from otklik.people import devices
from otklik.web import pace
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.public, pytest.mark.django_db]

HOSTING, NEIGHBOUR, ELSEWHERE = "198.51.100.7", "198.51.100.250", "203.0.113.9"


@pytest.fixture(autouse=True)
def _an_hour(settings, monkeypatch) -> Iterator[list[float]]:
    """Twelve pages a minute, nothing counted yet, and a clock that stands still until it is moved."""
    settings.READ_PACE = 12
    now = [1000.0]
    monkeypatch.setattr(pace, "_PACE", Pace(100))
    monkeypatch.setattr(pace, "monotonic", lambda: now[0])
    yield now


def read(
    path: str = "/", *, times: int = 1, by: str = HOSTING, client: Client | None = None, **more: Any
) -> list[int]:
    """Status of each answer."""
    return [(client or Client()).get(path, REMOTE_ADDR=by, **more).status_code for _ in range(times)]


def test_a_network_that_reads_too_fast_is_told_when_to_come_back():
    assert read(times=14) == [200] * 12 + [429] * 2
    answer = Client().get("/", REMOTE_ADDR=NEIGHBOUR)
    assert (answer.status_code, answer["Retry-After"]) == (429, "5")
    assert "Слишком много запросов" in seen(answer)
    assert answer["Cache-Control"] == "no-store"
    assert read(by=ELSEWHERE) == [200]


def test_who_waits_reads_on(_an_hour):
    read(times=20)
    _an_hour[0] += 5
    assert read(times=2) == [200, 429]


def test_a_signed_in_person_of_that_network_reads_on():
    read(times=20)
    client = Client()
    client.force_login(a_citizen())
    assert read("/appeals", times=20, client=client) == [200] * 20


def test_a_search_engine_at_its_pace_reads_as_long_as_it_likes(settings, _an_hour):
    settings.READ_PACE = 1200
    for _ in range(300):
        _an_hour[0] += 0.2  # five pages a second
        assert read("/appeals") == [200]


def test_what_a_page_brings_along_is_counted_apart():
    read(times=20)
    assert read("/places/suggest?q=a", times=200) == [200] * 200
    assert read("/places/suggest?q=a", times=100)[-1] == 429


def test_fifty_readers_behind_one_operator_are_not_slowed_down_and_a_script_is(settings, _an_hour):
    """A busy minute of each: ten pages, words typed into the search, a look around on the map."""
    settings.READ_PACE = 1200
    minute = ["/appeals/1/map.svg"] * 40 + ["/map/list", "/search/suggest"] * 20 + ["/appeals"] * 10
    minute += ["/map/card/1"] * 10 + ["/tiles/appeals/9/0/0.mvt"] * 100
    slowed = 0
    for path in minute:
        _an_hour[0] += 60 / len(minute)
        times = pace._times(path)
        for _reader in range(50):
            slowed += bool(
                pace._PACE.wait(f"one {times}", per_minute=times * settings.READ_PACE, now=_an_hour[0])
            )
    assert slowed == 0
    assert [pace._PACE.wait("two 1", per_minute=1200, now=_an_hour[0]) > 0 for _ in range(1300)].count(
        True
    ) == 100


def test_moves_of_the_map_and_letters_typed_are_counted_apart():
    read(times=20)
    assert read("/map/list?bbox=39,55,40,56", times=24) == [200] * 24
    assert read("/search/suggest?q=a", times=24) == [200] * 24
    assert read("/map/list", times=1) == [429]


def test_sending_signing_in_and_filing_are_not_reading():
    read(times=20)
    assert read("/new") == [200]
    assert read("/login") == [200]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "fd00::1", "::ffff:127.0.0.1"])
def test_our_own_machines_are_not_counted(address):
    assert set(read(times=30, by=address)) == {200}


def test_behind_a_proxy_the_address_is_the_last_that_the_proxy_wrote(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    lies: dict[str, Any] = {"HTTP_X_FORWARDED_FOR": f"{ELSEWHERE}, {HOSTING}"}
    assert read(times=13, by="10.0.0.1", **lies)[-1] == 429
    assert read(by="10.0.0.1", HTTP_X_FORWARDED_FOR=f"{HOSTING}, {ELSEWHERE}") == [200]


def test_without_a_proxy_nobody_talks_their_way_out():
    read(times=20)
    assert read(HTTP_X_FORWARDED_FOR=ELSEWHERE) == [429]


def test_zero_is_no_limit(settings):
    settings.READ_PACE = 0
    assert set(read(times=30)) == {200}


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("", ""),
        ("unknown", ""),
        ("192.168.1.1", ""),
    ],
)
def test_networks_are_counted_and_not_addresses(address, network):
    assert pace.network_of(address) == network


def test_the_memory_does_not_grow_with_the_number_of_networks():
    for n in range(500):
        read(by=f"198.{n % 200}.{n // 200}.1")
    assert len(pace._PACE) == 100


def an_app() -> dict[str, str]:
    """The header of an app in which somebody is signed in."""
    return {"Authorization": f"Bearer {devices.begin(a_citizen(), title='', ip='', now=clock.now()).access}"}


LISTS = "/api/v1/appeals"  # forty-eight a minute for programs


def test_a_signed_in_app_reads_on_where_its_network_is_busy_and_has_a_limit_too(django_assert_num_queries):
    read(LISTS, times=50)
    app, other = an_app(), an_app()
    assert read(LISTS, times=48, headers=app) == [200] * 48
    with django_assert_num_queries(0):
        answer = Client().get(LISTS, REMOTE_ADDR=HOSTING, headers=app)
    assert (answer.status_code, answer["RateLimit-Policy"]) == (429, '"device";q=48;w=60')
    assert answer["Retry-After"]
    assert read(LISTS, headers=other) == [200]
    assert read(LISTS) == read(LISTS, headers={"Authorization": "Bearer forged"}) == [429]


def test_while_the_network_has_tokens_the_app_takes_those():
    answer = Client().get(LISTS, REMOTE_ADDR=HOSTING, headers=an_app())
    assert answer["RateLimit"] == '"read";r=47;t=0'


def test_what_an_app_asks_for_its_person_is_counted_for_the_device_alone():
    read(LISTS, times=50)
    app = an_app()
    answer = Client().get("/api/v1/my/appeals", REMOTE_ADDR=HOSTING, headers=app)
    assert (answer.status_code, answer["RateLimit"]) == (200, '"device";r=47;t=0')
    assert read("/api/v1/my/changes", times=48, headers=app)[-2:] == [200, 429]


def test_tokens_are_guessed_at_the_pace_of_the_network():
    assert read("/api/v1/my/appeals", times=49, headers={"Authorization": "Bearer x"}) == [401] * 48 + [429]
