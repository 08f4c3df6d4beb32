"""From what was said of a place to a point and a territory."""

import pytest

from otklik.appeals import whereabouts
from otklik.appeals.tests.given import MONDAY, a_settlement, a_territory

pytestmark = [pytest.mark.route, pytest.mark.django_db]


def test_a_settlement_without_an_address_is_enough_for_its_territory():
    place = a_settlement()

    found = whereabouts.find(settlement_id=place.pk, address="", point=None, side=None, on=MONDAY.date())

    assert (found.territory_id, found.address) == (a_territory().pk, "д. Липовка")


def test_a_settlement_that_nobody_knows_is_asked_again():
    with pytest.raises(whereabouts.UnknownSettlement):
        whereabouts.named(settlement="Нетакого", address="ул. Новая, 1", side=None, on=MONDAY.date())
