"""What the moderator's page marks."""

import re

import pytest
from django.test import Client

from otklik.appeals.models import Word
from otklik.appeals.tests.given import MONDAY, a_moderator, an_appeal
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
