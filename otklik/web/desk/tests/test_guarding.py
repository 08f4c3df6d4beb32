"""What the moderator's page marks and hides."""

import re

import pytest
from django.test import Client

from otklik.appeals.models import Word
from otklik.appeals.tests.given import MONDAY, a_moderator, an_appeal
from otklik.appeals.tests.test_redaction import a_photo
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(a_moderator())
    return client


def test_the_item_marks_personal_data_and_listed_words_and_counts_them(desk):
    Word.objects.create(text="редиска", folded="редиска", is_beginning=False, at=MONDAY)
    appeal = an_appeal(text="Сосед Иванов И.И. <b>редиска</b>,\nтел. 89161234567 и 8 916 765-43-21.")
    page = desk.get(f"/desk/appeals/{appeal.pk}").content.decode()
    marks = re.findall(r'<mark class="mark mark--(\w+)" title="[^"]+">([^<]*)</mark>', page)
    assert marks == [
        ("name", "Иванов И.И."),
        ("profanity", "редиска"),
        ("phone", "89161234567"),
        ("phone", "8 916 765-43-21"),
    ]
    assert "&lt;b&gt;" in page
    assert re.search(r"Телефон</span> 2", page)


def test_a_clean_text_has_no_legend(desk):
    page = seen(desk.get(f"/desk/appeals/{an_appeal().pk}"))
    assert "Телефон" not in page


def test_the_ticked_pieces_are_hidden_and_the_original_is_shown_to_the_desk_only(desk):
    appeal = an_appeal(text="Звоните 89161234567, Иванов И.И.")
    page = desk.get(f"/desk/appeals/{appeal.pk}").content.decode()
    pieces = re.findall(r'name="piece" value="([^"]+)"( checked)?', page)
    assert pieces == [("8-19-phone", " checked"), ("21-32-name", "")]

    answer = desk.post(f"/desk/appeals/{appeal.pk}/hide", {"piece": "8-19-phone"}, follow=True)

    appeal.refresh_from_db()
    assert appeal.text == "Звоните [скрыто], Иванов И.И."
    words = seen(answer)
    assert "так текст увидят все" in words
    assert "Показать исходный текст" in words
    assert "Скрыто: часть текста (телефон)" in words
    assert 'value="8-19-phone" checked' in answer.content.decode()
    desk.post(f"/desk/appeals/{appeal.pk}/show")
    appeal.refresh_from_db()
    assert appeal.text == "Звоните 89161234567, Иванов И.И."


@pytest.mark.parametrize(
    "said",
    [
        {"piece": "x"}, {"piece": "1-2-zzz"}, {"piece": "5-3-phone"}, {"piece": "0-99999-phone"},
        {"piece": "9" * 40 + "-3-phone"}, {"text": "Яма у дома 5 и ещё"},
    ],
)  # fmt: skip
def test_a_spoiled_form_hides_nothing_and_says_so(desk, said):
    appeal = an_appeal()
    page = f"/desk/appeals/{appeal.pk}"
    answer = desk.post(f"{page}/hide", said, headers={"Referer": f"http://testserver{page}"}, follow=True)
    assert answer.status_code == 200
    appeal.refresh_from_db()
    assert appeal.full_text == ""


@pytest.mark.parametrize(
    "cut", [{}, {"left": "x"}, {"left": "101"}, {"left": "-5"}, {"left": "60", "right": "60"}]
)
def test_a_crop_of_nothing_or_of_everything_is_refused(desk, cut):
    appeal = an_appeal()
    photo = a_photo(appeal)
    page = f"/desk/appeals/{appeal.pk}"
    path = f"{page}/photos/{photo.pk}/crop"
    assert (
        desk.post(path, cut, headers={"Referer": f"http://testserver{page}"}, follow=True).status_code == 200
    )
    photo.refresh_from_db()
    assert not photo.hidden


def test_photos_and_the_author_are_hidden_by_buttons_and_shown_again(desk):
    appeal = an_appeal()
    photo, page = a_photo(appeal), f"/desk/appeals/{appeal.pk}"
    desk.post(f"{page}/photos/{photo.pk}/crop", {"left": "50", "top": ""})
    assert "кусок" in seen(desk.get(page))
    desk.post(f"{page}/photos/{photo.pk}", {"on": "0"})
    photo.refresh_from_db()
    assert not photo.hidden
    assert "Имя автора скрыто" in seen(desk.post(f"{page}/author", {"on": "1"}, follow=True))
    assert "Имя скрыто модератором" in seen(desk.get(page))
    desk.post(f"{page}/author", {"on": "0"})
    appeal.refresh_from_db()
    assert not appeal.author_hidden
