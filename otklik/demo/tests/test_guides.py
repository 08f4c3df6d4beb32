"""The demo's articles and measures of support."""

import pytest

from otklik.classifier.imports import import_classifier
from otklik.demo.guides import store_guides
from otklik.demo.topics import FILE
from otklik.kit import clock
from otklik.knowledge import queries, search
from otklik.knowledge.models import Article

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def test_every_text_of_the_demo_can_be_read_and_says_that_it_is_one():
    import_classifier(FILE, dry_run=False)
    assert store_guides(now=clock.now()) == 21
    assert store_guides(now=clock.now()) == 0
    for code in Article.objects.values_list("code", flat=True):
        page = queries.page(code, "ru")
        assert page is not None, code
        assert "Демонстрационный" in str(page.sources), code
        assert {line.code for line in queries.related(page, "ru")} >= set(page.related), code
    assert search.find("гарячая вода", audience="", language="ru").rows[0].code == "hot-water-off"
    assert search.find("пришла проверка", audience="business", language="ru").rows[0].code == "inspections"
