"""Settlements, streets and houses by what somebody types."""

import pytest
from django.contrib.gis.geos import LineString, Point
from django.db import IntegrityError, connection, transaction

from otklik.places import addresses, queries
from otklik.places.models import House
from otklik.places.tests.given import a_box, a_house, a_settlement, a_street, a_territory

pytestmark = [pytest.mark.route, pytest.mark.django_db]


def labels(rows):
    return [row.label for row in rows]


def test_a_beginning_brings_settlements_the_biggest_first():
    a_settlement("Берёзовка", population=90)
    a_settlement("Берёзовск", "г", population=40_000)
    a_settlement("Липки")
    assert labels(queries.suggest_settlements("бер")) == ["г. Берёзовск", "д. Берёзовка"]
    assert labels(queries.suggest_settlements("б")) == ["г. Берёзовск", "д. Берёзовка"]


@pytest.mark.parametrize("typed", ["березовка", "Берзовка", "д. Берёзовка", "деревня березофка"])
def test_a_slip_of_the_finger_still_finds_the_settlement(typed):
    a_settlement("Берёзовка")
    a_settlement("Липки")
    assert labels(queries.suggest_settlements(typed)) == ["д. Берёзовка"]


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "\\", "щщщ", "'; --"])
def test_what_names_nothing_finds_nothing(typed):
    a_settlement("Берёзовка")
    assert queries.suggest_settlements(typed) == []


def test_settlements_of_one_name_are_told_apart_by_their_municipality():
    a_territory("99701000", short_name="Борский округ")
    a_territory("99702000", a_box(40.1, 54, 40.2, 54.1), short_name="Лугов округ")
    a_settlement("Ивановка", territory_code="99701000101")
    there = a_settlement("Ивановка", territory_code="99702000")

    assert sorted(labels(queries.suggest_settlements("ивановка"))) == [
        "д. Ивановка, Борский округ",
        "д. Ивановка, Лугов округ",
    ]
    assert queries.suggest_settlements("д. Ивановка, Лугов округ", 1)[0].id == there.pk
    assert [row.id for row in queries.settlements_called("дер. Ивановка, Лугов округ")] == [there.pk]
    assert len(queries.settlements_called("Ивановка")) == 2


def test_a_name_that_is_nearly_right_is_not_taken_for_the_name():
    a_settlement("Ивановка")
    assert queries.settlements_called("Иванофка") == []
    assert queries.settlements_called("село Ивановка") == []


def test_the_nearest_settlements_come_with_metres():
    a_settlement("Дальняя", point=Point(40.2, 54.0, srid=4326))
    a_settlement("Ближняя", point=Point(40.0, 54.01, srid=4326))
    a_settlement("Неведомая")
    found = queries.settlements_near(40.0, 54.0)
    assert [(row.name, row.metres) for row in found] == [("д. Ближняя", 1113), ("д. Дальняя", 13115)]


def test_a_settlement_is_read_by_its_id():
    place = a_settlement("Липки", point=Point(40.0, 54.0, srid=4326))
    found = queries.settlement(place.pk)
    assert (found.label, found.territory_code, found.point) == ("д. Липки", "99701000", (40.0, 54.0))
    assert queries.settlement(place.pk + 1) is None


@pytest.mark.parametrize("typed", ["лен", "ленина", "ул. Ленина", "ленена", "Ленина ул"])
def test_a_street_is_found_while_it_is_typed(typed):
    place = a_settlement()
    a_street(place, "Ленина")
    a_street(place, "Мира", "пр-кт")
    a_street(a_settlement("Липки"), "Ленина")
    assert labels(queries.suggest_streets(place.pk, typed)) == ["ул. Ленина"]


def test_a_later_word_of_the_name_finds_the_street():
    place = a_settlement()
    a_street(place, "Карла Маркса")
    assert labels(queries.suggest_streets(place.pk, "маркс")) == ["ул. Карла Маркса"]


def test_the_kind_that_was_typed_comes_first():
    place = a_settlement()
    for kind in ("ул", "пер", "пр-кт"):
        a_street(place, "Мира", kind)
    assert labels(queries.suggest_streets(place.pk, "пер мира"))[0] == "пер. Мира"


def test_a_number_brings_houses_the_exact_one_first():
    place = a_settlement()
    street = a_street(place, "Ленина")
    for number in ("51", "5а", "5", "5 к. 2", "6"):
        a_house(street, number)
    found = queries.suggest_addresses(place.pk, "ленена 5")
    assert labels(found) == [
        "ул. Ленина, д. 5",
        "ул. Ленина, д. 51",
        "ул. Ленина, д. 5а",
        "ул. Ленина, д. 5 к. 2",
    ]
    assert found[0].point == (40.05, 54.05)
    assert len({row.id for row in found}) == 4


def test_without_a_number_streets_are_suggested():
    place = a_settlement()
    a_house(a_street(place, "Ленина"))
    (found,) = queries.suggest_addresses(place.pk, "лен")
    assert (found.label, found.house_id, found.point) == ("ул. Ленина", None, None)


@pytest.mark.parametrize(
    "text",
    [
        "ул. Ленина, д. 5 к. 1",
        "Ленина 5к1",
        "г. Верхнеокск, Ленина ул., дом 5 корпус 1, кв. 12",
        "УЛ ЛЕНИНА 5 К 1",
    ],
)
def test_an_address_is_resolved_however_it_is_written(text):
    place = a_settlement("Верхнеокск", "г")
    house = a_house(a_street(place, "Ленина"), "5 к. 1")

    found = queries.resolve_address(place.pk, text)

    assert (found.house_id, found.point) == (house.pk, (40.05, 54.05))
    assert found.label == "г. Верхнеокск, ул. Ленина, д. 5 к. 1"
    assert found.territory_code == "99701000"


