"""Articles and measures of support for programs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.business.tests.given import a_measure
from otklik.knowledge.queries import PAGE
from otklik.knowledge.tests.given import an_article

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def test_articles_are_listed_searched_and_read():
    for n in range(PAGE + 1):
        an_article(f"article-{n}")
    an_article("draft", published=False)
    first = Client().get("/api/v1/knowledge?audience=citizens").json()
    assert len(first["articles"]) == PAGE
    second = Client().get("/api/v1/knowledge", {"audience": "citizens", "cursor": first["next"]}).json()
    assert len(second["articles"]) == 1
    assert Client().get("/api/v1/knowledge?audience=business").json()["articles"] == []
    found = Client().get("/api/v1/knowledge", {"q": "горячая вода"}).json()["articles"]
    assert found[0]["url"].endswith(f"/knowledge/{found[0]['article']}")

    one = Client(headers={"Accept-Language": "en"}).get("/api/v1/knowledge/article-1").json()
    assert (one["title"], one["text_language"]) == ("If the hot water is off", "en")
    assert one["html"] == "<p>Call the <em>dispatcher</em>.</p>"
    assert Client().get("/api/v1/knowledge/draft").status_code == 404


def test_measures_are_narrowed_and_read():
    a_measure("it", okved="62", sizes=["micro"], valid_to="")
    a_measure("over", valid_to="2020-01-01")
    ask = "/api/v1/measures?okved=62.01&business_size=micro&support=loan"
    assert [one["measure"] for one in Client().get(ask).json()["measures"]] == ["it"]
    assert Client().get("/api/v1/measures?okved=10").json()["measures"] == []
    assert Client().get("/api/v1/measures/it").json()["okved_codes"] == ["62"]
    assert Client().get("/api/v1/measures/over").json()["applies_until"] == "2020-01-01"
    assert Client().get("/api/v1/measures/none").status_code == 404
    wrong = Client().get("/api/v1/measures?okved=хлеб&support=gift")
    assert wrong.status_code == 400
    assert set(wrong.json()["fields"]) == {"okved", "support"}


def test_an_answer_takes_two_statements_at_most():
    an_article()
    a_measure(valid_to="")
    for address in ("knowledge", "knowledge?q=вода", "knowledge/hot-water", "measures", "measures/loan"):
        Client().get(f"/api/v1/{address}")
        with CaptureQueriesContext(connection) as told:
            assert Client().get(f"/api/v1/{address}").status_code == 200
        assert len(told) <= 2, [q["sql"][:80] for q in told]
