"""Pages of ready words."""

import pytest

from otklik.appeals.models import ReadyWords
from otklik.web.citizen.tests.given import seen
from otklik.web.rules.tests.given import a_desk, shown
from otklik.web.tests.test_statements import statements

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

THREATS = "/staff/words/refusal/threats/ru"


def test_words_are_changed_on_their_page_and_come_back():
    desk = a_desk()
    said = {"title": "Угрозы", "text": "Подайте без угроз.", "active": "1", "shown": shown(desk.get(THREATS))}
    page = desk.post(THREATS, said, follow=True)
    assert "Подайте без угроз." in seen(page)
    assert "Ася Холмская" in seen(desk.get(THREATS))
    assert "Пока вы правили" in seen(desk.post(THREATS, {**said, "text": "Иначе."}))
    page = desk.post(f"{THREATS}/restore", {"version": "0"}, follow=True)
    assert "слова выпуска" in seen(page)
    assert ReadyWords.objects.count() == 2


def test_a_question_is_added_and_switched_off():
    desk = a_desk()
    page = desk.post("/staff/words/question/new", {"title": "Когда", "text": "Когда это было?"}, follow=True)
    assert "Когда это было?" in seen(page)
    path = "/staff/words/question/kogda/ru"
    desk.post(path, {"title": "Когда", "text": "Когда это было?", "shown": shown(desk.get(path))})
    assert "выключено" in seen(desk.get("/staff/words"))


def test_what_is_wrong_stands_at_its_field():
    desk = a_desk()
    page = desk.post("/staff/words/answer/new", {"title": "", "text": "x"})
    assert page.status_code == 422
    assert 'id="field-title-error"' in page.content.decode()


def test_the_pages_take_few_statements_and_answer_whatever_is_asked():
    desk = a_desk()
    assert len(statements(desk, "/staff/words")) <= 4
    assert len(statements(desk, THREATS)) <= 5
    for value in ("", "x" * 5000, "-1", "²", "9" * 40, "threats", "\u202e"):
        said = dict.fromkeys(("title", "text", "active", "shown", "version"), value)
        for path in (THREATS, "/staff/words/question/new", f"{THREATS}/restore"):
            assert desk.post(path, said).status_code in (302, 404, 422), (path, value)
        for path in (f"/staff/words/{value or 'x'}/threats/ru", f"/staff/words/refusal/{value or 'x'}/ru"):
            assert desk.get(path[:300]).status_code in (200, 404)
    assert desk.get("/staff/words/refusal/new").status_code == 404
    assert desk.get("/staff/words/refusal/threats/de").status_code == 404
