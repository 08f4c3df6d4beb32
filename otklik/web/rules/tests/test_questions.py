"""The editor of own questions: buttons without a script, the preview is the wizard's form, what is saved."""

import pytest

from otklik.appeals.tests.given import a_topic, an_appeal
from otklik.classifier import drafting
from otklik.classifier.models import Topic
from otklik.web.citizen.tests.given import seen
from otklik.web.rules.tests.given import a_desk, shown
from otklik.web.tests.test_statements import statements

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

PATH = "/staff/classifier/topics/pothole/questions"


@pytest.fixture(autouse=True)
def topic() -> None:
    a_topic(fields=[{"code": "depth", "label": "Глубина, см", "type": "number", "required": True}])


def form(desk, *rows: dict[str, str], **more: str) -> dict[str, str]:
    said = {f"q{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return {"shown": shown(desk.get(PATH)), "count": str(len(rows)), "do": "save", **said, **more}


DEPTH = {"code": "depth", "label": "Глубина ямы, см", "type": "number", "required": "1"}
WHERE = {"label": "Где именно", "type": "choice", "choices": "Двор\nУлица"}


def test_questions_are_edited_put_in_order_and_saved_in_the_draft_and_old_appeals_keep_theirs():
    desk = a_desk()
    old = an_appeal(fields=[["Глубина, см", "12"]])
    page = desk.post(PATH, form(desk, DEPTH, WHERE, do="up:1"))
    assert page.content.decode().index("Где именно") < page.content.decode().index("Глубина ямы")
    page = desk.post(PATH, form(desk, WHERE, DEPTH), follow=True)
    assert "Где именно" in seen(page)
    assert [one["code"] for one in drafting.planned()["topic", "pothole"]["fields"]] == [
        "gde_imenno",
        "depth",
    ]
    assert Topic.objects.get().fields[0]["label"] == "Глубина, см"
    old.refresh_from_db()
    assert old.fields == [["Глубина, см", "12"]]


def test_the_preview_is_the_wizards_form_and_says_what_it_says_to_an_answer():
    desk = a_desk()
    page = desk.post(f"{PATH}/preview", form(desk, DEPTH, WHERE, {"label": ""}, **{"own-depth": "глубоко"}))
    said = page.content.decode()
    assert "<html" not in said
    assert 'name="own-depth"' in said
    assert "Укажите число" in said
    assert 'value="Улица"' in said
    assert "Вопросов с ошибками, которых здесь нет: 1" in said
    assert drafting.planned()["topic", "pothole"]["fields"][0]["label"] == "Глубина, см"


def test_what_is_wrong_stands_at_its_question_and_nothing_is_saved():
    desk = a_desk()
    page = desk.post(PATH, form(desk, {"label": "", "type": "text"}, {**WHERE, "choices": "один"}))
    assert page.status_code == 422
    assert 'id="field-q0-label-error"' in page.content.decode()
    assert 'id="field-q1-choices-error"' in page.content.decode()
    assert "один" in page.content.decode()


def test_of_two_administrators_the_second_is_told_and_can_save_again():
    desk = a_desk()
    mine = form(desk, DEPTH)
    desk.post(PATH, form(desk, WHERE))
    page = desk.post(PATH, mine)
    assert "Пока вы правили" in seen(page)
    assert "Глубина ямы" in page.content.decode()
    assert desk.post(PATH, {**mine, "shown": shown(page)}).status_code == 302


def test_questions_are_added_and_removed_without_a_script():
    desk = a_desk()
    page = desk.post(PATH, form(desk, DEPTH, do="add"))
    assert 'name="q1-label"' in page.content.decode()
    page = desk.post(PATH, form(desk, DEPTH, WHERE, do="remove:0"))
    assert "Глубина" not in page.content.decode()


def test_the_editor_takes_few_statements_and_answers_whatever_is_sent():
    desk = a_desk()
    assert len(statements(desk, PATH)) <= 6
    for value in ("", "x" * 5000, "-1", "²", "9" * 40, "[]", "add", "up:0", "(", "\u202e"):
        names = (
            "do",
            "count",
            "shown",
            "q0-label",
            "q0-type",
            "q0-min",
            "q0-max",
            "q0-pattern",
            "q0-choices",
            "q0-code",
        )
        said = {**dict.fromkeys(names, value), "count": "1" if value != "²" else value}
        for kind in ("text", "number", "date", "choice", "yesno", value):
            for path in (PATH, f"{PATH}/preview"):
                assert desk.post(path, {**said, "q0-type": kind}).status_code in (200, 302, 422), (
                    path,
                    value,
                    kind,
                )
    assert desk.post("/staff/classifier/topics/nothing/questions").status_code == 404
