"""Comments: written by registered people, read by a moderator first, switched off by a setting."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.formats import date_format

from otklik.appeals import comments, owners
from otklik.appeals.lifecycle import CommentReason, State
from otklik.appeals.models import Appeal, Comment
from otklik.appeals.queries import takeout
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, an_appeal
from otklik.kit import clock
from otklik.outbox.models import Message
from otklik.outbox.tests.given import read
from otklik.people.models import User
from otklik.web.citizen.tests.given import beside, seen

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def say(client: Client, appeal: Appeal, words: str, **more: Any) -> Any:
    said = {"words": words, "client_key": str(uuid4()), **more}
    return client.post(f"/appeals/{appeal.number}/comment", said)


def written(*, appeal: Appeal | None = None, author: User | None = None, **more: Any) -> Comment:
    return Comment.objects.create(
        **{
            "appeal": appeal or an_appeal(state=State.PUBLISHED),
            "author": author or a_citizen(),
            "client_key": uuid4(),
            "text": "Тут и правда яма",
            "written_at": MONDAY,
            **more,
        }
    )


def test_a_comment_waits_for_a_moderator_and_its_author_sees_that_it_does():
    appeal, me, key = an_appeal(state=State.PUBLISHED), a_citizen(), str(uuid4())
    client, page = as_(me), f"/appeals/{appeal.number}"
    for _ in range(2):  # pressed twice
        assert say(client, appeal, " Тут и правда яма ", client_key=key)["Location"] == f"{page}#stand"
    words = seen(client.get(f"{page}/stand"))
    assert "Комментарий появится" in words
    assert "ждёт модератора" in words
    assert "правда яма" not in seen(Client().get(page))
    assert "правда яма" not in seen(Client().get(f"{page}/comments"))
    assert "правда яма" not in seen(as_(a_citizen()).get(f"{page}/stand"))

    comment = Comment.objects.get()
    desk = as_(a_moderator())
    assert "правда яма" in seen(desk.get("/desk/comments"))
    for _ in range(2):
        desk.post(f"/desk/appeals/{appeal.pk}/comments/{comment.pk}/publish")
    words = seen(desk.get("/desk/comments"))
    assert "Все комментарии проверены" in words
    assert words.index("Показаны за последние дни") < words.index("правда яма")
    assert "Житель" in seen(Client().get(page))
    assert "правда яма" in seen(Client().get(page))
    assert "ждёт модератора" not in seen(client.get(f"{page}/stand"))


@pytest.mark.parametrize(
    ("shown", "name"), [("hidden", "Житель"), ("short", "Вера П."), ("full", "Вера Полевая")]
)
def test_the_name_is_shown_as_the_person_chose(shown, name):
    me = User.objects.create_user(
        "v@example.test", "pass", name="Вера Полевая", given_name="Вера", surname="Полевая", name_shown=shown
    )
    comment = written(author=me, state="shown")
    for path in ("", "/comments"):
        words = seen(Client().get(f"/appeals/{comment.appeal.number}{path}"))
        assert name in words
        assert ("Полевая" in words) == (shown == "full")


def test_a_refused_comment_is_told_to_its_author_with_the_reason_and_to_nobody_else():
    comment, desk = written(text="Купите у нас"), as_(a_moderator())
    address = f"/desk/appeals/{comment.appeal_id}/comments/{comment.pk}/refuse"
    desk.post(address, {"reason": "nonsense"})
    comment.refresh_from_db()
    assert comment.state == "waiting"
    desk.post(address, {"reason": CommentReason.ADVERT})
    comment.refresh_from_db()
    assert (comment.state, comment.reason) == ("refused", "advert")
    path = f"/appeals/{comment.appeal.number}"
    assert "Ваш комментарий не показан: Реклама" in seen(as_(comment.author).get(f"{path}/stand"))
    assert "Купите" not in seen(Client().get(path))


def test_a_refusal_is_written_to_the_author_once_and_in_their_language():
    me = a_citizen()
    User.objects.filter(pk=me.pk).update(language="en", name="Вера")
    comment, moderator = written(author=me, text="Купите у нас"), a_moderator()
    for _ in range(2):
        comments.refuse(comment_id=comment.pk, moderator=moderator, reason=CommentReason.ADVERT, now=MONDAY)
    letter = Message.objects.get(kind="comment-refused")
    subject, body = read(letter)
    assert (letter.to, letter.about, letter.language) == (me.email, comment.appeal.number, "en")
    assert "is not shown" in subject
    assert body.startswith("Dear Вера,")
    assert "Купите у нас" in body
    assert f"/appeals/{comment.appeal.number}" in body
    assert comment.appeal.author_email not in body


def test_who_wants_no_letters_is_written_none_about_a_comment():
    me = a_citizen()
    User.objects.filter(pk=me.pk).update(wants_letters=False)
    comment = written(author=me)
    comments.refuse(comment_id=comment.pk, moderator=a_moderator(), reason=CommentReason.HATE, now=MONDAY)
    assert not Message.objects.exists()


def test_a_moderator_hides_what_was_shown_lately_and_nothing_older_is_listed():
    now = clock.now()
    comment = written(state="shown", text="Показано вчера", decided_at=now - timedelta(days=1))
    written(state="shown", text="Показано давно", decided_at=now - timedelta(days=30))
    desk = as_(a_moderator())
    words = seen(desk.get("/desk/comments"))
    assert "Показано вчера" in words
    assert "Показано давно" not in words
    desk.post(f"/desk/appeals/{comment.appeal_id}/comments/{comment.pk}/refuse", {"reason": "other"})
    assert "Показано вчера" not in seen(desk.get("/desk/comments"))
    assert "Показано вчера" not in seen(Client().get(f"/appeals/{comment.appeal.number}"))


def test_what_was_shown_may_be_refused_later_and_never_the_other_way_round():
    comment, moderator = written(state="shown"), a_moderator()
    comments.refuse(comment_id=comment.pk, moderator=moderator, reason=CommentReason.OTHER, now=MONDAY)
    comments.refuse(comment_id=comment.pk, moderator=moderator, reason=CommentReason.ADVERT, now=MONDAY)
    with pytest.raises(comments.Decided):
        comments.publish(comment_id=comment.pk, moderator=moderator, now=MONDAY)
    comment.refresh_from_db()
    assert (comment.state, comment.reason) == ("refused", "other")


@pytest.mark.parametrize("words", ["", "  \n ", "я" * 2001])
def test_a_comment_that_does_not_fit_stays_in_the_form_with_words_of_help(words):
    answer = say(as_(a_citizen()), an_appeal(state=State.PUBLISHED), words)
    assert answer.status_code == 422
    assert beside(answer, "words")
    assert words.strip() in answer.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "1" * 4000])
def test_a_form_that_came_in_pieces_says_nothing(key):
    answer = say(as_(a_citizen()), an_appeal(state=State.PUBLISHED), "Слова", client_key=key)
    assert answer.status_code == 422
    assert not Comment.objects.exists()


def test_a_flood_is_stopped_and_what_was_typed_stays():
    appeal, client = an_appeal(state=State.PUBLISHED), as_(a_citizen())
    for n in range(5):
        assert say(client, appeal, f"Слова {n}").status_code == 302
    answer = say(client, appeal, "Ещё слова")
    assert answer.status_code == 429
    assert "Ещё слова" in answer.content.decode()
    assert Comment.objects.count() == 5
    assert say(as_(a_citizen()), appeal, "Другой человек").status_code == 302


def test_the_day_has_its_own_limit(settings):
    settings.COMMENTS_A_DAY = 3
    appeal, me = an_appeal(state=State.PUBLISHED), a_citizen()

    def at(hours: int) -> None:
        comments.write(
            number=appeal.number, user=me, key=uuid4(), words="Слова", now=MONDAY + timedelta(hours=hours)
        )

    for n in range(3):
        at(n)
    with pytest.raises(comments.TooOften):
        at(5)
    at(25)


def test_a_stranger_is_led_to_sign_in_and_comes_back_to_the_form():
    appeal = an_appeal(state=State.PUBLISHED)
    answer = say(Client(), appeal, "Слова")
    assert answer["Location"] == f"/login?next=/appeals/{appeal.number}/comment"
    assert (
        as_(a_citizen()).get(f"/appeals/{appeal.number}/comment")["Location"]
        == f"/appeals/{appeal.number}/stand"
    )
    assert "Войти, чтобы написать" in seen(Client().get(f"/appeals/{appeal.number}/stand"))


@pytest.mark.parametrize("state", [State.MODERATION, State.WITHDRAWN, State.DUPLICATE, State.REFUSED])
def test_nobody_comments_on_what_is_not_public(state):
    assert say(as_(a_citizen()), an_appeal(state=state), "Слова").status_code == 404
    assert not Comment.objects.exists()


def test_a_region_without_comments_takes_and_shows_none(settings):
    settings.COMMENTS = False
    comment = written(state="shown")
    client, page = as_(a_citizen()), f"/appeals/{comment.appeal.number}"
    assert say(client, comment.appeal, "Слова").status_code == 404
    assert "омментари" not in seen(client.get(page))
    assert "омментари" not in seen(client.get(f"{page}/stand"))
    assert client.get(f"{page}/comments").status_code == 404
    assert "выключены" in seen(as_(a_moderator()).get("/desk/comments"))
    assert Comment.objects.count() == 1


def test_a_moderator_of_other_topics_neither_sees_nor_decides():
    comment = written()
    stranger = a_moderator()
    stranger.topic_codes = ["water"]
    stranger.save(update_fields=["topic_codes"])
    desk = as_(stranger)
    assert comment.text not in seen(desk.get("/desk/comments"))
    address = f"/desk/appeals/{comment.appeal_id}/comments/{comment.pk}/publish"
    assert desk.post(address).status_code == 404
    other = an_appeal(state=State.PUBLISHED)
    wrong = f"/desk/appeals/{other.pk}/comments/{comment.pk}/publish"
    assert as_(a_moderator()).post(wrong).status_code == 404
    comment.refresh_from_db()
    assert comment.state == "waiting"


def test_the_longest_waiting_comes_first_and_the_desk_takes_few_statements(django_assert_max_num_queries):
    appeal = an_appeal(state=State.PUBLISHED)
    for n in range(30):
        written(appeal=appeal, text=f"Слова-{n:02}.", written_at=MONDAY - timedelta(minutes=n))
    desk = as_(a_moderator())
    with django_assert_max_num_queries(5):
        words = seen(desk.get("/desk/comments"))
    assert words.index("Слова-29.") < words.index("Слова-00.")
    assert date_format(MONDAY, "Y") in words


def test_ones_own_comments_are_in_the_archive_and_go_with_the_account():
    me = a_citizen()
    comment = written(author=me, state="shown")
    written()
    rows = dict(takeout.documents(me.pk))["comments"]
    assert [row["text"] for row in rows] == [comment.text]
    owners.release_all(user_id=me.pk, now=MONDAY)
    assert not Comment.objects.filter(author=me).exists()
    assert Comment.objects.count() == 1
