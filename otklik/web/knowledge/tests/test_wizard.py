"""Before somebody files: articles that may answer already."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.models import Draft
from otklik.knowledge.content import Words
from otklik.knowledge.tests.given import an_article
from otklik.web.citizen.tests.given import Wizard, a_land, begun, seen

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
HEADING = "Возможно, поможет без обращения"


@pytest.fixture
def me() -> Wizard:
    a_land()
    return begun().up_to("text")


def an_about(code: str, title: str, **said) -> None:
    an_article(code, texts={"ru": Words(title, "Коротко.", "Текст.")}, **said)


def test_articles_of_the_topic_stand_over_the_text_and_open_beside_it(me):
    an_about("potholes", "Когда заделают яму", topics=("pothole",))
    an_about("water", "Вода", topics=("housing",))
    page = me.open("text").content.decode()
    assert HEADING in page
    assert '<a href="/knowledge/potholes" target="_blank" rel="noopener">' in page
    assert "/knowledge/water" not in page


def test_words_of_the_draft_find_more_and_three_is_all(me):
    for n in range(5):
        an_about(f"lamp-{n}", f"Фонарь не горит {n}")
    an_about("potholes", "Яма", topics=("pothole",))
    me.say("save", text="У дома третью неделю не горит фонарь")
    page = me.open("articles").content.decode()
    assert page.count("target=") == 3
    assert "/knowledge/potholes" in page
    assert "/knowledge/lamp-" in page
    assert Draft.objects.get().data["text"] == "У дома третью неделю не горит фонарь"


def test_without_articles_nothing_is_said(me):
    assert HEADING not in seen(me.open("text"))
    assert me.open("articles").content.decode().strip() == ""


def test_strangers_see_no_draft_by_its_articles(me, client):
    assert client.get(f"{me.base}/articles").status_code == 404


def test_the_page_takes_one_statement_more_and_two_with_words(me):
    an_about("potholes", "Яма", topics=("pothole",))
    me.open("text")

    def statements() -> int:
        with CaptureQueriesContext(connection) as told:
            me.open("text")
        return sum("knowledge_" in q["sql"] for q in told)

    assert statements() == 1
    me.say("save", text="Яма у дома")
    assert statements() == 2


def test_articles_for_business_are_not_offered_by_the_words_of_citizens(me):
    an_about("grant", "Фонарь в аренду", audience="business")
    me.say("save", text="Не горит фонарь")
    assert HEADING not in seen(me.open("text"))
