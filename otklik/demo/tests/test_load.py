"""The region as the tables have it. A tenth of the settlements is enough to see."""

from dataclasses import replace
from datetime import date

import pytest

from otklik.appeals import officerules
from otklik.authorities import routing
from otklik.authorities.models import Authority
from otklik.authorities.queries import Way, served_by, way_to
from otklik.classifier.models import Category, Topic
from otklik.demo.load import Loaded, store
from otklik.demo.people import ACCOUNTS
from otklik.demo.region import make_region
from otklik.demo.rows import Region
from otklik.demo.store import create_accounts
from otklik.demo.topics import topics
from otklik.people.models import User
from otklik.places import queries
from otklik.places.models import House, Settlement, Street, Territory

pytestmark = [pytest.mark.route, pytest.mark.django_db]


@pytest.fixture(scope="module")
def region() -> Region:
    """One village, town or city in ten, with streets numbered anew."""
    whole = make_region()
    kept = {one.code for one in whole.settlements[1::10]}
    streets = [one for one in whole.streets if one.settlement_code in kept]
    numbers = {one.number: new for new, one in enumerate(streets)}
    return Region(
        territories=whole.territories,
        settlements=tuple(one for one in whole.settlements if one.code in kept),
        streets=tuple(replace(one, number=numbers[one.number]) for one in streets),
        houses=tuple(
            replace(one, street=numbers[one.street]) for one in whole.houses if one.street in numbers
        ),
        authorities=whole.authorities,
        duties=whole.duties,
    )


def counts() -> list[int]:
    return [model.objects.count() for model in (Category, Topic, Territory, Settlement, Street, House)]


def test_a_second_load_changes_nothing(region):
    first: Loaded = store(region)
    stored = counts()
    assert store(region) == first
    assert counts() == stored
    assert stored == [15, first.topics, 21, first.settlements, first.streets, first.houses]


def test_every_house_is_found_in_its_municipality_of_the_day(region):
    store(region)
    for settlement in region.settlements:
        house = region.houses_by_settlement[settlement.code][0]
        found = queries.at_point(*house.at, on=date(2026, 11, 24))
        assert isinstance(found, queries.Found)
        assert found.territory.code == settlement.territory_code


def test_the_reformed_okrug_is_found_under_the_name_of_the_day(region):
    store(region)
    (former,) = (one for one in region.territories if one.valid_to)
    at = former.geom.representative_point()
    found = [queries.at_point(at.x, at.y, on=day) for day in (date(2025, 12, 31), date(2026, 1, 1))]
    assert [one.territory.code for one in found if isinstance(one, queries.Found)] == [
        former.code,
        former.successor,
    ]
    assert Territory.objects.get(code=former.successor).predecessors.get().code == former.code


def test_routing_in_the_database_agrees_with_the_region(region):
    store(region)
    for topic in list(topics().values())[::9]:
        for territory in [one for one in region.territories if one.valid_to is None][::4]:
            ours = region.responsible(topic_code=topic.code, duty=topic.duty, territory_code=territory.code)
            found = routing.responsible(topic_code=topic.code, duty=topic.duty, territory_code=territory.code)
            assert found is not None
            assert found.authority_name == ours.name


def test_the_accounts_of_the_demo_fit_the_roles_and_the_authorities(region):
    assert {one.role for one in ACCOUNTS} == set(User.Role.values)
    assert len({one.email for one in ACCOUNTS}) == len(ACCOUNTS)
    for one in ACCOUNTS:
        assert one.email.endswith("@example.test")
        assert bool(one.authority_code) == (one.role in (User.Role.CLERK, User.Role.HEAD))
        assert not one.authority_code or one.authority_code in region.authority_by_code


def test_the_head_of_the_capital_sees_what_its_departments_answer(region):
    store(region)
    create_accounts("secret")
    head = User.objects.get(role=User.Role.HEAD)
    codes = set(
        Authority.objects.filter(pk__in=served_by(head.pk, with_subordinates=True)).values_list(
            "code", flat=True
        )
    )
    assert {"adm-99701", "utilities-99701", "roadworks-99701"} <= codes
    assert not any("99702" in code for code in codes)


def test_the_demos_officials_work_at_desks_that_show_all_they_can(region):
    store(region)
    for _again in range(2):
        create_accounts("otklik-demo")
    bodies = Authority.objects.filter(
        members__user__email__in=["utilities@example.test", "head@example.test"]
    )
    assert [way_to(body) for body in bodies] == [Way.DESK, Way.DESK]
    clerks = bodies.get(members__user__email="utilities@example.test")
    assert officerules.signs(clerks.pk)
    assert len(officerules.templates(clerks.pk)) == 3
