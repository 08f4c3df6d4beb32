"""The administrator's list of unwanted words."""

import pytest
from django.test import Client

from otklik.appeals import wordlist
from otklik.appeals.models import Word
from otklik.appeals.tests.given import MONDAY
from otklik.web.citizen.tests.given import seen
from otklik.web.desk.tests.given import an_official

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def admin() -> Client:
    Word.objects.all().delete()
    return an_official("admin")


def add(admin: Client, word: str, **more: str):
    return admin.post("/staff/unwanted", {"word": word, **more}, follow=True)


def test_a_word_is_added_once_however_it_is_typed_and_removed(admin):
    assert "Слово в списке" in seen(add(admin, " Рeдиска ", beginning="1"))
    add(admin, "редииска")
    word = Word.objects.get()
    assert (word.text, word.folded, word.is_beginning) == ("редииска", "редиска", False)
    for _ in range(2):
        assert "Слово удалено" in seen(admin.post(f"/staff/unwanted/{word.pk}/drop", follow=True))
    assert "Список пуст" in seen(admin.get("/staff/unwanted"))


@pytest.mark.parametrize("typed", ["", "  ", "два слова", "12", "!!!", "х" * 61, "а" * 500, "<b>"])
def test_what_is_no_word_is_refused_in_words_and_stays_in_the_form(admin, typed):
    answer = add(admin, typed)
    assert answer.status_code == 422
    assert not Word.objects.exists()


def test_a_beginning_of_two_letters_would_mark_too_much(admin):
    assert "короче 3 букв" in seen(add(admin, "на", beginning="1"))
    assert add(admin, "на").status_code == 200


def test_the_list_has_an_end(admin, monkeypatch):
    monkeypatch.setattr(wordlist, "MOST", 1)
    add(admin, "редиска")
    assert "уже 1 слов" in seen(add(admin, "хрен"))


def test_a_text_may_be_tried(admin):
    Word.objects.create(text="редиска", folded="редиска", is_beginning=False, at=MONDAY)
    page = admin.get("/staff/unwanted", {"try": "Ты редиска <i>"}).content.decode()
    assert '<mark class="mark mark--profanity" title="Брань">редиска</mark> &lt;i&gt;' in page
    assert "Ничего не нашлось" in seen(admin.get("/staff/unwanted", {"try": "Снег"}))
