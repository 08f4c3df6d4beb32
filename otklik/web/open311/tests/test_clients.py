"""Programs that others wrote for other cities read this portal and post to it: civicbot and georeport, from PyPI."""

import re
from datetime import timedelta
from typing import Any

import pytest
from civicbot import Endpoint, HttpError, HttpTransport, Open311Client, ValidationError
from civicbot.http import RateLimiter
from georeport import GeoReport

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import a_territory, a_topic, an_appeal
from otklik.kit import clock
from otklik.stats import folding

pytestmark = [pytest.mark.mobile, pytest.mark.django_db(transaction=True)]

WHO = {"first_name": "Вера", "last_name": "Рощина", "email": "vera@example.test"}
PLACE = {"lat": 55.5, "lng": 39.5, "address_string": "д. Липовка, ул. Новая, д. 5"}


@pytest.fixture
def portal(live_server, settings) -> str:
    """Its address; it has one topic with a question of its own."""
    settings.BASE_URL = live_server.url
    a_territory()
    a_topic(fields=[
        {"code": "depth", "label": "Глубина, см", "type": "number", "min": 1, "max": 90, "required": True},
        {"code": "side", "label": "Сторона", "type": "choice", "choices": ["левая", "правая"]},
    ])  # fmt: skip
    return str(live_server.url)


def a_client(portal: str) -> Open311Client:
    """As its author uses it, but that it does not wait between its requests: the portal is our own."""
    transport = HttpTransport(rate_limiter=RateLimiter(min_interval=0))
    (here,) = transport.get_json(f"{portal}/open311/discovery.json", {})["endpoints"]
    endpoint = Endpoint("zaokskaya", "Заокская", here["url"], write=True, api_key_required_for_write=False)
    return Open311Client(endpoint, transport=transport, jurisdiction_id="zaokskaya")


def test_from_discovery_to_the_number_of_what_was_posted(portal):
    client = a_client(portal)
    (service,) = client.list_services()
    assert (service["service_name"], service["metadata"]) == ("Яма на дороге", True)
    depth, side = client.get_service_definition(service["service_code"])["attributes"]
    assert (depth["required"], [one["key"] for one in side["values"]]) == (True, ["левая", "правая"])

    with pytest.raises(ValidationError, match="required attribute 'depth' missing"):
        client.create_request("pothole", description="Яма", validate_remote=True, **PLACE, **WHO)
    said: dict[str, Any] = {
        "description": "Яма у дома 5",
        "media_url": "https://photos.example/1.jpg",
        **PLACE,
        **WHO,
    }
    posted = client.create_request(
        "pothole",
        attributes={"depth": 30, "side": "левая"},
        validate_remote=True,
        dry_run=False,
        confirm="SEND",
        **said,
    )

    (filed,) = posted.response
    appeal = Appeal.objects.get()
    assert (appeal.text, appeal.fields) == ("Яма у дома 5", [["Глубина, см", "30"], ["Сторона", "левая"]])
    assert appeal.photos.count() == 0  # media_url is passed over, as docs/open311.md says
    assert client.get_token(filed["token"])[0]["service_request_id"] is None
    Appeal.objects.update(state=State.PUBLISHED, published_at=clock.now())
    number = client.get_token(filed["token"])[0]["service_request_id"]
    found = client.get_request(number)
    assert found and (found["description"], found["status"]) == ("Яма у дома 5", "open")
    assert [one["service_request_id"] for one in client.list_requests(status="open", page_size=5)] == [number]


def test_what_the_portal_refuses_reaches_the_client_in_words(portal):
    client = a_client(portal)
    with pytest.raises(HttpError) as refused:
        client.create_request("pothole", description="Яма", dry_run=False, confirm="SEND", **PLACE, **WHO)
    assert refused.value.status == 400
    assert "attribute[depth]" in refused.value.body
    assert not Appeal.objects.exists()


def test_our_extensions_are_reached_by_the_same_client(portal):
    client, now = a_client(portal), clock.now()
    for n in range(7):
        an_appeal(
            state=State.PUBLISHED, published_at=now - timedelta(minutes=n), text=f"Яма {n}" if n else "Фонарь"
        )
    folding.fold()

    def asked(**more: Any) -> list[str]:
        found = client.http.get_json(client._url("requests"), client._params(**more))
        return [one["description"] for one in found]

    assert len(asked(bbox="39,55,40,56")) == 7
    assert asked(bbox="10,10,11,11") == []
    assert asked(q="фонарь") == ["Фонарь"]
    pages = [asked(page=page, page_size=3) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({one for page in pages for one in page}) == 7


@pytest.mark.parametrize("form", ["json", "xml"])
def test_another_client_reads_the_same_in_both_forms(portal, form):
    appeals = {an_appeal(state=State.PUBLISHED, published_at=clock.now()).number for _ in range(2)}
    client = GeoReport(f"{portal}/open311/v2", output_format=form)
    services = client.get_service_list()
    service = services[0] if form == "json" else services
    assert service["service_code"] == "pothole"
    definition = client.get_service_definition("pothole")
    listed = definition["attributes"]
    assert (listed if form == "json" else listed["attribute"])[0]["code"] == "depth"
    day = clock.now() - timedelta(days=1)
    found = client.get_service_requests(status="open", start_date=f"{day:%Y-%m-%dT%H:%M:%SZ}")
    assert {one["service_request_id"] for one in found} == appeals
    one = client.get_service_request(min(appeals))
    assert re.fullmatch(r"\d{9}", one["service_request_id"])
