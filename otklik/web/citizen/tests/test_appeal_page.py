"""The page of one appeal: the same for every reader, with its neighbours, links and what machines read."""

import json
import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import translation
from PIL import Image

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.models import Answer, AnswerFile, Appeal, Comment, Photo
from otklik.appeals.queries import brief
from otklik.appeals.queries import card as cards
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, a_topic, an_appeal, an_authority
from otklik.web.citizen import poster
from otklik.web.citizen.held import held
from otklik.web.citizen.tests.given import seen
from otklik.web.parts.render import Tone

pytestmark = [pytest.mark.public, pytest.mark.django_db]

HEAD, TAIL = "<main", "</main>"


def a_body(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return page.partition(HEAD)[2].partition(TAIL)[0]


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def answered(*, photos: int = 0, **more: Any) -> Appeal:
    appeal = an_appeal(state=State.ANSWERED, answered_at=MONDAY, **more)
    answer = Answer.objects.create(
        appeal=appeal, message_uid=uuid4(), text="Засыпали", decision="solved", received_at=MONDAY,
        signatory="Начальник", number="17-1", on=date(2026, 3, 1),
    )  # fmt: skip
    for place in range(photos):
        AnswerFile.objects.create(answer=answer, id=uuid4(), title="x", is_photo=True, place=place)
    return appeal


def a_photo(appeal: Appeal) -> None:
    Photo.objects.create(id=uuid4(), appeal=appeal, place=0, width=4, height=3, created_at=MONDAY)


# the same for everybody


def test_the_body_is_the_same_for_a_stranger_the_author_a_supporter_and_a_moderator():
    me, fan = a_citizen(), a_citizen()
    appeal = answered(author=me)
    page = f"/appeals/{appeal.number}"
    as_(fan).post(f"{page}/support", {"on": "1"})

    clients = [Client(), as_(me), as_(fan), as_(a_moderator())]
    clients[2].post(f"{page}/follow", {"on": "0"})
    clients[3].post("/desk/appeals/1/publish")  # a message waits for this one
    bodies = {a_body(client, page) for client in clients}

    assert len(bodies) == 1
    assert "csrfmiddlewaretoken" not in bodies.pop()


def test_the_readers_own_part_is_nobodys_to_keep_and_comes_whole_without_scripts():
    appeal = an_appeal(state=State.PUBLISHED)
    path = f"/appeals/{appeal.number}/stand"
    part = as_(a_citizen()).get(path, headers={"HX-Request": "true"})
    whole = as_(a_citizen()).get(path)

    for answer in (part, whole):
        assert answer["Cache-Control"] == "private, no-store"
        assert {"HX-Request", "Cookie"} <= set(answer["Vary"].split(", "))
        assert f'action="/appeals/{appeal.number}/support"' in answer.content.decode()
    assert "<html" not in part.content.decode()
    assert "<html" in whole.content.decode()
    assert f'hx-get="{path}"' in a_body(Client(), f"/appeals/{appeal.number}")
    assert f'href="{path}"' in a_body(Client(), f"/appeals/{appeal.number}")


def test_the_page_without_scripts_is_come_back_to_when_the_button_stood_there():
    appeal, client = an_appeal(state=State.PUBLISHED), as_(a_citizen())
    page = f"/appeals/{appeal.number}"
    assert client.post(f"{page}/support", {"on": "1", "apart": "1"})["Location"] == f"{page}/stand#stand"
    assert client.post(f"{page}/support", {"on": "1"})["Location"] == f"{page}#stand"


def test_the_author_is_told_that_it_is_theirs_apart_from_the_page():
    me = a_citizen()
    appeal = an_appeal(state=State.PUBLISHED, author=me)
    words = seen(as_(me).get(f"/appeals/{appeal.number}/stand"))
    assert "Это ваше обращение" in words
    assert "Поддержать" not in words


@pytest.mark.parametrize("state", [State.MODERATION, State.WITHDRAWN, State.DUPLICATE])
@pytest.mark.parametrize("what", ["stand", "og.png", "comments"])
def test_what_is_not_read_any_more_has_no_part_no_picture_and_no_comments(state, what):
    appeal = an_appeal(state=state)
    assert Client().get(f"/appeals/{appeal.number}/{what}").status_code == 404


@pytest.mark.parametrize("number", ["x", "1" * 5000, "000000000", "%00", "я"])
def test_a_number_that_is_none_is_404_everywhere(number):
    for what in ("", "/stand", "/comments", "/comment", "/og.png", "/map.svg"):
        assert Client().get(f"/appeals/{number}{what}").status_code in (302, 400, 404), what


# who holds it


@pytest.mark.parametrize(
    ("state", "due", "words", "term", "tone"),
    [
        (State.REGISTERED, 5, "Сейчас у исполнителя: Дорожная служба.", "осталось 3 рабочих дн", Tone.ACTIVE),
        (State.REGISTERED, 1, "у исполнителя", "остался 1 рабочий день", Tone.WAITING),
        (State.REGISTERED, 0, "у исполнителя", "сегодня", Tone.WAITING),
        (State.SENDING, -3, "Передаётся исполнителю", "срок прошёл 3 дн", Tone.BAD),
        (State.PUBLISHED, None, "определяет исполнителя", "", Tone.ACTIVE),
        (State.ANSWERED, -3, "слово за автором", "", Tone.GOOD),
        (State.RETURNED, None, "не согласен", "", Tone.BAD),
        (State.CLOSED, None, "закончено", "", Tone.ACTIVE),
        (State.MODERATION, None, "у модератора", "", Tone.ACTIVE),
    ],
)
def test_the_page_says_in_words_who_holds_the_appeal_and_by_when(state, due, words, term, tone):
    today = date(2026, 3, 10)
    by = today + timedelta(days=due) if due is not None else None
    appeal = an_appeal(state=state, answer_by=by)
    found = cards.mine(appeal.pk)
    assert found is not None
    told = held(found, today=today)
    assert words in told.words
    assert term in told.term
    assert (told.tone, bool(told.term)) == (tone, bool(term))


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_words(state):
    found = cards.mine(an_appeal(state=state).pk)
    assert found is not None
    with translation.override("ru"):
        assert held(found, today=date(2026, 3, 10)).words.endswith(".")


# answer and verdict, photos


def test_the_claim_of_the_authority_stands_beside_the_verdict_of_the_author():
    appeal = answered()
    assert "Ещё не сказал, решён ли вопрос" in seen(Client().get(f"/appeals/{appeal.number}"))
    Appeal.objects.update(solved=False, rating=2, verdict="Засыпали не ту")
    page = Client().get(f"/appeals/{appeal.number}")
    sides = page.content.decode().partition('class="sides"')[2].partition("</section>")[0]
    for words in (
        "Вопрос решён",
        "Автор считает вопрос нерешённым",
        "Оценка 2 из 5",
        "Засыпали не ту",
        "17-1",
    ):
        assert words in sides


def test_photos_of_author_and_authority_stand_side_by_side_as_before_and_after():
    appeal = answered(photos=2)
    assert "Фото исполнителя" in seen(Client().get(f"/appeals/{appeal.number}"))
    a_photo(appeal)
    page = Client().get(f"/appeals/{appeal.number}").content.decode()
    pair = page.partition('class="before-after"')[2].partition("</section>")[0]
    assert (pair.count("Фото к обращению"), pair.count("Фото к ответу")) == (2, 4)  # alt and its words
    assert "До: фото автора" in pair
    assert "После: фото исполнителя" in pair


# what became of it


def test_a_photo_comes_as_small_as_the_screen_allows():
    appeal = answered()
    a_photo(appeal)
    page = Client().get(f"/appeals/{appeal.number}").content.decode()
    assert re.search(
        r'srcset="/photos/[0-9a-f-]+-thumb.jpg 240w, /photos/[0-9a-f-]+-card.jpg 640w" sizes="7.5rem"', page
    )


def test_a_merged_appeal_keeps_its_page_and_names_the_other_as_the_one_to_be_found():
    original = an_appeal(state=State.PUBLISHED)
    appeal = an_appeal(state=State.DUPLICATE, original=original)
    page = Client().get(f"/appeals/{appeal.number}")
    html = page.content.decode()
    assert page.status_code == 200
    assert f'href="/appeals/{original.number}"' in html
    assert f'rel="canonical" href="http://127.0.0.1:8000/appeals/{original.number}"' in html
    assert "noindex" not in html


def test_a_merged_appeal_whose_successor_waits_for_a_moderator_links_to_nothing_closed():
    original = an_appeal(state=State.MODERATION, published_at=None)
    appeal = an_appeal(state=State.DUPLICATE, original=original)
    page = Client().get(f"/appeals/{appeal.number}")
    assert f"/appeals/{original.number}" not in page.content.decode()
    assert "сейчас у модератора" in seen(page)
    assert page["X-Robots-Tag"] == "noindex"


def test_search_engines_are_kept_from_what_was_taken_back_and_what_is_not_public():
    gone, hidden = an_appeal(state=State.WITHDRAWN), an_appeal(published_at=None)
    for appeal, status in ((gone, 200), (hidden, 404)):
        page = Client().get(f"/appeals/{appeal.number}")
        assert (page.status_code, page["X-Robots-Tag"]) == (status, "noindex")
        assert '<meta name="robots" content="noindex">' in page.content.decode()
        assert "og:image" not in page.content.decode()
    shown = Client().get(f"/appeals/{an_appeal(state=State.PUBLISHED).number}")
    assert "X-Robots-Tag" not in shown
    assert "noindex" not in shown.content.decode()


# for other sites


def test_links_to_share_are_plain_and_nothing_is_loaded_from_strangers():
    appeal = an_appeal(state=State.PUBLISHED)
    page = Client().get(f"/appeals/{appeal.number}").content.decode()
    address = f"http%3A%2F%2F127.0.0.1%3A8000%2Fappeals%2F{appeal.number}"
    assert f'href="https://vk.com/share.php?url={address}' in page
    assert f'href="https://t.me/share/url?url={address}' in page
    assert re.findall(r'src="(?:https?:)?//', page) == []


def test_open_graph_names_the_topic_and_the_place_and_describes_in_the_authors_words():
    appeal = an_appeal(state=State.PUBLISHED, text='Яма "у дома" <b>\n\nвторой абзац ' + "слово " * 60)
    head = Client().get(f"/appeals/{appeal.number}").content.decode().partition("</head>")[0]
    assert '<meta property="og:title" content="Яма на дороге, д. Липовка, ул. Новая, д. 5">' in head
    said = re.search(r'<meta name="description" content="([^"]*)"', head)
    assert said
    assert said[1].startswith("Яма &#34;у дома&#34; &lt;b&gt; второй абзац")
    assert said[1].endswith("…")


def test_structured_data_is_json_that_no_text_can_break_out_of():
    spoiled = "</script><script>alert(1)</script><!--"
    appeal = answered(text=spoiled, address=spoiled)
    page = Client().get(f"/appeals/{appeal.number}").content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    told = json.loads(found[0])
    assert told["text"] == spoiled
    assert (told["@type"], told["contentLocation"]["geo"]["latitude"]) == ("DiscussionForumPosting", 55.5)
    assert [said["text"] for said in told["comment"]] == ["Засыпали"]
    assert told["author"]["name"] == "Житель"


def test_the_picture_is_made_once_and_asked_again_only_when_something_changed():
    appeal = an_appeal(state=State.PUBLISHED, address="д. Ӳтӗл, ул. Очень Длинная, " * 9)
    path = f"/appeals/{appeal.number}/og.png"
    first = Client().get(path)
    picture = Image.open(BytesIO(first.content))
    assert (picture.size, first["Content-Type"]) == ((1200, 630), "image/png")
    assert first["Cache-Control"].startswith("public")
    assert len(first.content) < 60_000
    assert Client().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert Client().get(path, headers={"Accept-Language": "en"})["ETag"] == first["ETag"]
    Appeal.objects.update(state=State.CLOSED)
    assert Client().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("topic", ["", "Я" * 200, "слово " * 40, "Wi-Fi 5G, №1 «тест» 😀", "\n\n"])
def test_any_words_fit_on_the_picture(topic):
    found = brief.Poster("481270356", Kind.PROBLEM, State.ANSWERED, topic, topic)
    png = poster.draw(poster.of_appeal(found))
    assert Image.open(BytesIO(png)).size == (poster.WIDTH, poster.HEIGHT)


# neighbours


def test_neighbours_are_of_the_same_topic_or_category_within_a_kilometre_nearest_first():
    topic, other = a_topic(), a_topic(code="pit")
    body = an_authority()

    def at(metres: float, **more: Any) -> Appeal:
        point = Point(39.5, 55.5 + metres / 111_320, srid=4326)
        return an_appeal(
            **{"state": State.PUBLISHED, "topic": topic, "point": point, "authority": body, **more}
        )

    me = at(0)
    far, hidden = at(1500), at(20, state=State.MODERATION, published_at=None)
    near, nearer, alike = at(400), at(200), at(50, topic=other)
    strange = at(30)
    Appeal.objects.filter(pk=strange.pk).update(
        topic=a_stranger_topic(), category=a_stranger_topic().category
    )
    html = Client().get(f"/appeals/{me.number}").content.decode().partition("Похожие рядом")[2]
    found = re.findall(r'href="/appeals/(\d{9})"', html)
    assert found == [nearer.number, near.number, alike.number]
    assert "200 м отсюда" in html
    assert not {far.number, hidden.number, strange.number} & set(found)


def test_at_most_four_neighbours_and_none_without_a_point():
    topic = a_topic()
    for _ in range(8):
        an_appeal(state=State.PUBLISHED, topic=topic)
    me, lost = an_appeal(state=State.PUBLISHED, topic=topic), an_appeal(state=State.PUBLISHED, point=None)
    html = Client().get(f"/appeals/{me.number}").content.decode().partition("Похожие рядом")[2]
    assert len(re.findall(r'href="/appeals/(\d{9})"', html)) == 4
    assert "Похожие рядом" not in seen(Client().get(f"/appeals/{lost.number}"))


def a_stranger_topic() -> Any:
    from otklik.classifier.models import Category, Topic

    category, _ = Category.objects.get_or_create(code="water", defaults={"title": "Вода"})
    topic, _ = Topic.objects.get_or_create(
        code="leak", defaults={"category": category, "title": "Течь", "kinds": ["problem"], "duty": "x"}
    )
    return topic


def test_comments_of_others_are_read_on_the_page_and_page_by_page():
    appeal = an_appeal(state=State.PUBLISHED)
    me = a_citizen()
    Comment.objects.bulk_create(
        Comment(
            appeal=appeal, author=me, client_key=uuid4(), text=f"Слова-{n}.", state="shown",
            written_at=MONDAY + timedelta(minutes=n // 3),
        )
        for n in range(45)
    )  # fmt: skip
    page = f"/appeals/{appeal.number}"
    words = seen(Client().get(page))
    assert words.count("Слова-") == 20
    assert "Слова-44." in words
    assert "Все комментарии" in words

    found, path = list[str](), f"{page}/comments"
    while path:
        html = Client().get(path).content.decode()
        found += re.findall(r"Слова-(\d+)\.", html)
        older = re.findall(r'href="([^"]+)" rel="next"', html)
        path = older[0].replace("&amp;", "&") if older else ""
    assert [int(n) for n in found] == list(range(44, -1, -1))
    for spoiled in ("x", "====", "я", "%00"):
        assert Client().get(f"{page}/comments", {"from": spoiled}).status_code in (200, 400)
