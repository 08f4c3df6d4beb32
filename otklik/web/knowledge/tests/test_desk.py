"""The knowledge base at the desk: moderators write, administrators publish."""

import json
import re

import pytest
from django.test import Client

from otklik.appeals.tests.given import a_topic
from otklik.knowledge import queries
from otklik.knowledge.models import Article, Section, Version
from otklik.knowledge.tests.given import a_section, an_article
from otklik.people.models import StaffDeed, User
from otklik.web.citizen.tests.given import beside, seen
from otklik.web.tests.brought import last, tried

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
TYPED = {
    "base": "0",
    "section": "housing",
    "audience": "citizens",
    "title_ru": "Куда звонить ночью",
    "lead_ru": "Аварийные службы.",
    "body_ru": "## Номера\n\n**112**<script>alert(1)</script>",
}
EDIT = "/staff/knowledge/articles/"


def as_role(role: str) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(f"{role}@example.test", "pass", name=role.title(), role=role))
    return client


@pytest.fixture
def admin() -> Client:
    a_section()
    return as_role("admin")


def test_an_article_goes_from_a_preview_to_its_page(admin):
    a_topic()
    preview = admin.post("/staff/knowledge/new", {**TYPED, "topics": ["pothole"]}).content.decode()
    assert '<div class="prose" lang="ru"><h2>Номера</h2>\n<p><strong>112</strong></p></div>' in preview
    assert re.search('value="pothole" checked', preview)
    assert not Article.objects.exists()

    answer = admin.post("/staff/knowledge/new", {**TYPED, "topics": ["pothole"], "save": "1"})
    assert answer["Location"] == f"{EDIT}kuda-zvonit-nochyu"
    assert "ещё никем не видна" in seen(admin.get(answer["Location"]))
    assert admin.get("/knowledge/kuda-zvonit-nochyu").status_code == 404
    for _n in range(2):
        admin.post(f"{EDIT}kuda-zvonit-nochyu/publish", {"version": "1"})
    assert "112" in seen(admin.get("/knowledge/kuda-zvonit-nochyu"))
    assert StaffDeed.objects.filter(address="article-publish").exists()


def test_what_was_typed_stays_with_the_words_of_what_is_wrong(admin):
    page = admin.post("/staff/knowledge/new", {**TYPED, "title_ru": "", "checked_on": "31.02", "save": "1"})
    assert page.status_code == 422
    assert "Напишите заголовок" in beside(page, "title_ru")
    assert "Такого дня нет" in beside(page, "checked_on")
    assert "**112**" in page.content.decode()
    assert not Article.objects.exists()


def test_of_two_editors_the_second_is_told_and_loses_nothing(admin):
    an_article()
    admin.post(f"{EDIT}hot-water", {**TYPED, "base": "1", "save": "1"})
    page = admin.post(f"{EDIT}hot-water", {**TYPED, "title_ru": "Мой заголовок", "base": "1", "save": "1"})
    assert page.status_code == 422
    assert "сохранил кто-то ещё" in seen(page)
    assert 'value="Мой заголовок"' in page.content.decode()
    assert Version.objects.count() == 2


def test_versions_are_compared_and_taken_back(admin):
    an_article()
    admin.post(f"{EDIT}hot-water", {**TYPED, "base": "1", "save": "1"})
    page = admin.get(f"{EDIT}hot-water/versions").content.decode()
    assert "− Если отключили горячую воду</del>" in page
    assert "+ Куда звонить ночью</ins>" in page
    assert "<script>alert" not in page
    admin.post(f"{EDIT}hot-water/restore", {"version": "1"})
    assert Article.objects.get().newest == 3
    assert Article.objects.get().title == "Если отключили горячую воду"
    assert "Одной из этих версий нет" in seen(admin.get(f"{EDIT}hot-water/versions?first=7&second=9"))
    assert admin.post(f"{EDIT}hot-water/restore", {"version": "77"}).status_code == 404


def test_a_moderator_writes_but_does_not_publish():
    an_article()
    moderator = as_role("moderator")
    assert "Публикует администратор" in seen(moderator.get(f"{EDIT}hot-water"))
    assert moderator.post(f"{EDIT}hot-water", {**TYPED, "base": "1", "save": "1"}).status_code == 302
    for page in ("publish", "archive"):
        assert moderator.post(f"{EDIT}hot-water/{page}", {"version": "2"}).status_code == 403
    assert queries.page("hot-water", "ru").version == 1
    assert as_role("clerk").get("/staff/knowledge").status_code == 403


def test_an_archived_article_is_off_the_portal_and_comes_back(admin):
    an_article()
    admin.post(f"{EDIT}hot-water/archive")
    assert "сняли" in seen(admin.get("/knowledge/hot-water"))
    admin.post(f"{EDIT}hot-water/publish", {"version": "1"})
    assert admin.get("/knowledge/hot-water").status_code == 200


def test_the_list_is_narrowed_by_state_and_words(admin):
    an_article()
    an_article("draft", published=False)
    assert seen(admin.get("/staff/knowledge")).count("Если отключили") == 2
    assert seen(admin.get("/staff/knowledge?state=draft")).count("Если отключили") == 1
    assert "Таких статей нет" in seen(admin.get("/staff/knowledge?q=газ%25"))


def test_what_did_not_help_is_read_with_its_article(admin):
    an_article()
    Client().post("/knowledge/hot-water/helped", {"helped": "0", "words": "Нет телефона <b>района</b>"})
    page = admin.get("/staff/knowledge/feedback?article=hot-water")
    assert "Нет телефона <b>района</b>" in seen(page)
    assert "Таких ответов нет" in seen(admin.get("/staff/knowledge/feedback?article=other"))


def test_sections_are_made_and_renamed(admin):
    for _pressed in range(2):
        admin.post("/staff/knowledge/sections", {"title_ru": "Земля", "order": "5", "active": "1"})
    assert Section.objects.filter(code__startswith="zemlya").count() == 1
    admin.post("/staff/knowledge/sections", {"code": "zemlya", "title_ru": "Земля и право", "order": "5"})
    section = Section.objects.get(code="zemlya")
    assert (section.titles, section.active) == ({"ru": "Земля и право"}, False)
    page = admin.post("/staff/knowledge/sections", {"title_ru": "", "title_en": "Land", "order": "x"})
    assert page.status_code == 422
    assert 'value="Land"' in page.content.decode()


def test_a_file_is_tried_then_taken(admin):
    page, row = "/staff/knowledge/upload", {
        "code": "one",
        "section": "housing",
        "audience": "citizens",
        "texts": {"ru": {"title": "Т", "lead": "Л", "body": "Т"}},
    }  # fmt: skip
    words = seen(tried(admin, page, json.dumps([row, {**row, "code": "Два"}]), "статьи.json"))
    assert "строка 2, поле code" in words
    assert not Article.objects.exists()
    admin.post(f"{last()}/take")
    assert queries.page("one", "ru")
    assert "«статьи.json» не читается как JSON" in seen(tried(admin, page, "{", "статьи.json"))
    assert "Выберите файл" in seen(admin.post(page))
