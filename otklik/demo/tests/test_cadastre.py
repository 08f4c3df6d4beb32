"""The demo's land."""

import pytest
from django.test import Client

from otklik.appeals.tests.given import MONDAY, a_territory
from otklik.cadastre import figures
from otklik.cadastre.models import Figure, Outcome
from otklik.demo.cadastre import SOURCE, store_land
from otklik.demo.own_fields import placed

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def test_figures_and_outcomes_are_invented_and_say_so():
    a_territory()
    assert store_land(seed=1, now=MONDAY) == 22
    assert store_land(seed=1, now=MONDAY) == 0
    assert all(source.startswith(SOURCE) for source in Figure.objects.values_list("source", flat=True))
    assert not Figure.objects.filter(checked=True).exists()
    assert Outcome.objects.count() == 4
    assert figures.average("99701000", "housing", on=MONDAY.date()) is not None
    assert SOURCE in Client().get("/cadastre/outcomes").content.decode()


def test_plots_near_each_other_are_in_one_quarter():
    own = {"cadastral_number": "99:01:0010001:7", "value": "1"}
    one = placed(own, "99701000", (39.51, 55.51))
    other = placed({"cadastral_number": "99:02:0990001:8"}, "99701000", (39.52, 55.52))
    assert one["cadastral_number"].rpartition(":")[0] == other["cadastral_number"].rpartition(":")[0]
    assert one["cadastral_number"].endswith(":7")
    assert one["value"] == "1"
    assert placed({"value": "1"}, "99701000", (39.5, 55.5)) == {"value": "1"}
