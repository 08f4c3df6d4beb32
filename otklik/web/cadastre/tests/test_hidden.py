"""A plot leads to its owner: everybody reads the quarter, whoever works on the appeal reads the number."""

import json

import pytest
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Dispatch
from otklik.appeals.queries.documents import facts
from otklik.appeals.tests.given import a_moderator, an_appeal
from otklik.stats import folding
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
WHOLE, QUARTER = "99:04:0012003:128", "99:04:0012003:…"


@pytest.fixture
def appeal():
    return an_appeal(state=State.REGISTERED, fields=[["Кадастровый номер", WHOLE], ["Площадь", "600"]])


def test_the_public_page_and_the_api_show_the_quarter(appeal):
    page = seen(Client().get(f"/appeals/{appeal.number}"))
    assert QUARTER in page
    assert WHOLE not in page
    told = Client().get(f"/api/v1/appeals/{appeal.number}").json()
    assert told["answers_to_questions"] == [["Кадастровый номер", QUARTER], ["Площадь", "600"]]


def test_desks_and_documents_have_the_whole_number(appeal):
    client = Client()
    client.force_login(a_moderator())
    assert WHOLE in seen(client.get(f"/desk/appeals/{appeal.pk}"))

    sent = Dispatch(appeal=appeal, authority=appeal.authority, number="1", round=1)
    assert ("Кадастровый номер", WHOLE) in facts(sent, personal=False)


def test_search_finds_the_quarter_and_not_the_plot(appeal):
    folding.fold()
    assert appeal.number in json.dumps(_found("99:04:0012003"))
    assert appeal.number not in json.dumps(_found("128"))


def _found(words):
    answer = Client().get("/search", {"q": words})
    return [part[:9] for part in answer.content.decode().split('href="/appeals/')[1:]]
