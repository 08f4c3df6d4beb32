"""Places to watch: added by settlement and address, five at most, whoever presses how often."""

from threading import Barrier, Thread

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from otklik.appeals import watches
from otklik.appeals.models import Watch
from otklik.appeals.tests.given import MONDAY
from otklik.kit.errors import Refusal
from otklik.web.citizen.tests.given import a_land, beside, seen
from otklik.web.profile.tests.given import at_home, vera
from otklik.web.tests.test_statements import statements

pytestmark = [pytest.mark.people, pytest.mark.django_db]

HERE = {"settlement": "Липовка", "address": "ул. Новая, 5", "radius": "500", "title": ""}


def test_an_address_becomes_a_place_with_its_point_and_a_repeat_adds_nothing():
    a_land()
    client = at_home(vera())
    for _press in range(2):
        assert client.post("/account/places", HERE)["Location"] == "/account/places"
    watch = Watch.objects.get()
    assert watch.point
    assert watch.circle
    assert (watch.point.coords, watch.radius) == ((39.51, 55.51), 500)
    assert "ул. Новая" in watch.title
    assert watch.circle.contains(watch.point)
    assert "500 м" in seen(client.get("/account/places"))


def test_without_an_address_it_is_the_middle_of_the_settlement_under_the_persons_own_words():
    a_land()
    at_home(vera()).post("/account/places", {**HERE, "address": "", "title": "Дача", "radius": "10000"})
    watch = Watch.objects.get()
    assert watch.point
    assert (watch.title, watch.point.coords) == ("Дача", (39.5, 55.5))


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("settlement", ""), ("settlement", "Нетакого"), ("address", "ул. Новая, 500"), ("radius", "7"),
        ("radius", "99999999"), ("radius", ""), ("title", "я" * 101),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_field_and_nothing_is_added(field, typed):
    a_land()
    answer = at_home(vera()).post("/account/places", {**HERE, field: typed})
    assert answer.status_code == 422
    assert beside(answer, field)
    assert not Watch.objects.exists()


def fill(user_id: int, n: int = watches.PLACES) -> None:
    for step in range(n):
        watches.add_place(
            user_id=user_id, title=f"Место {step}", point=(39.5 + step / 100, 55.5), radius=300, now=MONDAY
        )


def test_a_sixth_place_is_refused_with_words():
    a_land()
    user = vera()
    fill(user.pk)
    answer = at_home(user).post("/account/places", HERE)
    assert "не больше чем за 5" in seen(answer)
    assert Watch.objects.count() == 5


def test_nobody_drops_a_place_of_another():
    user, other = vera(), vera("anna@example.test")
    fill(user.pk, 1)
    watch = Watch.objects.get()
    at_home(other).post(f"/account/places/{watch.pk}/drop")
    assert Watch.objects.exists()
    client = at_home(user)
    client.get(f"/account/places/{watch.pk}/drop")
    assert Watch.objects.exists()
    for _press in range(2):
        client.post(f"/account/places/{watch.pk}/drop")
    assert not Watch.objects.exists()


@pytest.mark.parametrize("lat", [0, 55.5, 75])
@pytest.mark.parametrize("radius", watches.RADII)
def test_the_box_holds_the_whole_circle(lat, radius):
    box = watches.box(39.5, lat, radius)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(CASE WHEN ST_Intersects(%s::geometry,"
            " ST_Project(%s::geography, %s, radians(n))::geometry) THEN 1 ELSE 0 END)"
            " FROM generate_series(0, 359, 15) n",
            [box.ewkt, Point(39.5, lat, srid=4326).ewkt, radius],
        )
        assert cursor.fetchone() == (1,)


def test_the_page_of_places_takes_four():
    place = a_land()
    user = vera(home_code=place.code)
    fill(user.pk)
    assert len(statements(at_home(user), "/account/places")) <= 4


def test_adding_one_takes_eight_at_most():
    a_land()
    assert len(statements(at_home(vera()), "/account/places", HERE)) <= 8


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_at_once_five_are_kept():
    user = vera()
    start, refused = Barrier(8), []

    def press(n: int) -> None:
        start.wait()
        try:
            watches.add_place(
                user_id=user.pk, title=str(n), point=(39.0 + n / 10, 55.0), radius=300, now=MONDAY
            )
        except Refusal as e:
            refused.append(e)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Watch.objects.count(), len(refused)) == (watches.PLACES, 3)
