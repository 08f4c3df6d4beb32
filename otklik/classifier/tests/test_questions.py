"""Own questions as a form: whatever is typed becomes declarations that the wizard can ask, or words at its field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.classifier import questions
from otklik.classifier.fields import TYPES, parse_declarations
from otklik.classifier.questions import Question

pytestmark = pytest.mark.desks


def read(**said: str) -> questions.Read:
    return questions.read(questions.coded([Question(**said)]))


@pytest.mark.parametrize(
    ("said", "declared"),
    [
        ({"label": "Номер дома"}, {"code": "nomer_doma", "label": "Номер дома", "type": "text"}),
        (
            {"label": "Глубина, см", "type": "number", "min": "0,5", "max": "300", "required": "1"},
            {"code": "glubina_sm", "label": "Глубина, см", "type": "number", "min": 0.5, "max": 300, "required": True},
        ),
        (
            {"label": "1-й день", "type": "date", "min": "1.2.2026", "max": "2026-12-31"},
            {"code": "q_1_y_den", "label": "1-й день", "type": "date", "min": "2026-02-01", "max": "2026-12-31"},
        ),
        (
            {"label": "Где", "type": "choice", "choices": "Двор\n\n  Улица  "},
            {"code": "gde", "label": "Где", "type": "choice", "choices": ["Двор", "Улица"]},
        ),
        # What belongs to another kind of answer is passed over.
        (
            {"label": "Да?", "type": "yesno", "choices": "а", "min": "x", "pattern": "("},
            {"code": "da", "label": "Да?", "type": "yesno"},
        ),
        (
            {"label": "Код", "pattern": r"\d{4}", "help": "Четыре цифры", "max_length": "4"},
            {"code": "kod", "label": "Код", "type": "text", "help": "Четыре цифры", "pattern": r"\d{4}",
             "max_length": 4},
        ),
    ],
)  # fmt: skip
def test_what_was_typed_becomes_a_declaration_and_comes_back_into_the_form(said, declared):
    found = read(**said)
    assert (found.errors, found.declarations) == ({}, [declared])
    again = questions.of_declarations(found.declarations)
    assert questions.read(again).declarations == [declared]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, "label"),
        ({"label": "x" * 201}, "label"),
        ({"label": "x", "type": "colour"}, "type"),
        ({"label": "x", "type": "choice", "choices": "один"}, "choices"),
        ({"label": "x", "type": "choice", "choices": "а\nа"}, "choices"),
        ({"label": "x", "type": "number", "min": "много"}, "min"),
        ({"label": "x", "type": "number", "min": "5", "max": "1"}, "max"),
        ({"label": "x", "type": "number", "max": "1" * 40}, "max"),
        ({"label": "x", "type": "date", "min": "31.02.2026"}, "min"),
        ({"label": "x", "max_length": "0"}, "max_length"),
        ({"label": "x", "max_length": "²"}, "max_length"),
        ({"label": "x", "pattern": "(", "help": "h"}, "pattern"),
        ({"label": "x", "pattern": "x"}, "help"),
        ({"label": "x", "help": "h" * 301}, "help"),
        ({"label": "x", "code": "Не код"}, "label"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(said, wrong):
    found = read(**said)
    assert set(found.errors) == {f"q0-{wrong}"}
    assert found.declarations == []


def test_two_questions_of_one_name_are_refused_and_codes_differ():
    found = questions.coded([Question(label="Где?"), Question(label="Где"), Question(label="Где?")])
    assert [one.code for one in found] == ["gde", "gde_2", "gde_3"]
    assert set(questions.read(found).errors) == {"q2-label"}


@pytest.mark.parametrize(
    ("deed", "labels"),
    [
        ("add", "abc_"),
        ("up:0", "abc"),
        ("up:2", "acb"),
        ("down:0", "bac"),
        ("down:2", "abc"),
        ("remove:1", "ac"),
        ("remove:9", "abc"),
        ("up:²", "abc"),
        ("nonsense", "abc"),
        ("nonsense:1", "abc"),
        ("", "abc"),
    ],
)
def test_a_button_changes_the_list(deed, labels):
    found = questions.done([Question(label=one) for one in "abc"], deed)
    assert "".join(one.label or "_" for one in found) == labels


def test_there_is_an_end_to_questions():
    assert len(questions.done([Question()] * questions.MOST, "add")) == questions.MOST
    assert len(questions.of_form({"count": "999"})) == questions.MOST
    assert questions.of_form({"count": "-1"}) == questions.of_form({"count": "²"}) == []


_WORDS = st.text(max_size=30)


@given(
    st.lists(
        st.builds(
            Question, label=_WORDS, type=st.sampled_from([*TYPES, "x"]), help=_WORDS, min=_WORDS, max=_WORDS,
            max_length=_WORDS, choices=_WORDS, pattern=_WORDS, required=st.sampled_from(["", "1"]),
        ),
        max_size=4,
    )
)  # fmt: skip
def test_whatever_is_typed_the_wizard_can_ask_what_is_taken(typed):
    found = questions.read(questions.coded(typed))
    assert len(parse_declarations(found.declarations)) == len(found.declarations)
    assert found.errors or len(found.declarations) == len(typed)
