"""«Поддержать», «Следить» and saved searches as people press them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Follow, Support, Watch
from otklik.appeals.tests.given import MONDAY, a_citizen, a_settlement, a_topic, an_appeal
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.people, pytest.mark.django_db]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_person_supports_and_follows_by_buttons_and_takes_both_back():
    appeal, client = an_appeal(state=State.PUBLISHED), signed_in(a_citizen())
    page = f"/appeals/{appeal.number}"
    assert "Поддержать" in seen(client.get(f"{page}/stand"))
    for _ in range(2):  # pressed twice
        client.post(f"{page}/support", {"on": "1"})
        client.post(f"{page}/follow", {"on": "1"})
    assert "Поддержал 1 человек" in seen(client.get(page))
    words = seen(client.get(f"{page}/stand"))
    assert "Поддержал 1 человек" in words
    assert "следит 1" in words
    assert "Не поддерживать" in words
    assert "1 поддержал" in seen(client.get("/appeals")).replace("\xa0", " ")
    for _ in range(2):
        client.post(f"{page}/support", {"on": "0"})
        client.post(f"{page}/follow", {"on": "0"})
    assert not Support.objects.exists()
    assert not Follow.objects.exists()


def test_a_stranger_is_led_to_sign_in_and_back_to_the_appeal():
    appeal = an_appeal(state=State.PUBLISHED)
    page = f"/appeals/{appeal.number}"
    assert f'href="/login?next={page}/stand"' in Client().get(f"{page}/stand").content.decode()
    for way in ("support", "follow"):
        assert Client().post(f"{page}/{way}", {"on": "1"})["Location"] == f"/login?next={page}/{way}"
        assert signed_in(a_citizen()).get(f"{page}/{way}")["Location"] == f"{page}#stand"
    assert not Support.objects.exists()


@pytest.mark.parametrize("way", ["support", "follow"])
def test_what_is_not_public_is_404_and_ones_own_has_no_buttons(way):
    me = a_citizen()
    client = signed_in(me)
    hidden = an_appeal(state=State.MODERATION)
    assert client.post(f"/appeals/{hidden.number}/{way}", {"on": "1"}).status_code == 404
    assert client.post(f"/appeals/nonsense/{way}", {"on": "1"}).status_code == 404
    mine = an_appeal(state=State.PUBLISHED, author=me)
    assert "Поддержать" not in seen(client.get(f"/appeals/{mine.number}/stand"))
    client.post(f"/appeals/{mine.number}/{way}", {"on": "1"})
    assert "вы и так узнаете о нём всё" in seen(client.get(f"/appeals/{mine.number}/stand"))
    assert not Support.objects.exists()
    assert not Follow.objects.exists()


def test_followed_appeals_have_their_page_and_say_nothing_of_one_that_was_taken_back():
    me = a_citizen()
    client = signed_in(me)
    shown = an_appeal(state=State.PUBLISHED, text="Открытая яма")
    gone = an_appeal(state=State.PUBLISHED, text="Тайная яма")
    for appeal in (shown, gone):
        client.post(f"/appeals/{appeal.number}/follow", {"on": "1"})
    Appeal.objects.filter(pk=gone.pk).update(state=State.WITHDRAWN)
    words = seen(client.get("/mine/followed"))
    assert "Открытая яма" in words
    assert "Тайная яма" not in words
    answer = client.post(f"/appeals/{gone.number}/follow", {"list": "1"})
    assert answer["Location"] == "/mine/followed"
    assert Follow.objects.get().appeal == shown
    assert "Вы ни за чем не следите" in seen(signed_in(a_citizen()).get("/mine/followed"))


@pytest.mark.parametrize("path", ["/mine/followed", "/mine/searches", "/mine/drafts"])
def test_each_tab_costs_the_same_with_few_and_with_many(path):
    topic, told = a_topic(), {}
    for n in (2, 60):
        me = a_citizen()
        appeals = [an_appeal(state=State.PUBLISHED, topic=topic) for _ in range(n)]
        Follow.objects.bulk_create(Follow(appeal=a, user=me, at=MONDAY) for a in appeals)
        Watch.objects.bulk_create(
            Watch(user=me, title=f"П{i}", kind="problem", category=topic.category, created_at=MONDAY)
            for i in range(n)
        )
        client = signed_in(me)
        client.get(path)  # names of topics and bodies are kept in the process
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        told[n] = len(queries)
    assert told[2] == told[60] <= 8


def test_the_followed_are_paged_and_a_forged_cursor_is_refused():
    me, topic = a_citizen(), a_topic()
    appeals = [an_appeal(state=State.PUBLISHED, topic=topic) for _ in range(45)]
    Follow.objects.bulk_create(Follow(appeal=a, user=me, at=MONDAY) for a in appeals)
    client, path, found = signed_in(me), "/mine/followed", []
    while path:
        page = client.get(path).content.decode()
        found += re.findall(r'card__link" href="/appeals/(\d{9})"', page)
        older = re.findall(r'href="([^"]+)" rel="next"', page)
        path = older[0] if older else ""
    assert sorted(found) == sorted(a.number for a in appeals)
    assert client.get("/mine/followed?from=spoiled").status_code == 400


@pytest.mark.parametrize(("page", "most"), [("", 4), ("/stand", 6)])
def test_a_signed_in_reader_costs_two_more_statements_for_session_and_account(page, most):
    appeal = an_appeal(state=State.ANSWERED, answered_at=MONDAY)
    client = signed_in(a_citizen())
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/appeals/{appeal.number}{page}")
    assert len(queries) <= most


# saved searches


def test_a_search_is_saved_from_the_list_and_leads_back_to_it():
    appeal = an_appeal(state=State.PUBLISHED)
    code = appeal.category.code
    client = signed_in(a_citizen())
    page = client.get(f"/appeals?tab=problem&category={code}").content.decode()
    assert f'href="/mine/searches/add?tab=problem&amp;category={code}"' in page
    page = client.get(f"/mine/searches/add?tab=problem&category={code}").content.decode()
    assert 'value="Проблемы · Дороги"' in page
    said = {"tab": "problem", "category": code, "title": "Ямы у нас"}
    client.post("/mine/searches/add", said)
    answer = client.post("/mine/searches/add", said, follow=True)  # pressed twice
    assert Watch.objects.count() == 1
    words = seen(answer)
    assert "Ямы у нас" in words
    assert "Проблемы · Дороги" in words
    assert f'href="/appeals?tab=problem&amp;category={code}"' in answer.content.decode()
    client.post(f"/mine/searches/{Watch.objects.get().pk}/drop")
    assert not Watch.objects.exists()


def test_a_search_keeps_its_settlement_and_any_kind():
    place = a_settlement()
    client = signed_in(a_citizen())
    client.post("/mine/searches/add", {"tab": "all", "settlement": place.pk, "title": "Липовка"})
    watch = Watch.objects.get()
    assert (watch.kind, watch.settlement) == ("", place)
    assert (
        f'href="/appeals?tab=all&amp;settlement={place.pk}"' in client.get("/mine/searches").content.decode()
    )


def test_a_stranger_signs_in_and_comes_back_to_the_form():
    answer = Client().get("/mine/searches/add?tab=thanks")
    assert answer["Location"] == "/login?next=/mine/searches/add%3Ftab%3Dthanks"
    assert (
        'value="Благодарности"'
        in signed_in(a_citizen()).get("/mine/searches/add?tab=thanks").content.decode()
    )
    assert not Watch.objects.exists()


@pytest.mark.parametrize("query", ["tab=answers", "tab=problem&photo=1", "rating=5"])
def test_what_a_search_can_not_keep_leads_back_to_the_list(query):
    assert signed_in(a_citizen()).get(f"/mine/searches/add?{query}")["Location"].startswith("/appeals?")


def test_another_persons_search_is_404():
    theirs = Watch.objects.create(user=a_citizen(), title="Чужой", kind="problem", created_at=MONDAY)
    client = signed_in(a_citizen())
    assert "Чужой" not in seen(client.get("/mine/searches"))
    assert client.post(f"/mine/searches/{theirs.pk}/drop").status_code == 404
    assert client.post("/mine/searches/99999999999999999999999/drop").status_code == 404
    assert Watch.objects.exists()


@pytest.mark.parametrize("said", [{"tab": "answers"}, {"tab": ""}, {"category": "nonsense"}, {"title": " "}])
def test_a_search_that_does_not_fit_is_told_in_words_and_not_saved(said):
    client = signed_in(a_citizen())
    answer = client.post(
        "/mine/searches/add",
        {"tab": "problem", "category": "", "title": "x", **said},
        headers={"Referer": "http://testserver/appeals"},
    )
    assert answer["Location"] == "http://testserver/appeals"
    assert not Watch.objects.exists()


def test_the_list_of_answers_offers_no_search_to_save():
    assert "Сохранить поиск" not in seen(Client().get("/appeals?tab=answers"))
    stranger = Client().get("/appeals?tab=problem")
    assert "Сохранить поиск" in seen(stranger)
    assert 'href="/mine/searches/add?tab=problem"' in stranger.content.decode()
    assert "csrftoken" not in stranger.cookies
