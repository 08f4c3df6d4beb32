"""Articles from files: checked one by one, brought twice they change nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from otklik.kit.importing import BadFile
from otklik.knowledge import editing, queries
from otklik.knowledge.imports import exported, import_articles
from otklik.knowledge.models import Article, Section, Version
from otklik.knowledge.tests.given import NOON, an_article

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
WATER = {
    "code": "hot-water",
    "section": "housing",
    "audience": "citizens",
    "sources": [{"title": "Закон", "url": "https://example.test/"}],
    "texts": {"ru": {"title": "Вода", "lead": "Коротко", "body": "Текст"}},
}
SECTIONS = [{"code": "housing", "titles": {"ru": "Дом"}}]


def a_file(tmp_path: Path, articles: list[Any], sections: Any = SECTIONS) -> Path:
    path = tmp_path / "knowledge.json"
    path.write_text(json.dumps({"sections": sections, "articles": articles}))
    return path


def test_a_file_is_taken_once_and_again_changes_nothing(tmp_path):
    path = a_file(tmp_path, [WATER, {**WATER, "code": "draft", "state": "draft"}])
    first = import_articles(path, dry_run=False, now=NOON)
    assert (first.created, first.errors) == (2, [])
    again = import_articles(path, dry_run=False, now=NOON)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert Version.objects.count() == 2
    assert queries.page("hot-water", "ru").title == "Вода"
    assert queries.page("draft", "ru") is None


def test_a_trial_leaves_nothing(tmp_path):
    assert import_articles(a_file(tmp_path, [WATER]), dry_run=True, now=NOON).created == 1
    assert not Article.objects.exists()
    assert not Section.objects.exists()


def test_a_changed_article_is_shown_changed_and_an_archived_one_goes(tmp_path):
    import_articles(a_file(tmp_path, [WATER]), dry_run=False, now=NOON)
    other = {**WATER, "texts": {"ru": {"title": "Тёплая вода", "lead": "Коротко", "body": "Текст"}}}
    assert import_articles(a_file(tmp_path, [other]), dry_run=False, now=NOON).updated == 1
    assert queries.page("hot-water", "ru").title == "Тёплая вода"
    import_articles(a_file(tmp_path, [{**other, "state": "archived"}]), dry_run=False, now=NOON)
    assert queries.is_archived("hot-water")


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"code": "Вода"}, "code", "латинские"),
        ({"section": "none"}, "section", "раздел"),
        (
            {"texts": {"ru": {"title": "Вода", "lead": "Л", "body": "<script>1</script>"}}},
            "body_ru",
            "не осталось",
        ),
        ({"texts": "нет"}, "texts", "нужен объект"),
        ({"texts": {"ru": {"title": 5}}}, "texts", "строки"),
        ({"topics": "roads"}, "topics", "список"),
        ({"topics": ["no-such"]}, "topics", "Таких тем нет"),
        ({"sources": ["x"]}, "sources", "список объектов"),
        ({"state": "lost"}, "state", "бывает"),
        ({"checked_on": "вчера"}, "checked_on", "Такого дня нет"),
    ],
)
def test_a_wrong_row_is_told_by_its_number_and_the_others_are_taken(tmp_path, said, field, words):
    report = import_articles(
        a_file(tmp_path, [{**WATER, "code": "good"}, {**WATER, **said}]), dry_run=False, now=NOON
    )
    (error,) = report.errors
    assert (error.row, error.field) == (2, field)
    assert words in error.text
    assert report.created == 1


@pytest.mark.parametrize(
    "text", ["", "[]x", '{"articles": 5}', '{"sections": 5, "articles": []}', '{"sections": [{}]}']
)
def test_a_file_that_is_none_is_refused_in_words(tmp_path, text):
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(BadFile):
        import_articles(path, dry_run=False, now=NOON)


def test_a_folder_of_markdown_with_two_languages(tmp_path):
    (tmp_path / "sections.json").write_text(json.dumps(SECTIONS))
    (tmp_path / "hot-water.md").write_text(
        "title: Вода: горячая\nlead: Коротко\nsection: housing\naudience: citizens\n"
        "source: Правила № 354 https://example.test/354\nsource: Приказ\n\n---\n\n# Кому звонить\n\nДиспетчеру."
    )
    (tmp_path / "hot-water.en.md").write_text("title: Water\nlead: In short\n---\nCall.")
    assert import_articles(tmp_path, dry_run=False, now=NOON).created == 1
    page = queries.page("hot-water", "ru")
    assert page.title == "Вода: горячая"
    assert page.html.startswith("<h2>Кому звонить</h2>")
    assert [one["title"] for one in page.sources] == ["Правила № 354", "Приказ"]
    assert queries.page("hot-water", "en").title == "Water"
    (tmp_path / "no-mark.md").write_text("title: Вода")
    with pytest.raises(BadFile):
        import_articles(tmp_path, dry_run=True, now=NOON)


def test_what_is_exported_is_taken_elsewhere_as_it_is(tmp_path):
    an_article()
    an_article("draft", published=False)
    kept = exported()
    path = tmp_path / "knowledge.json"
    path.write_text(json.dumps(kept))
    assert import_articles(path, dry_run=False, now=NOON).unchanged == 2
    Version.objects.all().delete()
    Article.objects.all().delete()
    assert import_articles(path, dry_run=False, now=NOON).created == 2
    assert exported() == kept
    assert editing.sections_in_order()[0].titles["en"] == "House and yard"
