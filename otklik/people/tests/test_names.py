"""Names and phones as people type them."""

import pytest
from django.core.exceptions import ValidationError

from otklik.people import names

pytestmark = pytest.mark.people


@pytest.mark.parametrize(
    "typed", ["Анна-Мария", "О'Коннор", "де ла Круз", "Ли", "Müller", "Ким Чен Ын", "А."]
)
def test_a_name_is_kept_as_it_was_typed(typed):
    assert names.name(f"  {typed} ") == typed


@pytest.mark.parametrize("typed", ["Вера1", "<b>", "Верa", "http://evil.example", "Вера\nBcc: x", "--", "😀"])
def test_signs_digits_and_lookalikes_are_no_name(typed):
    """«Верa» ends with a Latin letter."""
    with pytest.raises(ValidationError):
        names.name(typed)


@pytest.mark.parametrize("typed", ["8 900 123-45-67", "+7 (900) 123 45 67", "9001234567", "79001234567"])
def test_a_phone_has_one_form_however_it_was_typed(typed):
    assert names.phone(typed) == "+79001234567"


def test_no_phone_is_allowed():
    assert names.phone("  ") == ""


@pytest.mark.parametrize("typed", ["12", "позвоните", "+7 900 123-45-67 доб. 12", "8" * 40, "+99 123"])
def test_what_can_not_be_called_is_no_phone(typed):
    with pytest.raises(ValidationError):
        names.phone(typed)


@pytest.mark.parametrize(
    ("given_name", "surname", "name", "shown"),
    [
        ("Вера", "Полевая", "Вера Полевая", "Вера П."),
        ("", "", "Марк Левин", "Марк"),
        ("Вера", "", "Вера", "Вера"),
    ],
)
def test_a_short_name_shows_one_letter_of_the_surname(given_name, surname, name, shown):
    assert names.short(given_name=given_name, surname=surname, name=name) == shown
