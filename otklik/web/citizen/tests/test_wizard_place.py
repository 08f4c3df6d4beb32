"""The page of the place: suggestions, a map that is a picture, borders, the world outside."""

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from otklik.appeals.lifecycle import Attention
from otklik.appeals.models import Appeal
from otklik.appeals.steps import intake, moderation
from otklik.appeals.tests.given import a_moderator, a_settlement, a_territory
from otklik.kit import clock
from otklik.places.models import Settlement
from otklik.web.citizen.tests.given import AUTHOR, PLACE, WORDS, Wizard, a_land, begun, beside, seen

pytestmark = [pytest.mark.public, pytest.mark.django_db]

CENTRE = {"map.x": "300", "map.y": "180"}


@pytest.fixture(autouse=True)
def land() -> Settlement:
    return a_land()


def moved(place: Settlement, lon: float, lat: float = 55.5) -> None:
    place.point = Point(lon, lat, srid=4326)
    place.save()


def pressed(**more: str) -> Wizard:
    """The place is named and the middle of the map pressed: the point is where the settlement is."""
    me = begun().up_to("place")
    me.say("place", **{**PLACE, "address": "у пруда", **CENTRE, **more})
    return me


def finished(me: Wizard, **side: str) -> Appeal:
    me.say("place", **{**PLACE, "address": "у пруда", **side})
    me.say("text", **WORDS)
    me.say("review", **AUTHOR)
    return Appeal.objects.get(client_key=me.draft_id)


@pytest.mark.parametrize(("typed", "label"), [("лип", "д. Липовка"), ("Липофка", "д. Липовка")])
def test_settlements_are_suggested_while_typing_and_forgive_a_slip(typed, label):
    rows = Client().get("/places/suggest", {"q": typed}).json()
    assert rows[0]["label"].startswith(label)
    assert rows[0]["id"].isdecimal()


def test_addresses_are_suggested_within_the_settlement(land):
    rows = Client().get("/places/suggest", {"q": "новая 5", "settlement": land.pk}).json()
    assert [row["label"] for row in rows] == ["ул. Новая, д. 5"]


@pytest.mark.parametrize("settlement", ["9" * 30, "9" * 5000, "-1", "x", "²"])
def test_suggestions_for_a_settlement_that_is_none_are_no_crash(settlement):
    answer = Client().get("/places/suggest", {"q": "нов", "settlement": settlement[:5000]})
    assert answer.status_code == 200
    assert isinstance(answer.json(), list)


def test_of_several_settlements_with_one_name_the_person_chooses(land):
    other = a_settlement(territory=a_territory(code="99702000", west=40.0))
    me = begun().up_to("place")

    answer = me.say("place", **PLACE)

    assert "Таких названий несколько" in beside(answer, "settlement")
    assert f'name="settlement_choice" value="{other.pk}"' in answer.content.decode()
    assert me.say("place", **PLACE, settlement_choice=str(land.pk))["Location"].endswith("/text")


def test_an_address_the_register_does_not_have_is_taken_as_written():
    me = begun().up_to("place")
    me.say("place", settlement="Липовка", address="за  сельским клубом")
    me.say("text", **WORDS)
    me.say("review", **AUTHOR)

    appeal = Appeal.objects.get()
    assert (appeal.address, appeal.point) == ("д. Липовка, за сельским клубом", None)
    assert appeal.territory.code == "99701000"  # the settlement's


def test_show_on_the_map_puts_the_point_on_the_house():
    me = begun().up_to("place")
    assert "Отмечено: 55.51000, 39.51000" in seen(me.say("place", **PLACE, do="map"))


def test_a_press_on_the_picture_puts_the_point_where_it_was_pressed():
    me = pressed()
    assert "Отмечено: 55.50000, 39.50000" in seen(me.open("place"))

    me.say("place", **PLACE, **{"map.x": "500", "map.y": "80"})  # to the right and up from the middle
    appeal = finished(me)
    assert 39.50 < appeal.point.x < 39.52
    assert 55.50 < appeal.point.y < 55.51


def test_the_phones_picture_is_smaller_and_its_middle_is_the_same_place():
    me = begun().up_to("place")
    answer = me.say("place", **PLACE, **{"phone-map.x": "140", "phone-map.y": "140"})
    assert "Отмечено: 55.50000, 39.50000" in seen(answer)


def test_nearer_farther_and_no_point_change_the_picture_and_keep_what_was_typed():
    me = pressed()
    pages = [me.say("place", **PLACE, do=do).content.decode() for do in ("in", "out", "out")]
    pictures = {page.split("&amp;v=")[1].split('"')[0] for page in pages}
    assert len(pictures) == 3
    answer = me.say("place", settlement="Липовка", address="у моста", do="clear")
    assert "Точка ещё не поставлена" in seen(answer)
    assert 'value="у моста"' in answer.content.decode()


@pytest.mark.parametrize("x", ["-5", "x", "", "99999", "9" * 5000])
def test_a_press_that_is_none_is_no_crash(x):
    me = begun().up_to("place")
    assert me.say("place", **PLACE, **{"map.x": x, "map.y": "10"}).status_code == 200


@pytest.mark.parametrize("shape", ["map", "phone-map"])
def test_the_picture_is_the_persons_own_and_in_two_shapes(shape):
    me = pressed()
    answer = me.client.get(f"{me.base}/place.svg", {"shape": shape})
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "private, no-store"
    assert me.client.get(f"{me.base}/place.svg", {"shape": "round"}).status_code == 404


def test_at_a_border_the_person_says_which_side(land):
    other = a_territory(code="99702000", west=40.0)
    moved(land, 39.9999)  # six metres from the border
    me = pressed()

    answer = me.say("place", **{**PLACE, "address": "у пруда"})

    assert "Выберите сторону" in beside(answer, "side")
    assert all(f"Округ {code}" in seen(answer) for code in ("99701000", "99702000"))
    assert finished(me, side=str(other.pk)).territory == other


@pytest.mark.parametrize("side", ["", "0", "999999", "x", "9" * 5000])
def test_a_side_that_is_not_one_of_the_two_is_asked_again(land, side):
    a_territory(code="99702000", west=40.0)
    moved(land, 39.9999)
    me = pressed()
    assert "Выберите сторону" in beside(me.say("place", **PLACE, side=side), "side")


def test_sixty_metres_from_the_border_nobody_is_asked(land):
    a_territory(code="99702000", west=40.0)
    moved(land, 39.999)
    me = pressed()
    assert me.say("place", **{**PLACE, "address": "у пруда"})["Location"].endswith("/text")


def test_outside_the_region_it_is_filed_all_the_same_and_a_desk_decides(land):
    moved(land, 37.0)
    appeal = finished(pressed())
    assert appeal.territory is None

    appeal = moderated(appeal)

    assert (appeal.state, appeal.attention) == ("published", Attention.OUTSIDE)
    desk = Client()
    desk.force_login(a_moderator())
    assert "Точка за пределами региона" in seen(desk.get("/desk/decide"))


def moderated(appeal: Appeal) -> Appeal:
    intake.confirm(appeal_id=appeal.pk, now=clock.now())
    moderation.publish(appeal_id=appeal.pk, moderator=a_moderator(), now=clock.now())
    appeal.refresh_from_db()
    return appeal
