"""The file of articles for phones without a network."""

import pytest

from otklik.knowledge import offline
from otklik.knowledge.tests.given import an_article

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def test_a_phone_gets_what_is_published_with_clean_text(django_assert_num_queries):
    shown = an_article()
    an_article("draft", published=False)
    with django_assert_num_queries(2):
        (one,) = offline.articles()["articles"]
    assert (one["code"], one["audience"]) == (shown.code, shown.audience)
    text = one["texts"]["ru"]
    assert text["title"] == shown.title
    assert "<p>" in text["html"]
