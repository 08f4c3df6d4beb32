"""Phones that were away come back all at once: the app's own outbox against a real portal with one web process.

`./bench comeback` does the same with ten thousand.
"""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

import pytest
from django.db import connection

from benches import phones
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import a_duty, a_settlement, a_territory, a_topic
from otklik.places.tests.given import a_house, a_street
from tests.fault.portal import Portal, a_portal
from tests.fault.wire import FAULTS, a_wire

pytestmark = [pytest.mark.mobile, pytest.mark.django_db(transaction=True)]

PHONES = 200
QUICK = 15  # times faster than ours runs the clock by which phones wait


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """On the database of this test."""
    place = a_settlement(name="Липовка", territory=a_territory())
    a_house(a_street(place, "Новая"), "5", lon=39.51, lat=55.51)
    a_topic()
    a_duty()
    where = connection.settings_dict
    user = f"{quote(where['USER'])}:{quote(where['PASSWORD'])}@" if where["USER"] else ""
    database = f"postgres://{user}{where['HOST']}:{where['PORT']}/{where['NAME']}"
    with a_portal(tmp_path, database=database) as found:
        found.start("web", "serve", "--port", str(found.port))
        found.wait()
        yield found


def test_two_hundred_come_back_at_once_and_the_portal_dies_in_the_middle_and_each_is_filed_once(
    portal: Portal,
):
    filings = phones.filings(PHONES)
    with phones.coming_back(portal.base, filings, cut=0.02, speed=QUICK) as end:
        quarter_has_left()
        portal.kill("web")
        portal.start("web", "serve", "--port", str(portal.port))
        crowd = end()
    assert phones.wrong(crowd) == []
    assert len(crowd.phones) == Appeal.objects.count() == PHONES
    assert crowd.statuses[0] > 0  # it did die under some of them
    assert sum(one.photos for one in crowd.phones) == 79


def test_whatever_the_wire_does_to_the_answers_each_is_filed_once(portal: Portal):
    (plain,) = phones.filings(1)
    filings = [phones.Filing(plain.body, photos=2, headers={"X-Spoil": fault}) for fault in FAULTS]
    with a_wire(portal.port) as wire, phones.coming_back(wire.base, filings, speed=QUICK) as end:
        crowd = end()
    assert phones.wrong(crowd) == []
    assert Appeal.objects.count() == len(FAULTS)
    assert wire.met == dict.fromkeys(FAULTS, 3)  # two photos and the appeal
    assert {(one.requests, one.attempts) for one in crowd.phones} == {(6, 4)}


def quarter_has_left() -> None:
    end = monotonic() + 120
    while Appeal.objects.count() < PHONES // 4:
        assert monotonic() < end
        sleep(0.05)
