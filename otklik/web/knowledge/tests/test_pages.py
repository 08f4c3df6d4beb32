"""The knowledge base as its readers use it."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.tests.given import a_citizen, a_topic
from otklik.kit import kept
from otklik.knowledge import helped, queries
from otklik.knowledge.content import Words
from otklik.knowledge.editing import archive, publish, save
from otklik.knowledge.models import Article, Verdict
from otklik.knowledge.tests.given import NOON, a_content, an_article
from otklik.web.citizen.tests.given import beside, seen

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _sections_anew():
    kept.forget()


def test_a_reader_finds_an_article_and_reads_it_whole():
    a_topic(title="Нет горячей воды")
    an_article(topics=("pothole",), related=("second",))
    an_article("second", texts={"ru": Words("Перерасчёт", "За дни без воды.", "Пишите в УК.")})
    client = Client()
    assert "Если отключили горячую воду" in seen(client.get("/knowledge"))
    found = seen(client.get("/knowledge", {"q": "горячей воды"}))
    assert "Найдено статей: 1" in found

    page = client.get("/knowledge/hot-water")
    words = seen(page)
    for part in (
        "Позвоните диспетчеру",
        "Постановление № 354",
        "Проверено 1",
        "Перерасчёт",
        "Нет горячей воды",
    ):
        assert part in words, part
    assert page["Cache-Control"].startswith("public")
    assert "csrfmiddlewaretoken" not in page.content.decode()


def test_misprints_and_nothing_found_are_told():
    an_article()
    client = Client()
    assert "Показаны статьи со словами «горячую" in seen(client.get("/knowledge", {"q": "гарячая"}))
    page = client.get("/knowledge", {"q": "тарантас"})
    assert "подайте обращение" in seen(page)
    assert page["X-Robots-Tag"] == "noindex"


def test_for_business_shows_what_is_for_business_and_for_everybody():
    an_article("a")
    an_article("b", audience="business", texts={"ru": Words("Бизнесу", "Бизнесу", "Бизнесу")})
    an_article("c", audience="everybody", texts={"ru": Words("Каждому", "Каждому", "Каждому")})
    page = Client().get("/knowledge", {"for": "business"}).content.decode()
    assert re.findall('href="/knowledge/(.)"', page) == ["c", "b"]
    assert Client().get("/knowledge", {"for": "nobody", "section": "x", "topic": "?"}).status_code == 200
    assert Client().get("/knowledge", {"cursor": "cut"}).status_code == 400


def test_an_english_reader_gets_english_or_is_told_that_there_is_none():
    an_article()
    an_article("only-russian", texts={"ru": Words("Только по-русски", "Да", "Да")})
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "If the hot water is off" in seen(client.get("/knowledge/hot-water"))
    page = client.get("/knowledge/only-russian").content.decode()
    assert '<article class="prose" lang="ru">' in page
    assert "not yet in your language" in page


def test_drafts_and_archived_ones_are_not_there():
    an_article("draft", published=False)
    an_article("old")
    archive(article="old", by=a_citizen(), now=NOON)
    for code, words in (("draft", "Такой статьи нет"), ("old", "сняли"), ("no-such", "Такой статьи нет")):
        page = Client().get(f"/knowledge/{code}")
        assert (page.status_code, words in seen(page)) == (404, True)
        assert Client().get(f"/knowledge/{code}/helped").status_code == 404


def test_what_an_editor_typed_cannot_run():
    evil = Words(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "Да <script>alert(1)</script><b onclick=x>текст</b>",
    )
    an_article("evil", texts={"ru": evil})
    page = Client().get("/knowledge/evil")
    html = page.content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "<b>текст</b>" in html
    assert "unsafe" not in page["Content-Security-Policy"]


def test_a_browser_says_once_whether_it_helped_and_may_change_its_mind():
    an_article()
    client = Client()
    page = client.get("/knowledge/hot-water/helped")
    assert "no-store" in page["Cache-Control"]
    answer = client.post("/knowledge/hot-water/helped", {"helped": "1"})
    assert answer["Location"] == "/knowledge/hot-water#helped"
    assert client.cookies["otklik_reader"]["httponly"]
    client.post("/knowledge/hot-water/helped", {"helped": "0", "words": "Нет телефона"})
    helped.fold()
    article = Article.objects.get()
    assert (article.helped, article.failed) == (0, 1)
    assert Verdict.objects.get().words == "Нет телефона"
    assert "Вы ответили: не помогло" in seen(client.get("/knowledge/hot-water/helped"))


def test_an_account_is_one_reader_in_two_browsers():
    an_article()
    user = a_citizen()
    for _n in range(2):
        client = Client()
        client.force_login(user)
        client.post("/knowledge/hot-water/helped", {"helped": "1"})
    assert Verdict.objects.count() == 1


def test_a_forged_cookie_is_nobodys():
    an_article()
    client = Client()
    client.cookies["otklik_reader"] = "abc:def"
    assert client.post("/knowledge/hot-water/helped", {"helped": "1"}).status_code == 302
    assert client.cookies["otklik_reader"].value != "abc:def"


def test_a_network_that_drops_its_cookies_is_told_to_wait_and_loses_no_words(settings):
    settings.READER_VERDICTS = 2
    an_article()
    address, said = "/knowledge/hot-water/helped", {"helped": "0", "words": "Нет телефона"}
    known = Client()
    for client in (known, Client()):
        assert client.post(address, said).status_code == 302
    page = Client().post(address, said)
    assert (page.status_code, "Попробуйте через час или войдите" in seen(page)) == (429, True)
    assert "Нет телефона" in page.content.decode()
    assert known.post(address, {"helped": "1"}).status_code == 302, "who is known may change their mind"
    signed_in = Client()
    signed_in.force_login(a_citizen())
    assert signed_in.post(address, said).status_code == 302
    assert Client(REMOTE_ADDR="198.51.100.7").post(address, said).status_code == 302, "another network"
    assert Verdict.objects.count() == 4


def test_what_was_typed_stays_when_it_cannot_be_taken():
    an_article()
    page = Client().post("/knowledge/hot-water/helped", {"helped": "0", "words": "я" * 501})
    assert page.status_code == 422
    assert "можно не больше 500" in beside(page, "words")
    assert "я" * 501 in page.content.decode()
    page = Client().post("/knowledge/hot-water/helped", {"helped": "maybe", "words": "Слова"})
    assert "Нажмите «Да» или «Нет»" in seen(page)
    assert not Verdict.objects.exists()


def test_pages_take_few_statements_whatever_is_on_them():
    for n in range(queries.PAGE + 1):
        an_article(f"article-{n}", topics=(), related=("article-1", "article-2"))
    save(a_content(audience="business"), article="article-5", base=1, by=None, now=NOON)
    publish(article="article-5", number=2, by=None, now=NOON)
    for address, most in (("/knowledge", 2), ("/knowledge?q=вода", 1), ("/knowledge/article-5", 4)):
        Client().get(address)
        with CaptureQueriesContext(connection) as told:
            assert Client().get(address).status_code == 200
        assert len(told) <= most, [q["sql"][:90] for q in told]
