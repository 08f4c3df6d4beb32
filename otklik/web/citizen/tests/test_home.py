"""The first page: the sentence, the search, the ways to file, numbers, topics, answers, the map."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Answer, Appeal
from otklik.appeals.tests.given import MONDAY, an_appeal, an_authority
from otklik.authorities.models import Authority
from otklik.stats import folding
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def an_answered(*, hours: int = 0, text: str = "Яма засыпана", state: State = State.ANSWERED) -> Appeal:
    appeal = an_appeal(
        state=state,
        published_at=MONDAY,
        answered_at=MONDAY + timedelta(hours=hours),
        authority=an_authority(),
    )
    for words in ("Прежний ответ", text):
        Answer.objects.create(
            appeal=appeal, message_uid=uuid4(), text=words, decision="solved", received_at=MONDAY
        )
    return appeal


def test_it_says_what_the_portal_is_for_and_leads_to_each_way_of_filing():
    page = Client().get("/").content.decode()
    assert "Сообщите о проблеме, и вам ответят" in page
    for kind in ("problem", "proposal", "thanks"):
        assert f'href="/new?kind={kind}"' in page


@pytest.mark.parametrize("kind", ["problem", "thanks"])
def test_the_way_that_was_chosen_is_marked_where_it_begins(kind):
    page = Client().get(f"/new?kind={kind}").content.decode()
    assert f'<button class="tile tile--chosen" name="kind" value="{kind}">' in page
    assert page.count("tile--chosen") == 1


def test_the_numbers_follow_what_happened():
    an_answered(hours=48)
    folding.fold()
    page = seen(Client().get("/"))
    assert "1 обращений опубликовано" in page or "обращений опубликовано 1" in page
    assert "дней до ответа в половине случаев 2" in page


def test_topics_lead_to_their_lists_with_how_many_there_are():
    an_answered()
    folding.fold()
    page = Client().get("/?tab=problem").content.decode()
    assert 'href="/appeals?tab=problem&amp;category=roads"' in page
    assert '<span class="topics__count">1</span>' in page


def test_the_newest_answers_are_shown_with_their_last_words():
    old, new = an_answered(hours=1), an_answered(hours=5, text="Слово " * 60, state=State.CLOSED)
    Authority.objects.update(short_name="Дорслужба")
    page = seen(Client().get("/"))
    assert "Свежие ответы" in page
    assert "Прежний ответ" not in page
    assert "Слово…" in page
    assert "Дорслужба, " in page
    links = re.findall(
        r'class="answer-card.*?href="/appeals/(\d+)"', Client().get("/").content.decode(), re.S
    )
    assert links == [new.number, old.number]


def test_where_nobody_has_answered_there_is_no_empty_shelf():
    assert "Свежие ответы" not in seen(Client().get("/"))
    an_answered()
    assert "Свежие ответы" not in seen(Client().get("/?tab=answers"))


def test_a_tab_that_there_is_not_is_the_first():
    assert Client().get("/?tab=%D1%8F&x=%F0%9F&tab=nothing").status_code == 200


@pytest.mark.parametrize("tab", ["problem", "proposal", "thanks", "answers"])
def test_it_takes_six_statements(tab):
    for hours in range(8):
        an_answered(hours=hours)
    folding.fold()
    Client().get(f"/?tab={tab}")  # names of topics and bodies are kept in the process
    with CaptureQueriesContext(connection) as told:
        Client().get(f"/?tab={tab}")
    assert len(told) <= 6, "\n".join(q["sql"] for q in told)


@pytest.mark.parametrize("typed", ["x" * 10_000, "';--", "\U0001f600", "٣" * 9, "-1"])
def test_whatever_is_typed_leads_somewhere(typed):
    for name in ("q", "number", "settlement_id"):
        answer = Client().get("/appeals/find", {name: typed})
        assert answer.status_code in (302, 404)
