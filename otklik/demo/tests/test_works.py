"""The demo shows works and outages that are on, ahead and cancelled."""

import pytest

from otklik.demo.works import store_works
from otklik.kit import clock
from otklik.places.models import Settlement
from otklik.works import queries
from otklik.works.models import Work
from otklik.works.tests.given import a_town

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def test_works_of_the_demo_are_on_ahead_and_cancelled_and_are_there_once():
    a_town()
    Settlement.objects.update(population=900)
    now = clock.now()
    assert store_works(seed=1, now=now) == 8
    assert store_works(seed=1, now=now) == 0
    assert queries.listed(when="now", now=now).rows
    assert queries.listed(when="soon", now=now).rows
    assert Work.objects.filter(cancelled=True).count() == 1
    assert Work.objects.filter(revision=2).count() == 2
