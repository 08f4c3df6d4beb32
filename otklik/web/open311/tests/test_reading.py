"""Open311 GeoReport v2 for reading: the shapes of the standard in both forms, wrong values, nothing that is hidden."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Photo
from otklik.appeals.tests.given import MONDAY, a_citizen, a_topic, an_appeal
from otklik.kit import clock
from otklik.stats import folding
from otklik.stats.queries import inbox
from otklik.web.open311.asked import Asked

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

DAYS = "start_date=2026-03-01T00:00:00Z&end_date=2026-03-31T00:00:00Z"
SERVICE = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
REQUEST = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
    "address", "address_id", "zipcode", "lat", "long", "media_url",
]  # fmt: skip


def get(path: str, *, status: int = 200, **more: Any) -> Any:
    answer = Client().get(f"/open311/{path}", **more)
    assert answer.status_code == status, answer.content
    return answer


def told(asked: str = "", *, status: int = 200) -> list[dict[str, Any]]:
    return list(get(f"v2/requests.json?{asked}", status=status).json())


def numbers(asked: str) -> list[str]:
    return [one["service_request_id"] for one in told(f"{DAYS}&{asked}")]


def root(answer: Any) -> ElementTree.Element:
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return ElementTree.fromstring(answer.content)  # noqa: S314  # our own answer


def plain(element: Any) -> Any:
    """As JSON would have it, all of text. "" for an empty element."""
    if not len(element):
        return element.text or ""
    if len({inner.tag for inner in element}) == 1 and element.tag == f"{element[0].tag}s":
        return [plain(inner) for inner in element]
    return {inner.tag: plain(inner) for inner in element}


def as_text(found: Any) -> Any:
    """JSON as XML has it."""
    match found:
        case dict():
            return {name: as_text(value) for name, value in found.items()}
        case list():
            return [as_text(value) for value in found] or ""
        case bool():
            return str(found).lower()
        case None:
            return ""
        case _:
            return str(found)


def test_discovery_names_the_endpoint_and_its_forms():
    found = get("discovery.json").json()
    (here,) = found["endpoints"]
    assert here["url"] == f"{settings.BASE_URL}/open311/v2"
    assert here["specification"].endswith("GeoReport_v2")
    assert here["formats"] == ["application/json", "text/xml"]
    assert found.keys() == {"changeset", "contact", "key_service", "endpoints"}
    xml = root(get("discovery.xml"))
    assert (xml.tag, plain(xml)) == ("discovery", as_text(found))


def test_services_are_topics_and_attributes_their_own_questions():
    a_topic(code="roads.signs", fields=[
        {"code": "depth", "label": "Глубина, см", "type": "number", "required": True, "help": "На глаз"},
        {"code": "side", "label": "Сторона", "type": "choice", "choices": ["левая", "правая"]},
        {"code": "lit", "label": "Есть свет?", "type": "yesno"},
        {"code": "since", "label": "С какого дня", "type": "date"},
        {"code": "what", "label": "Что видно", "type": "text"},
    ])  # fmt: skip
    (found,) = get("v2/services.json").json()
    assert list(found) == SERVICE
    assert (found["service_code"], found["group"], found["metadata"]) == ("roads.signs", "Дороги", True)
    assert (found["type"], found["keywords"]) == ("batch", "problem,proposal,thanks")
    listed = root(get("v2/services.xml"))
    assert [inner.tag for inner in listed] == ["service"]
    assert (listed.tag, plain(listed[0])) == ("services", as_text(found))

    definition = get("v2/services/roads.signs.json").json()
    depth, side, lit, since, what = definition["attributes"]
    assert [one["datatype"] for one in (depth, side, lit, since, what)] == [
        "number", "singlevaluelist", "singlevaluelist", "datetime", "string",
    ]  # fmt: skip
    assert (depth["order"], depth["required"], depth["datatype_description"]) == (1, True, "На глаз")
    assert side["values"] == [{"key": "левая", "name": "левая"}, {"key": "правая", "name": "правая"}]
    assert lit["values"] == [{"key": "yes", "name": "Да"}, {"key": "no", "name": "Нет"}]
    xml = root(get("v2/services/roads.signs.xml"))
    assert xml.tag == "service_definition"
    assert plain(xml.find("attributes")) == as_text(definition["attributes"])


def test_a_request_has_every_field_of_the_standard_in_both_forms():
    appeal = an_appeal(
        state=State.ANSWERED, text="Яма <5 м> & «лужа»\x0b", answer_by="2026-03-10", has_photo=True
    )
    photo = uuid4()
    Photo.objects.create(id=photo, appeal=appeal, place=0, width=400, height=300, created_at=MONDAY)
    (found,) = told(DAYS)
    assert list(found) == REQUEST
    assert found["service_request_id"] == appeal.number
    assert (found["status"], found["status_notes"]) == ("closed", "Есть ответ")
    assert (found["service_code"], found["service_name"]) == ("pothole", "Яма на дороге")
    assert found["agency_responsible"] == "Дорожная служба"
    assert found["requested_datetime"] == "2026-03-02T09:00:00Z"
    assert found["expected_datetime"].startswith("2026-03-10T23:59:59")
    assert (found["lat"], found["long"]) == (55.5, 39.5)
    assert found["media_url"] == f"{settings.BASE_URL}/photos/{photo}-full.jpg"
    listed = root(get(f"v2/requests.xml?{DAYS}"))
    assert (listed.tag, [inner.tag for inner in listed]) == ("service_requests", ["request"])
    assert plain(listed[0]) == as_text({**found, "description": "Яма <5 м> & «лужа»"})
    assert get(f"v2/requests/{appeal.number}.json").json() == [found]
    assert plain(root(get(f"v2/requests/{appeal.number}.xml"))[0]) == plain(listed[0])


def test_requests_are_narrowed_by_number_service_status_days_place_and_words():
    old = an_appeal(state=State.PUBLISHED, published_at=MONDAY - timedelta(days=1))
    hole = an_appeal(state=State.CLOSED, text="Открытый колодец")
    lamp = an_appeal(
        state=State.REGISTERED, topic=a_topic(code="lamp"), published_at=MONDAY + timedelta(hours=1)
    )
    Appeal.objects.filter(pk=lamp.pk).update(point="SRID=4326;POINT(39.9 55.9)")
    folding.fold()
    assert numbers("") == [lamp.number, hole.number, old.number]
    assert numbers("status=open") == [lamp.number, old.number]
    assert numbers("status=closed") == [hole.number]
    assert numbers("status=open,closed") == numbers("")
    assert numbers("service_code=lamp") == [lamp.number]
    assert numbers("service_code=lamp,pothole") == numbers("")
    assert numbers("bbox=39.8,55.8,40,56") == [lamp.number]
    assert numbers("q=колодец") == [hole.number]
    assert numbers("q=колодец&status=open") == []
    assert [one["service_request_id"] for one in told(f"service_request_id={hole.number},{old.number},1")] == [
        hole.number, old.number,
    ]  # fmt: skip
    exactly = told("start_date=2026-03-02T09:00:00Z&end_date=2026-03-02T12:00:00%2B03:00")
    assert [one["service_request_id"] for one in exactly] == [hole.number]
    assert [one["service_request_id"] for one in told("start_date=2026-03-02")] == [lamp.number, hole.number]


def test_without_days_the_last_ninety_are_told():
    an_appeal(state=State.PUBLISHED, published_at=clock.now() - timedelta(days=91))
    new = an_appeal(state=State.PUBLISHED, published_at=clock.now() - timedelta(days=89))
    assert [one["service_request_id"] for one in told()] == [new.number]


def test_pages_are_reached_by_number_and_by_cursor():
    all_of_them = [
        an_appeal(state=State.PUBLISHED, published_at=MONDAY + timedelta(minutes=n)).number
        for n in range(5, 0, -1)
    ]
    assert numbers("page_size=2&page=1") == all_of_them[:2]
    assert numbers("page_size=2&page=3") == all_of_them[4:]
    assert numbers("page_size=2&page=4") == []
    found, address = [], f"v2/requests.json?{DAYS}&page_size=2"
    while address:
        answer = get(address)
        assert "Link" in answer["Access-Control-Expose-Headers"]
        found += [one["service_request_id"] for one in answer.json()]
        address = _links(answer).get("next", "").partition("/open311/")[2]
    assert found == all_of_them


def _links(answer: Any) -> dict[str, str]:
    """Addresses by what they are to the page."""
    return {rel: link for link, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.get("Link", ""))}


HIDDEN: dict[str, dict[str, Any]] = {
    "on moderation": {"state": State.MODERATION, "published_at": None},
    "refused": {"state": State.REFUSED, "published_at": None},
    "withheld": {"state": State.PUBLISHED, "withheld": True},
    "withdrawn unread": {"state": State.WITHDRAWN, "published_at": None},
}


@pytest.mark.parametrize("how", HIDDEN)
def test_what_is_not_public_is_told_nowhere(how):
    number = an_appeal(**HIDDEN[how]).number
    folding.fold()
    assert numbers("") == []
    assert numbers("q=яма") == []
    assert told(f"service_request_id={number}") == []
    for form in ("json", "xml"):
        assert number not in get(f"v2/requests/{number}.{form}", status=404).content.decode()


def test_what_its_author_took_back_is_closed_and_has_lost_its_words():
    number = an_appeal(state=State.WITHDRAWN, text="Мои слова").number
    (found,) = get(f"v2/requests/{number}.json").json()
    assert (found["status"], found["status_notes"]) == ("closed", "Отозвано автором")
    assert (found["description"], found["lat"], found["media_url"]) == ("", None, None)
    assert numbers("") == []


def test_nothing_of_the_author_is_told():
    vera = a_citizen()
    vera.name, vera.surname, vera.email = "Вера", "Рощина", "vera@example.test"
    vera.save()
    an_appeal(state=State.PUBLISHED, author=vera, author_phone="+79990000000")
    page = get(f"v2/requests.xml?{DAYS}").content.decode()
    assert "pothole" in page
    assert not any(secret in page for secret in ("Вера", "Рощина", "vera@", "+7999"))


WRONG = [
    "status=done", "service_code=no.such", "start_date=soon", "end_date=2026-13-01", "bbox=1,2,3", "page=0", "page=x",
    "page_size=51", "page=21&page_size=50", "cursor=forged", f"service_request_id={'1,' * 51}", f"q={'я' * 201}",
    "start_date=2026-01-01&end_date=2026-06-01", "start_date=2026-02-01&end_date=2026-01-01",
]  # fmt: skip


@pytest.mark.parametrize("asked", WRONG)
def test_wrong_values_are_told_as_the_standard_says(asked):
    (error,) = get(f"v2/requests.json?{asked}", status=400).json()
    assert error["code"] == 400
    assert error["description"]
    xml = root(get(f"v2/requests.xml?{asked}", status=400))
    assert (xml.tag, plain(xml)) == ("errors", [as_text(error)])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("v2/services/no.such", 404),
        ("v2/requests/481270356", 404),
        ("v2/nothing", 404),
        ("v2/requests/what", 404),
    ],
)
def test_what_is_not_there_is_told_in_the_form_that_was_asked_for(path, status):
    (error,) = get(f"{path}.json", status=status).json()
    assert error["code"] == status
    assert plain(root(get(f"{path}.xml", status=status))) == [as_text(error)]
    assert get(f"{path}.html", status=status).json()[0]["code"] == 404


def test_other_sites_may_read_and_errors_are_in_the_language_of_the_caller():
    answer = get("v2/requests.json?page=0", status=400, headers={"Accept-Language": "en"})
    assert (answer["Content-Language"], answer["Access-Control-Allow-Origin"]) == ("en", "*")
    assert "page: a number from 1" in answer.json()[0]["description"]
    assert not answer.cookies
    whole = get("v2/services.xml")
    assert get("v2/services.xml", status=304, headers={"If-None-Match": whole["ETag"]}).content == b""
    assert Client().delete("/open311/v2/services.json").status_code == 405


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("v2/services.json", 2),
        ("v2/services/pothole.json", 1),
        (f"v2/requests.json?{DAYS}", 1),
        (f"v2/requests.json?{DAYS}&page=2&page_size=2", 2),
        (f"v2/requests.json?{DAYS}&service_code=pothole&bbox=39,55,40,56&status=open", 2),
        (f"v2/requests.json?{DAYS}&service_code=pothole,roads.signs", 1),
        (f"v2/requests.json?{DAYS}&q=яма", 3),
        ("v2/requests.json?service_request_id={number}", 1),
        ("v2/requests/{number}.xml", 1),
    ],
)
def test_statements_are_few(path, most):
    a_topic(code="roads.signs")
    appeals = [an_appeal(state=State.PUBLISHED) for _ in range(5)]
    folding.fold()
    path = path.format(number=appeals[0].number)
    get(path)  # names of topics and bodies are kept
    with CaptureQueriesContext(connection) as asked:
        get(path)
    assert len(asked) <= most


@pytest.mark.parametrize("most", [0, 10_000])
def test_a_crowded_box_and_an_empty_one_are_paged_alike(monkeypatch, most):
    """In the one they are looked for by their dates, in the other by their points."""
    monkeypatch.setattr(inbox, "CROWDED", most)
    a_topic(code="roads.signs")
    inside = [
        an_appeal(
            state=State.CLOSED if n % 3 else State.REGISTERED,
            topic=a_topic(code="roads.signs" if n % 2 else "pothole"),
            published_at=MONDAY + timedelta(minutes=n // 2),
            point=Point(39.5, 55.5, srid=4326),
        )
        for n in range(8)
    ]
    an_appeal(state=State.CLOSED, point=Point(41.5, 55.5, srid=4326))
    folding.fold()
    newest = [one.number for one in sorted(inside, key=lambda one: (one.published_at, one.pk), reverse=True)]
    box = f"{DAYS}&bbox=39,55,40,56"
    assert [one["service_request_id"] for one in told(box)] == newest
    assert [one["service_request_id"] for one in told(f"{box}&page=2&page_size=3")] == newest[3:6]
    assert [one["service_request_id"] for one in told(f"{box}&service_code=pothole")] == [
        number for number in newest if number in {one.number for one in inside[::2]}
    ]
    assert [one["service_request_id"] for one in told(f"{box}&service_code=pothole,roads.signs")] == newest
    assert [one["service_request_id"] for one in told(f"{box}&status=open")] == [
        number for number in newest if number in {one.number for one in inside[::3]}
    ]
    pages, there = [], f"/open311/v2/requests.json?{box}&page_size=3"
    back = ""
    while there:
        answer = Client().get(there)
        pages += [one["service_request_id"] for one in answer.json()]
        links = dict(re.findall(r'<[^>]*?(/open311[^>]*)>; rel="(\w+)"', answer.get("Link", "")))
        links = {name: address for address, name in links.items()}
        back, there = links.get("prev", back), links.get("next", "")
    assert pages == newest
    assert [one["service_request_id"] for one in Client().get(back).json()] == newest[3:6]


class AnyQuery(TestCase):
    @given(
        asked=st.dictionaries(
            st.sampled_from(list(Asked.__struct_fields__)),
            st.one_of(
                st.text(max_size=30),
                st.integers().map(str),
                st.sampled_from(["open", "pothole", "2026-03-01", "39,55,40,56", "481270356", "1,-1,1,1"]),
                st.datetimes().map(str),
            ),
            max_size=4,
        ),
        form=st.sampled_from(["json", "xml"]),
    )
    @examples(max_examples=60, deadline=None, derandomize=True)
    def test_any_query_is_answered_or_refused(self, asked: dict[str, str], form: str) -> None:
        answer = Client().get(f"/open311/v2/requests.{form}", asked)
        assert answer.status_code in (200, 400), (asked, answer.content)
