"""Articles are found by words, whatever their form, and by words that were misspelt."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.knowledge import queries, search
from otklik.knowledge.content import Words
from otklik.knowledge.tests.given import an_article

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def found(typed: str, *, audience: str = "", language: str = "ru") -> list[str]:
    return [hit.code for hit in search.find(typed, audience=audience, language=language).rows]


@pytest.fixture
def articles() -> None:
    an_article()
    an_article(
        "grants",
        audience="business",
        texts={"ru": Words("Гранты предпринимателям", "Кому положены.", "Вода и бумаги. Ёлочный базар.")},
    )
    an_article(
        "terms", audience="everybody", texts={"ru": Words("Сроки ответа", "Тридцать дней.", "По закону.")}
    )


def test_forms_of_words_and_yo_do_not_matter(articles):
    assert found("горячей воды") == ["hot-water"]
    assert found("елочная") == ["grants"]
    assert found("вода")[0] == "hot-water"  # in its title, not in its text
    assert set(found("вода")) == {"hot-water", "grants"}


def test_the_audience_narrows_and_what_is_for_everybody_stays(articles):
    assert found("вода", audience="business") == ["grants"]
    assert found("ответа", audience="business") == ["terms"]


@pytest.mark.parametrize("typed", ["гарячая вода", "предпренимателям", "грантыы"])
def test_a_misprint_is_put_right(articles, typed):
    told = search.find(typed, audience="", language="ru")
    assert told.rows
    assert told.meant


def test_a_question_in_many_words_finds_by_some_of_them(articles):
    assert found("почему третий день нет горячей воды и никто не отвечает")[0] == "hot-water"


@pytest.mark.parametrize(
    "typed", ["", "   ", "!!! ???", "и в на", "a" * 5000, "' OR 1=1 --", "\0", "щщщщщ:*&|!", "🙂"]
)
def test_what_is_no_question_finds_nothing_and_breaks_nothing(articles, typed):
    assert found(typed) == []


def test_english_words_find_english_texts(articles):
    assert found("hot water", language="en") == ["hot-water"]
    assert search.find("сроки", audience="", language="en").rows[0].language == "ru"


def test_a_search_takes_one_statement_and_at_most_five(articles):
    for typed, most in (("вода", 1), ("гарячая вода", 3), ("щщщщщщ", 3), ("wwwwwwww", 4)):
        with CaptureQueriesContext(connection) as told:
            search.find(typed, audience="", language="en" if typed.startswith("w") else "ru")
        assert len(told) <= most, [q["sql"] for q in told]


def test_hints_of_a_topic_come_before_those_of_its_category():
    an_article("category", topics=("roads",))
    an_article("topic", topics=("pothole",))
    an_article("other", topics=("housing",))
    an_article("draft", topics=("pothole",), published=False)
    with CaptureQueriesContext(connection) as told:
        rows = queries.hints(topic="pothole", category="roads", language="en")
    assert [(row.code, row.language) for row in rows] == [("topic", "en"), ("category", "en")]
    assert len(told) == 1


def test_lists_go_from_page_to_page_without_a_gap():
    for n in range(queries.PAGE + 3):
        an_article(f"article-{n}")
    first = queries.listing(language="ru")
    second = queries.listing(language="ru", cursor=first.older or "")
    codes = [row.code for row in [*first.rows, *second.rows]]
    assert len(codes) == len(set(codes)) == queries.PAGE + 3
    assert second.older is None
    assert queries.listing(language="ru", section="no-such").rows == []