def test_a_house_that_the_register_lacks_keeps_its_street_and_has_no_point():
    place = a_settlement("Верхнеокск", "г")
    street = a_street(place, "Ленина")
    found = queries.resolve_address(place.pk, "Ленина 7")
    assert (found.street_id, found.house_id, found.point) == (street.pk, None, None)
    assert found.label == "г. Верхнеокск, ул. Ленина, д. 7"


def test_a_street_that_the_register_lacks_stays_as_written():
    place = a_settlement("Верхнеокск", "г")
    a_street(place, "Мирная")
    found = queries.resolve_address(place.pk, "у пруда за ул. Мира")
    assert (found.street_id, found.point) == (None, None)
    assert found.label == "г. Верхнеокск, у пруда за ул. Мира"


def test_initials_are_understood_where_one_street_fits():
    place = a_settlement()
    street = a_street(place, "Карла Маркса")
    a_street(place, "Мира")
    assert queries.resolve_address(place.pk, "К. Маркса 5").street_id == street.pk


def test_the_last_word_of_a_name_is_enough_where_one_street_has_it():
    place = a_settlement()
    street = a_street(place, "Юрия Гагарина")
    a_street(place, "Гарина-Михайловского")  # alike, and yet another
    assert queries.resolve_address(place.pk, "ул. Гагарина, 5").street_id == street.pk


def test_another_number_is_another_street():
    place = a_settlement()
    a_street(place, "9-й Пятилетки", "пр-кт")
    assert queries.resolve_address(place.pk, "ул. 10 Пятилетки, 5").street_id is None
    assert queries.resolve_address(place.pk, "пр. 9 Пятилетки, 5").street_id is not None


def test_of_streets_with_one_name_the_kind_decides_and_улица_is_meant_without_it():
    place = a_settlement()
    street, lane = a_street(place, "Мира", "ул"), a_street(place, "Мира", "пер")
    found = [
        queries.resolve_address(place.pk, text).street_id for text in ("пер. Мира 5", "Мира 5", "пл. Мира")
    ]
    assert found == [lane.pk, street.pk, None]


def test_a_village_without_streets_has_houses_too():
    place = a_settlement()
    house = a_house(a_street(place, "", ""), "12")
    found = queries.resolve_address(place.pk, "дом 12")
    assert (found.house_id, found.label) == (house.pk, "д. Берёзовка, д. 12")


def test_there_is_no_address_in_a_settlement_that_is_not_there():
    assert queries.resolve_address(1, "Ленина 5") is None


@pytest.mark.parametrize("number", ["5", "12а", "5 к. 1", "7 стр. 2", "12/3", "4-6", "5 К. 1"])
def test_the_database_compares_house_numbers_as_we_do(number):
    house = House.objects.create(street=a_street(a_settlement()), number=number)
    house.refresh_from_db()
    assert house.key == addresses.house_key(number)


@pytest.mark.parametrize("name", ["Зелёная", "Карла Маркса", "8 Марта", "ЁЛОЧНАЯ"])
def test_the_database_compares_names_as_we_do(name):
    street = a_street(a_settlement(), name)
    street.refresh_from_db()
    assert street.key == addresses.key(name)


def test_a_house_stands_once_however_it_is_written():
    street = a_street(a_settlement())
    House.objects.create(street=street, number="5 к. 1")
    with pytest.raises(IntegrityError), transaction.atomic():
        House.objects.create(street=street, number="5К1")


def test_each_question_is_one_statement(django_assert_num_queries):
    place = a_settlement()
    for ask in (
        lambda: queries.suggest_settlements("берё"),
        lambda: queries.suggest_streets(place.pk, "лен"),
        lambda: queries.suggest_addresses(place.pk, "лен 5"),
        lambda: queries.resolve_address(place.pk, "лен 5"),
        lambda: queries.settlements_near(40, 54),
        lambda: queries.around(40, 54, 500),
    ):
        with django_assert_num_queries(1):
            ask()


def test_what_lies_around_a_point_comes_as_coordinates():
    a_territory()
    place = a_settlement(point=Point(40.001, 54.05, srid=4326))
    drawn = a_street(place, "Ленина")
    drawn.line = LineString((40.0, 54.05), (40.002, 54.05), srid=4326)
    drawn.save()
    a_house(a_street(place, "Мира"), "5", 40.001, 54.0501)
    a_house(a_street(place, "Дальняя"), "6", 40.09, 54.05)

    found = queries.around(40.001, 54.05, 300)

    assert found.streets == (("ул. Ленина", ((40.0, 54.05), (40.002, 54.05))),)
    assert found.houses == (("5", (40.001, 54.0501)),)
    assert found.names == (("ул. Мира", (40.001, 54.0501)),)
    assert found.settlements == (("д. Берёзовка", (40.001, 54.05)),)
    (border,) = found.borders
    assert {lon for lon, _ in border} == {40.0}


def test_suggestions_walk_the_index_of_likeness():
    a_settlement()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT * FROM places_settlement ORDER BY key <->> 'берёзовка' LIMIT 30")
        assert any("settlement_like" in row[0] for row in cursor.fetchall())
