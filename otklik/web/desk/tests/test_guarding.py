"""What the moderator's page marks and hides."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Complaint, Word
from otklik.appeals.rules import number as numbers
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, an_appeal
from otklik.appeals.tests.test_redaction import a_photo
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.test_statements import statements

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


def test_an_answer_to_a_question_of_the_topic_is_hidden_and_shown_again(desk):
    appeal = an_appeal(fields=[["Размер ямы", "метр"], ["Кто видел", "Иванов"]])
    page = f"/desk/appeals/{appeal.pk}"
    answer = desk.post(f"{page}/field", {"place": "1", "on": "1"}, follow=True)
    words = seen(answer)
    assert "Ответ скрыт." in words
    assert "[скрыто модератором]" in words
    assert "Скрыто: ответ на вопрос темы" in words
    assert "Иванов" in words
    for spoiled in ({}, {"place": "7", "on": "1"}, {"place": "x", "on": "1"}):
        desk.post(f"{page}/field", spoiled)
    desk.post(f"{page}/field", {"place": "1"})
    appeal.refresh_from_db()
    assert appeal.fields == [["Размер ямы", "метр"], ["Кто видел", "Иванов"]]


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


def test_one_click_merges_with_a_similar_appeal_and_another_takes_it_back(desk):
    original, mine = an_appeal(state=State.PUBLISHED, text="Яма у дома 5"), an_appeal()
    page = desk.get(f"/desk/appeals/{mine.pk}").content.decode()
    words = seen(desk.get(f"/desk/appeals/{mine.pk}"))
    assert "0 м отсюда · текст похож на 100 %" in words
    assert f'name="original" value="{original.number}"' in page

    desk.post(f"/desk/appeals/{mine.pk}/merge", {"original": original.number})

    mine.refresh_from_db()
    assert mine.original_id == original.pk
    assert "С ним объединены" in seen(desk.get(f"/desk/appeals/{original.pk}"))
    answer = desk.post(f"/desk/appeals/{mine.pk}/split", follow=True)
    assert "снова на модерации" in seen(answer)
    mine.refresh_from_db()
    assert mine.state == State.MODERATION
    again = desk.post(
        f"/desk/appeals/{mine.pk}/split", headers={"Referer": "http://testserver/desk/"}, follow=True
    )
    assert "ни с чем не объединено" in seen(again)


def test_photos_of_a_merged_appeal_stand_with_the_original_and_name_it(desk):
    original, mine = an_appeal(state=State.PUBLISHED), an_appeal()
    a_photo(mine)
    desk.post(f"/desk/appeals/{mine.pk}/merge", {"original": original.number})
    spoken = numbers.spoken(mine.number)
    for reader, path in ((Client(), f"/appeals/{original.number}"), (desk, f"/desk/appeals/{original.pk}")):
        assert f"Фото из объединённого обращения № {spoken}" in seen(reader.get(path))


def test_the_author_s_history_stands_beside_the_appeal(desk):
    author = a_citizen()
    an_appeal(author=author, state=State.REFUSED)
    words = seen(desk.get(f"/desk/appeals/{an_appeal(author=author).pk}"))
    assert "1 обращение, отказано в 1 (100 %)" in words
    assert "Первое обращение" in seen(desk.get(f"/desk/appeals/{an_appeal(author_email='').pk}"))


@pytest.mark.parametrize("codes", [[], ["99701000"]])
def test_the_item_takes_at_most_fourteen_statements_with_everything_on_it(codes):
    moderator, author = a_moderator(), a_citizen()
    User.objects.filter(pk=moderator.pk).update(territory_codes=codes)
    client, mine = Client(), an_appeal(author=author, text="Звоните 89161234567, Иванов И.И.")
    client.force_login(moderator)
    for n in range(8):
        an_appeal(state=State.PUBLISHED if n % 2 else State.MODERATION, author=author)
        Complaint.objects.create(client_key=uuid4(), appeal=mine, reason="hate", at=MONDAY)
        a_photo(mine, place=n)
        an_appeal(state=State.DUPLICATE, original=mine)
    client.get(f"/desk/appeals/{mine.pk}")  # what the process keeps
    told = statements(client, f"/desk/appeals/{mine.pk}")
    most = 14 + 3 * len(codes)  # of a limited desk each thing is asked for whether it lies within
    assert len(told) <= most, "\n".join(told)
