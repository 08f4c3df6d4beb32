"""Own questions of a topic."""

import json

import pytest

from otklik.classifier.fields import BadDeclaration, parse_declarations, read, shown

pytestmark = pytest.mark.route


def fields(*declared):
    return parse_declarations(
        [{"code": f"f{n}", "label": f"Поле {n}", **one} for n, one in enumerate(declared)]
    )


TEXT = {"type": "text"}
NUMBER = {"type": "number", "min": 1, "max": 40.5}
CHOICE = {"type": "choice", "choices": ["Утром", "Вечером"]}
DAY = {"type": "date", "min": "2020-01-01", "max": "2030-12-31"}
YES = {"type": "yesno"}


@pytest.mark.parametrize(
    ("declared", "typed", "value", "words"),
    [
        (TEXT, "  маршрут 12 ", "маршрут 12", "маршрут 12"),
        (NUMBER, "12", 12, "12"),
        (NUMBER, "1 2,5", 12.5, "12,5"),
        (CHOICE, "Вечером", "Вечером", "Вечером"),
        (DAY, "2026-11-24", "2026-11-24", "24.11.2026"),
        (DAY, "4.1.2026", "2026-01-04", "04.01.2026"),
        (YES, "1", True, "Да"),
        (YES, "no", False, "Нет"),
        (YES, "Да", True, "Да"),
    ],
)
def test_an_answer_is_read_stored_as_json_and_shown(declared, typed, value, words):
    asked = fields(declared)
    values, errors = read(asked, {"f0": typed})
    assert (values, errors) == ({"f0": value}, {})
    assert shown(asked, json.loads(json.dumps(values))) == [("Поле 0", words)]


@pytest.mark.parametrize(
    ("declared", "typed", "error"),
    [
        ({**TEXT, "max_length": 5}, "123456", "Не длиннее 5 знаков, сейчас 6."),
        (
            {**TEXT, "pattern": r"\d{4}", "help": "Четыре цифры"},
            "12",
            "Поле «Поле 0» заполнено не так. Четыре цифры.",
        ),
        (NUMBER, "двенадцать", "Укажите число, например 12."),
        (NUMBER, "inf", "Укажите число, например 12."),
        (NUMBER, "nan", "Укажите число, например 12."),
        (NUMBER, "1e999", "Укажите число, например 12."),
        (NUMBER, "0", "Не меньше 1."),
        (NUMBER, "41", "Не больше 40.5."),
        (CHOICE, "Днём", "Выберите один из вариантов."),
        (DAY, "31.02.2026", "Укажите дату, например 24.11.2026."),
        (DAY, "вчера", "Укажите дату, например 24.11.2026."),
        (DAY, "2019-12-31", "Не меньше 01.01.2020."),
        (YES, "наверное", "Выберите «Да» или «Нет»."),
    ],
)
def test_a_wrong_answer_is_told_in_words(declared, typed, error):
    values, errors = read(fields(declared), {"f0": typed})
    assert (values, errors) == ({}, {"f0": error})


@pytest.mark.parametrize("typed", [{}, {"f0": ""}, {"f0": "   "}])
def test_an_obligatory_question_wants_an_answer(typed):
    assert read(fields({**TEXT, "required": True}), typed) == ({}, {"f0": "Заполните поле «Поле 0»."})


def test_a_question_left_empty_has_no_value_and_is_not_shown():
    asked = fields(TEXT, NUMBER)
    values, errors = read(asked, {"f1": "7", "unknown": "x"})
    assert (values, errors) == ({"f1": 7}, {})
    assert shown(asked, values) == [("Поле 1", "7")]


def test_answers_stand_in_the_order_of_the_questions():
    asked = fields(TEXT, TEXT)
    assert [label for label, _ in shown(asked, {"f1": "б", "f0": "а"})] == ["Поле 0", "Поле 1"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({}, "должны быть списком"),
        (["x"], "поле 1: нужен объект"),
        ([{"code": "Номер", "label": "Номер", "type": "text"}], "латинские строчные"),
        ([{"code": "n", "type": "text"}], "нет подписи"),
        ([{"code": "n", "label": "Н", "type": "file"}], "тип 'file' неизвестен; бывают text, number"),
        ([{"code": "n", "label": "Н", "type": "text", "colour": "red"}], "«colour» неизвестно"),
        ([{"code": "n", "label": "Н", "type": "text", "min": 1}], "«min» бывает только у типа number и date"),
        ([{"code": "n", "label": "Н", "type": "text", "required": "да"}], "required — true или false"),
        ([{"code": "n", "label": "Н", "type": "text", "max_length": 0}], "max_length — целое число"),
        ([{"code": "n", "label": "Н", "type": "number", "min": "один"}], "min — число"),
        ([{"code": "n", "label": "Н", "type": "date", "min": "весной"}], "min — дата"),
        ([{"code": "n", "label": "Н", "type": "choice"}], "choices — список"),
        ([{"code": "n", "label": "Н", "type": "choice", "choices": ["а", "а"]}], "choices — список"),
        (
            [{"code": "n", "label": "Н", "type": "text", "pattern": "(", "help": "скобка"}],
            "pattern не читается",
        ),
        ([{"code": "n", "label": "Н", "type": "text", "pattern": "x"}], "нужно help"),
        ([{"code": "n", "label": "Н", "type": "text"}] * 2, "«n» встречается дважды"),
    ],
)
def test_a_declaration_that_cannot_be_asked_is_told(raw, words):
    with pytest.raises(BadDeclaration, match=words.replace("(", r"\(")):
        parse_declarations(raw)
