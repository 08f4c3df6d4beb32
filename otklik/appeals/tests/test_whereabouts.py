"""From what was said of a place to a point and a territory."""

from typing import Any

import pytest

from otklik.appeals import whereabouts
from otklik.appeals.tests.given import MONDAY, a_settlement, a_territory

pytestmark = [pytest.mark.route, pytest.mark.django_db]


def test_a_settlement_without_an_address_is_enough_for_its_territory():
    place = a_settlement()

    found = whereabouts.find(settlement_id=place.pk, address="", point=None, side=None, on=MONDAY.date())

    assert (found.territory_id, found.address) == (a_territory().pk, "д. Липовка")


def test_the_side_of_a_border_is_told_by_id_or_by_code():
    west, east = a_territory(), a_territory(code="99702000", west=40.0)
    at: dict[str, Any] = {
        "settlement_id": None,
        "address": "у моста",
        "point": (40.0, 55.5),
        "on": MONDAY.date(),
    }

    assert whereabouts.find(**at, side=west.pk).territory_id == west.pk
    assert whereabouts.find(**at, side="99702000").territory_id == east.pk
    for side in (None, "", "99703000", 0):
        with pytest.raises(whereabouts.NearBorder):
            whereabouts.find(**at, side=side)


def test_a_settlement_that_the_register_has_not_is_refused():
    with pytest.raises(whereabouts.UnknownSettlement):
        whereabouts.find(
            settlement_id=999_999, address="ул. Новая, 1", point=None, side=None, on=MONDAY.date()
        )


def test_a_settlement_that_nobody_knows_is_asked_again():
    with pytest.raises(whereabouts.UnknownSettlement):
        whereabouts.named(settlement="Нетакого", address="ул. Новая, 1", side=None, on=MONDAY.date())
