"""Cadastral numbers as people type them, and as everybody reads them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.classifier import cadastral
from otklik.classifier.cadastral import BadNumber, parse
from otklik.classifier.fields import parse_declarations, read, shown

pytestmark = pytest.mark.sections
OURS = ("99",)


@pytest.mark.parametrize(
    "typed",
    [
        "99:04:0012003:128",
        " 99 : 04 : 0012003 : 128 ",
        "99-04-0012003-128",
        "99\u201304\u20130012003\u2013128",
        "99\uff1a04\uff1a0012003\uff1a128",
        "99.04.0012003.00128",
        "99\u00a004\u00a00012003\u00a0128",
        "99:04:OO12ОО3:l28",
        "Кадастровый номер 99:04:0012003:128",
        "КН: 99:04:0012003:128",
        "№ 99:04:0012003:128",
    ],
)
def test_dashes_blanks_and_letters_for_figures_are_understood(typed):
    assert str(parse(typed, districts=OURS)) == "99:04:0012003:128"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Напишите кадастровый номер"),
        ("участок у реки", "только цифры и двоеточия"),
        ("99:04:0012003", "Это номер квартала"),
        ("99040012003128", "Разделите части номера двоеточиями"),
        ("9:04:0012003:1", "начинается с двух пар цифр"),
        ("99:04:12003:1", "6 или 7 цифр, а здесь 5"),
        ("99:04:0012003:0", "не ноль"),
        ("99:04:0012003:1234567890", "от 1 до 9 цифр"),
        ("٩٩:04:0012003:1", "только цифры"),
        ("99:04:0012003:1" + "1" * 100, "только цифры"),
    ],
)
def test_what_is_wrong_is_said_in_words(typed, words):
    with pytest.raises(BadNumber, match=words):
        parse(typed, districts=OURS)


def test_a_plot_of_another_region_is_named_as_one():
    with pytest.raises(BadNumber, match=r"с 77: это участок другого региона.*начинаются с 50, 99"):
        parse("77:01:0012003:1", districts=("99", "50"))


def test_a_quarter_alone_will_do_where_it_is_enough():
    found = parse("99:04:0012003", districts=OURS, plot_needed=False)
    assert (found.quarter, found.plot, str(found)) == ("99:04:0012003", "", "99:04:0012003")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_whatever_is_typed_gives_a_number_of_ours_or_words(typed):
    try:
        found = parse(typed, districts=OURS, plot_needed=False)
    except BadNumber as bad:
        assert str(bad)
        return
    assert found.quarter.startswith("99:")
    assert parse(str(found), districts=OURS, plot_needed=False) == found


def test_everybody_reads_the_quarter_only():
    assert cadastral.quarter_only("Участок 99:04:0012003:128, соседний 99:04:0012003:7.") == (
        "Участок 99:04:0012003:…, соседний 99:04:0012003:…."
    )
    assert cadastral.quarter_only("В 12:30:45 и 99:04") == "В 12:30:45 и 99:04"


def test_a_topic_can_ask_for_a_number_and_keeps_it_as_the_register_writes_it():
    asked = parse_declarations([{"code": "number", "label": "Номер", "type": "cadastral", "required": True}])
    values, errors = read(asked, {"number": "99-04-0012003-128"})
    assert (values, errors) == ({"number": "99:04:0012003:128"}, {})
    assert shown(asked, values) == [("Номер", "99:04:0012003:128")]
    assert "другого региона" in read(asked, {"number": "77:01:0012003:1"})[1]["number"]
    assert asked[0].plain == "text"
