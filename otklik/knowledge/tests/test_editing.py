"""An article is written, published, changed and taken back."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection

from otklik.classifier.models import Category, Topic
from otklik.kit.marks import Changed
from otklik.knowledge import content as contents
from otklik.knowledge import editing, queries, search
from otklik.knowledge.content import BadArticle, Typed, Words
from otklik.knowledge.models import Article, Text, Version
from otklik.knowledge.tests.given import EN, NOON, RU, a_content, a_section, an_article
from otklik.people.models import ConfigChange, User

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("editor@example.test", "pass", name="Редактор", role="admin")


def saved(article: str, base: int, editor: User, **said) -> None:
    editing.save(a_content(**said), article=article, base=base, by=editor, now=NOON)


def test_a_saved_article_is_the_desks_until_it_is_published(editor):
    an_article(published=False)
    assert queries.page("hot-water", "ru") is None
    assert not search.find("вода", audience="", language="ru").rows

    editing.publish(article="hot-water", number=1, by=editor, now=NOON)

    page = queries.page("hot-water", "ru")
    assert page.html == "<p>Позвоните <strong>диспетчеру</strong>.</p>"
    assert queries.page("hot-water", "en").title == EN.title
    assert [hit.code for hit in search.find("горячая вода", audience="", language="ru").rows] == ["hot-water"]
    assert ConfigChange.objects.get(what="article:hot-water").after == {"state": "published", "version": 1}


def test_a_new_version_is_not_shown_before_it_is_published(editor):
    an_article()
    saved("hot-water", 1, editor, texts={"ru": Words("Новое", "Новое", "Новое")}, audience="business")

    assert queries.page("hot-water", "ru").title == RU.title
    assert queries.page("hot-water", "ru").audience == "citizens"
    editing.publish(article="hot-water", number=2, by=editor, now=NOON + timedelta(days=1))
    page = queries.page("hot-water", "en")
    assert (page.title, page.language, page.audience) == ("Новое", "ru", "business")
    assert not Text.objects.filter(language="en").exists()


def test_the_same_words_again_make_no_version(editor):
    an_article()
    saved("hot-water", 0, editor)
    assert Version.objects.count() == 1


def test_who_saves_over_anothers_words_is_told(editor):
    an_article()
    saved("hot-water", 1, editor, texts={"ru": Words("Первый", "Первый", "Первый")})
    with pytest.raises(Changed):
        saved("hot-water", 1, editor, texts={"ru": Words("Второй", "Второй", "Второй")})
    assert Article.objects.get().title == "Первый"


def test_an_earlier_version_comes_back_as_a_new_one(editor):
    an_article()
    saved("hot-water", 1, editor, texts={"ru": Words("Другое", "Другое", "Другое")})
    editing.restore(article="hot-water", number=1, by=editor, now=NOON)
    editing.restore(article="hot-water", number=1, by=editor, now=NOON)  # pressed twice

    article = Article.objects.get()
    assert (article.newest, article.title) == (3, RU.title)
    assert contents.read(Version.objects.get(number=3).content) == a_content()
    with pytest.raises(editing.NoArticle):
        editing.restore(article="hot-water", number=9, by=editor, now=NOON)


def test_an_archived_article_leaves_pages_and_search_and_may_return(editor):
    an_article()
    editing.archive(article="hot-water", by=editor, now=NOON)
    editing.archive(article="hot-water", by=editor, now=NOON)
    assert queries.page("hot-water", "ru") is None
    assert queries.is_archived("hot-water")
    assert not search.find("вода", audience="", language="ru").rows
    editing.publish(article="hot-water", number=1, by=editor, now=NOON)
    assert queries.page("hot-water", "ru")


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"section": "no"}, "section", "Выберите раздел"),
        ({"audience": "cats"}, "audience", "для кого"),
        ({"texts": {"ru": Words("", "Главное", "Текст")}}, "title_ru", "заголовок"),
        ({"texts": {"ru": Words("т" * 151, "Главное", "Текст")}}, "title_ru", "не больше 150"),
        ({"texts": {"ru": RU, "en": Words("Only a title", "", "")}}, "body_en", "Напишите текст"),
        ({"texts": {"ru": Words("Т", "Л", "<script>alert(1)</script>")}}, "body_ru", "ничего не осталось"),
        ({"topics": ["no-such"]}, "topics", "Таких тем нет: no-such"),
        ({"sources": "https://example.test/354"}, "sources", "название"),
        ({"sources": "Закон https://a b/<script>\nЗакон http:x"}, "sources", "не открыть"),
        ({"related": "../../etc"}, "related", "не похоже"),
        ({"checked_on": "2026-02-30"}, "checked_on", "Такого дня нет"),
        ({"checked_on": "2027-01-01"}, "checked_on", "ещё не наступил"),
    ],
)
def test_what_is_wrong_is_told_by_field(typed, field, words):
    a_section()
    said = {"section": "housing", "audience": "citizens", "texts": {"ru": RU}, **typed}
    with pytest.raises(BadArticle) as told:
        editing.check(Typed(**said), now=NOON)
    assert words in told.value.fields[field]


def test_a_day_that_has_come_here_is_taken_though_it_has_not_in_greenwich():
    a_section()
    said = Typed("housing", "citizens", {"ru": RU}, checked_on="2026-03-03")
    assert editing.check(said, now=NOON.replace(hour=22)).checked_on == date(2026, 3, 3)


def test_a_new_article_pressed_twice_is_one(editor):
    made = [
        editing.save(a_content(**said), article="", base=0, by=editor, now=NOON)
        for said in ({}, {}, {"audience": "business"})
    ]
    assert made[0] == made[1] != made[2]
    assert Article.objects.count() == 2


def test_related_are_those_that_the_editor_named_before_newer_ones_of_the_topics():
    an_article(topics=("pothole",), related=("third", "second"))
    for n, code in enumerate(["second", "third", *(f"newer-{n}" for n in range(20))]):
        an_article(code, topics=("pothole",))
        Article.objects.filter(code=code).update(published_at=NOON + timedelta(days=n))
    page = queries.page("hot-water", "ru")
    assert page is not None
    found = queries.related(page, "ru")
    assert [line.code for line in found] == ["third", "second", "newer-19", "newer-18", "newer-17"]


def test_what_was_typed_is_what_is_kept():
    a_section()
    roads = Category.objects.create(code="roads", title="Дороги")
    Topic.objects.create(code="pothole", category=roads, title="Ямы", kinds=["problem"], duty="roads")
    content = editing.check(
        Typed(
            section="housing", audience="citizens", texts={"ru": RU, "en": Words("", "", "")}, topics=["pothole"],
            sources="59-ФЗ  «О порядке» https://example.test/59\n\nПриказ № 7", checked_on="2026-02-01",
            related="one, two\nthree",
        ),
        now=NOON,
    )  # fmt: skip
    assert [(one.title, one.url) for one in content.sources] == [
        ("59-ФЗ «О порядке»", "https://example.test/59"),
        ("Приказ № 7", ""),
    ]
    assert (content.related, content.checked_on) == (("one", "two", "three"), date(2026, 2, 1))
    assert list(content.texts) == ["ru"]
    assert contents.read(content.kept()) == content


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(editor):
    an_article()
    told = []

    def save(words: str) -> None:
        try:
            saved("hot-water", 1, editor, texts={"ru": Words(words, words, words)})
        except Changed:
            told.append(words)
        finally:
            connection.close()

    threads = [Thread(target=save, args=(f"Слова {n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert Article.objects.get().newest == 2
