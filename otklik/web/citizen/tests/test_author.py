"""The links of the letters: confirmation and the author's own page. Opening one changes nothing."""

import re
import time
from datetime import timedelta

import pytest
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, JournalRow
from otklik.appeals.steps import intake, moderation
from otklik.appeals.tests.given import a_citizen, a_filing, a_moderator, an_appeal
from otklik.kit import clock, links
from otklik.outbox.tests.given import kinds, newest, read
from otklik.web.citizen.tests.given import seen

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def path_in_letter(kind: str) -> str:
    """The link of the newest letter of this kind, without the host."""
    _subject, body = read(newest(kind))
    found = re.search(r"https?://[^/]+(/(?:confirm|mine)/\S+)", body)
    assert found
    return found[1]


def received() -> Appeal:
    return intake.receive(a_filing(), now=clock.now())


def own_page(appeal: Appeal) -> str:
    return f"/mine/{links.sign('author', appeal.pk)}"


def asked() -> Appeal:
    appeal = an_appeal(published_at=None)
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words="Какой дом?", now=clock.now())
    return appeal


def test_the_link_of_the_first_letter_confirms_by_its_button():
    appeal, client = received(), Client()
    link = path_in_letter("confirmation")

    page = client.get(link)
    assert "Подтвердить и передать модератору" in seen(page)
    appeal.refresh_from_db()
    assert appeal.state == State.UNCONFIRMED

    answer = client.post(link, follow=True)
    appeal.refresh_from_db()
    assert appeal.state == State.MODERATION
    assert "Почта подтверждена" in seen(answer)


def test_a_link_used_twice_changes_nothing_the_second_time():
    received()
    link, client = path_in_letter("confirmation"), Client()
    for _ in range(2):
        assert client.post(link).status_code == 302
    assert JournalRow.objects.filter(move="confirm").count() == 1
    assert kinds().count("received") == 1
    assert "уже подтверждено" in seen(client.get(link))


def test_a_link_that_came_too_late_says_so_and_offers_to_file_anew():
    appeal = received()
    intake.forget_unconfirmed(now=clock.now() + timedelta(days=8))
    link, client = path_in_letter("confirmation"), Client()

    assert "отозвано" in seen(client.get(link))
    assert 'href="/new"' in client.get(link).content.decode()
    client.post(link)
    appeal.refresh_from_db()
    assert appeal.state == State.WITHDRAWN


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-3], lambda t: t + "x", lambda t: "1" + t, lambda _t: "nonsense"]
)
@pytest.mark.parametrize("purpose", ["confirm", "mine"])
def test_a_link_cut_or_altered_opens_nothing(purpose, spoil):
    token = links.sign("confirm" if purpose == "confirm" else "author", received().pk)
    page = Client().get(f"/{purpose}/{spoil(token)}")
    assert page.status_code == 404
    assert "Ссылка неполная или устарела" in seen(page)
    assert Client().post(f"/{purpose}/{spoil(token)}").status_code == 404
    assert not JournalRow.objects.exclude(move="receive").exists()


def test_a_link_for_one_thing_does_not_do_another():
    appeal = received()
    assert Client().get(f"/mine/{links.sign('confirm', appeal.pk)}").status_code == 404
    assert Client().get(f"/confirm/{links.sign('author', appeal.pk)}").status_code == 404


def test_a_link_of_long_ago_is_too_old(monkeypatch):
    appeal, now = received(), time.time()
    monkeypatch.setattr(time, "time", lambda: now - 401 * 86400)
    token = links.sign("author", appeal.pk)
    monkeypatch.undo()
    assert Client().get(f"/mine/{token}").status_code == 404


def test_another_authors_link_shows_and_changes_only_that_authors_appeal():
    mine, theirs = an_appeal(text="Моя яма", state=State.ANSWERED), an_appeal(text="Чужая яма")
    page = Client().get(own_page(mine))

    assert "Моя яма" in seen(page)
    assert "Чужая яма" not in page.content.decode()
    Client().post(f"{own_page(mine)}/withdraw")
    theirs.refresh_from_db()
    assert theirs.state == State.MODERATION


