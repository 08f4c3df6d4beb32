"""Addresses as people write them."""

import pytest

from otklik.places import addresses
from otklik.places.addresses import Written

pytestmark = pytest.mark.route


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ул. Ленина, д. 5 к. 1", Written("ленина", "ул", "5 к. 1")),
        ("Ленина ул., д.5 корп. 1, кв. 7", Written("ленина", "ул", "5 к. 1")),
        ("ул.Ленина,д.5", Written("ленина", "ул", "5")),
        ("г. Верхнеокск, ул. Ленина 5а", Written("ленина", "ул", "5а")),
        ("425000, г. Верхнеокск, пр-кт Мира, дом 3, литера А", Written("мира", "пр-кт", "3а")),
        ("пр. Мира д.5 корпус 2 кв. 10", Written("мира", "пр-кт", "5 к. 2")),
        ("8 Марта 12", Written("8 марта", "", "12")),
        ("50 лет Октября, 12/3", Written("50 лет октября", "", "12/3")),
        ("ул. 50 лет Октября", Written("50 лет октября", "ул", "")),
        ("2-я Садовая 12 А", Written("2-я садовая", "", "12а")),
        ("139-й Стрелковой Дивизии, ул., 3", Written("139-й стрелковой дивизии", "ул", "3")),
        ("мкр. 3", Written("3", "мкр", "")),
        ("мкр. 3, д. 5", Written("3", "мкр", "5")),
        ("Набережная 7", Written("набережная", "", "7")),
        ("ул. Набережная, 7 стр. 2", Written("набережная", "ул", "7 стр. 2")),
        ("Набережная ул.", Written("набережная", "ул", "")),
        ("Советская площадь", Written("советская", "пл", "")),
        ("ул. Льва Толстого, д. 16 с 3", Written("льва толстого", "ул", "16 стр. 3")),
        ("К. Маркса 21 к1", Written("к. маркса", "", "21 к. 1")),
        ("ул. Гагарина, дом № 7", Written("гагарина", "ул", "7")),
        ("д. 5", Written("", "", "5")),
        ("дер. Малое, 12", Written("", "", "12")),
        ("ул. Зелёная", Written("зеленая", "ул", "")),
        ("  ", Written("", "", "")),
    ],
)
def test_an_address_is_taken_apart(text, written):
    assert addresses.parse(text) == written


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("5", "5"),
        ("12 А", "12а"),
        ("12А", "12а"),
        ("5, корп.1", "5 к. 1"),
        ("5к1", "5 к. 1"),
        ("5 к. 1 стр. 2", "5 к. 1 стр. 2"),
        ("5/2", "5/2"),
        ("3 лит. Б", "3б"),
        ("стр. 4", "стр. 4"),
        ("78стрВ", "78 стр. в"),
    ],
)
def test_a_house_number_has_one_form(raw, number):
    assert addresses.house_number(raw) == number
    assert addresses.house_number(number) == number


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ленина, ул.", ("Ленина", "ул")),
        ("проспект Мира", ("Мира", "пр-кт")),
        ("Набережная", ("Набережная", "")),
        ("ул.Карла Маркса", ("Карла Маркса", "ул")),
    ],
)
def test_a_street_of_a_file_keeps_its_capitals(text, parts):
    assert addresses.street_parts(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("г. Верхнеокск", ("верхнеокск", "г", "")),
        ("Дер. Ивановка, Борский округ", ("ивановка", "дер", "борский округ")),
        ("Зелёный", ("зеленый", "", "")),
        ("городок", ("городок", "", "")),
    ],
)
def test_a_settlement_is_taken_apart(text, parts):
    assert addresses.settlement_parts(text) == parts


def test_an_address_is_written_as_people_expect():
    street = addresses.named("ул", "Ленина")
    assert (
        addresses.label(addresses.named("г", "Верхнеокск"), street, "5 к. 1")
        == "г. Верхнеокск, ул. Ленина, д. 5 к. 1"
    )
    assert [
        addresses.named("пр-кт", "Мира"),
        addresses.named("пгт", "Лесной"),
        addresses.named("", "Лужки"),
    ] == [
        "пр-кт Мира",
        "пгт Лесной",
        "Лужки",
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Заокская", "Заокская область", True),
        ("ЗАОКСКАЯ ОБЛ", "Заокская область", True),
        ("Приморский край", "Краснодарский край", False),
        ("Ханты-Мансийский Автономный округ - Югра", "Ханты-Мансийский АО", True),
        ("", "Заокская область", False),
        ("область", "Заокская область", False),
    ],
)
def test_a_region_is_known_by_its_name_and_not_by_its_kind(one, other, same):
    assert addresses.same_region(one, other) is same
