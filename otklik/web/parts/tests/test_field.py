import pytest
from markupsafe import Markup

from otklik.web.parts.field.part import TYPES, field


def test_the_label_leads_to_its_input():
    html = field("place", "Адрес", required=True)
    assert '<label class="field__label" for="field-place">Адрес</label>' in html
    assert 'id="field-place"' in html


def test_hint_and_error_are_read_out_with_the_input():
    html = field("place", "Адрес", hint="Улица и дом", error="Укажите адрес")
    assert 'aria-describedby="field-place-hint field-place-error"' in html
    assert 'aria-invalid="true"' in html
    assert "Укажите адрес" in html


def test_what_need_not_be_filled_in_says_so():
    assert "необязательно" in field("floor", "Этаж", "number")
    assert "необязательно" not in field("floor", "Этаж", "number", required=True)
    assert "необязательно" not in field("sort", "Сначала", "select", plain=True)


def test_the_first_button_of_a_group_has_the_id_that_the_summary_leads_to():
    html = field("lamp", "Что не горит", "choice", options=[("one", "Один"), ("all", "Все")], value="all")
    assert 'id="field-lamp" name="lamp" value="one"' in html
    assert 'id="field-lamp-2" name="lamp" value="all" checked' in html


def test_yes_or_no_needs_no_options():
    html = field("again", "Обращались раньше?", "yesno", value="0")
    assert 'value="1">' in html
    assert 'value="0" checked' in html


def test_no_answer_presses_neither_yes_nor_no():
    assert "checked" not in field("again", "Обращались раньше?", "yesno", value=None)


def test_what_a_person_typed_is_escaped():
    html = field("text", "Описание", "textarea", value="</textarea><script>")
    assert "<script>" not in html
    assert "&lt;/textarea&gt;&lt;script&gt;" in html


def test_more_attributes_reach_the_input():
    html = field("text", "Описание", "textarea", attrs={"data-island": "char-count", "data-limit": 2000})
    assert 'data-island="char-count" data-limit="2000"' in html


@pytest.mark.parametrize("type", sorted(TYPES))
def test_every_type_can_be_shown_with_an_error(type):
    html = field("x", "Вопрос", type, error="Так нельзя", options=[("a", "А")])
    assert html.count("Так нельзя") == 1
    assert 'id="field-x-error"' in html


def test_an_unknown_type_is_an_error():
    with pytest.raises(ValueError, match="colour"):
        field("x", "Вопрос", "colour")


def test_a_select_is_itself_whatever_was_shown_before():
    def pick(label: str, chosen: str) -> str:
        return field("pick", label, "select", value=chosen, options=[("a", "A"), ("b", "<b>")])

    assert pick("One", "a") == pick("One", "a")
    assert '<option value="b" selected>&lt;b&gt;</option>' in pick("One", "b")
    assert "&lt;i&gt;" in pick("<i>", "a")
    assert "<i>" in pick(Markup("<i>"), "a")