def test_the_authors_page_is_kept_by_no_cache_and_found_by_no_search():
    page = Client().get(own_page(an_appeal()))
    assert page["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_the_moderators_question_is_answered_on_the_authors_page():
    appeal = asked()
    link, client = path_in_letter("question"), Client()
    assert "Какой дом?" in seen(client.get(link))

    answer = client.post(f"{link}/reply", {"words": "Пятый"}, follow=True)

    appeal.refresh_from_db()
    assert appeal.state == State.MODERATION
    assert "ответ передан модератору" in seen(answer)
    assert "Пятый" in seen(client.get(link))


def test_an_empty_reply_is_told_on_the_page_it_came_from():
    appeal = asked()
    page = own_page(appeal)
    answer = Client().post(
        f"{page}/reply", {"words": "  "}, headers={"Referer": f"http://testserver{page}"}, follow=True
    )
    assert "Напишите ответ на вопрос модератора" in seen(answer)
    assert "Какой дом?" in seen(answer)
    appeal.refresh_from_db()
    assert appeal.state == State.QUESTION


@pytest.mark.parametrize("stars", [1, 2, 3, 4, 5])
def test_one_to_five_stars_and_solved_close_the_appeal(stars):
    appeal = an_appeal(state=State.ANSWERED)
    answer = Client().post(
        f"{own_page(appeal)}/rate", {"stars": stars, "solved": "1", "words": ""}, follow=True
    )
    appeal.refresh_from_db()
    assert (appeal.state, appeal.rating, appeal.solved) == (State.CLOSED, stars, True)
    assert "оценка сохранена" in seen(answer)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"solved": "1"}, "оценку от 1 до 5"),
        ({"stars": "0", "solved": "1"}, "оценку от 1 до 5"),
        ({"stars": "6", "solved": "1"}, "оценку от 1 до 5"),
        ({"stars": "²", "solved": "1"}, "оценку от 1 до 5"),
        ({"stars": "4"}, "решён ли вопрос"),
        ({"stars": "4", "solved": "может быть", "words": "Не знаю"}, "решён ли вопрос"),
        ({"stars": "2", "solved": "0", "words": "   "}, "что осталось нерешённым"),
    ],
)
def test_a_rating_that_lacks_something_is_asked_again_and_what_was_said_stays(said, words):
    appeal = an_appeal(state=State.ANSWERED)

    answer = Client().post(f"{own_page(appeal)}/rate", said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in seen(answer)
    assert said.get("stars") not in ("4", "2") or f'value="{said["stars"]}" checked' in page
    assert said.get("words", "").strip() in page
    appeal.refresh_from_db()
    assert appeal.state == State.ANSWERED


def test_not_solved_returns_it_once_by_right_and_then_through_a_moderator():
    first, second = an_appeal(state=State.ANSWERED), an_appeal(state=State.ANSWERED, returns=1)
    said = {"stars": "1", "solved": "0", "words": "Яма на месте"}
    for appeal in (first, second):
        Client().post(f"{own_page(appeal)}/rate", said)
        appeal.refresh_from_db()

    assert (first.state, first.attention, first.verdict) == (State.RETURNED, "", "Яма на месте")
    assert (second.state, second.attention) == (State.RETURNED, "return_review")


def test_a_formal_answer_is_reported_with_the_return_and_stays_with_the_appeal():
    first, second = an_appeal(state=State.ANSWERED), an_appeal(state=State.ANSWERED)
    said = {"stars": "1", "solved": "0", "words": "Отписка", "formal": "1"}
    Client().post(f"{own_page(first)}/rate", said)
    Client().post(f"{own_page(second)}/rate", {**said, "solved": "1"})
    first.refresh_from_db()
    second.refresh_from_db()

    assert (first.formal, second.formal) == (True, False)
    assert "вопрос не решён, ответ формальный" in seen(Client().get(own_page(first)))


def test_rating_twice_is_told_and_the_first_rating_stays():
    appeal = an_appeal(state=State.ANSWERED)
    page = own_page(appeal)
    first, second = (
        Client().post(
            f"{page}/rate",
            {"stars": stars, "solved": "1"},
            headers={"Referer": f"http://testserver{page}"},
            follow=True,
        )
        for stars in (5, 1)
    )
    assert "Так уже нельзя" not in seen(first)
    assert "Так уже нельзя" in seen(second)
    appeal.refresh_from_db()
    assert appeal.rating == 5


@pytest.mark.parametrize(
    "state", [State.UNCONFIRMED, State.MODERATION, State.QUESTION, State.PUBLISHED, State.SENDING]
)
def test_the_author_takes_the_appeal_back(state):
    appeal = an_appeal(state=state)
    assert "Отозвать" in seen(Client().get(own_page(appeal)))
    Client().post(f"{own_page(appeal)}/withdraw", {"words": "Решилось само"})
    appeal.refresh_from_db()
    assert appeal.state == State.WITHDRAWN


@pytest.mark.parametrize("state", [State.ANSWERED, State.CLOSED, State.REFUSED, State.WITHDRAWN])
def test_what_is_answered_or_ended_is_not_taken_back(state):
    appeal = an_appeal(state=state)
    assert "Отозвать обращение" not in seen(Client().get(own_page(appeal)))
    answer = Client().post(
        f"{own_page(appeal)}/withdraw",
        headers={"Referer": f"http://testserver{own_page(appeal)}"},
        follow=True,
    )
    assert "Так уже нельзя" in seen(answer)
    appeal.refresh_from_db()
    assert appeal.state == state


def test_the_cabinet_shows_my_appeals_and_those_that_wait_for_me_first():
    me, client = a_citizen(), Client()
    waiting = an_appeal(author=me, state=State.ANSWERED)
    an_appeal(author=me, state=State.CLOSED)
    an_appeal(author=a_citizen(), text="Чужое")
    client.force_login(me)

    page = client.get("/mine").content.decode()

    numbers = re.findall(r'href="/mine/number/(\d+)[#"]', page)
    assert len(numbers) == 3
    assert numbers[0] == waiting.number
    assert page.count("Нужно ваше действие") == 1


@pytest.mark.parametrize("path", ["/mine", "/mine/number/481270356"])
def test_the_cabinet_asks_to_sign_in_and_leads_back(path):
    assert Client().get(path)["Location"] == f"/login?next={path}"


def test_a_signed_in_person_opens_only_what_they_filed():
    me, client = a_citizen(), Client()
    mine, theirs, nobodys = an_appeal(author=me), an_appeal(author=a_citizen()), an_appeal()
    client.force_login(me)
    assert client.get(f"/mine/number/{mine.number}").status_code == 200
    for other in (theirs.number, nobodys.number, "481270356", "x"):
        assert client.get(f"/mine/number/{other}").status_code == 404


def test_pictures_of_a_page_that_is_not_public_open_for_its_author_only():
    appeal = an_appeal(published_at=None)
    page = Client().get(own_page(appeal)).content.decode()
    found = re.search(r'src="(/appeals/\d+/map\.svg[^"]*)"', page)
    assert found
    address = found[1].replace("&amp;", "&")

    assert Client().get(address).status_code == 200
    assert Client().get(address.partition("?")[0]).status_code == 404
    assert Client().get(f"{address.partition('?')[0]}?by=nonsense").status_code == 404
    other = links.sign("author", an_appeal().pk)
    assert Client().get(f"{address.partition('?')[0]}?by={other}").status_code == 404
