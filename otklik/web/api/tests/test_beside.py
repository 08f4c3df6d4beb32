"""Support, follow, comment on and complain about what others wrote, by the app."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals import comments as saying
from otklik.appeals.lifecycle import CommentReason, State
from otklik.appeals.models import Appeal, Comment, Complaint, Follow, Support
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, an_appeal
from otklik.people import devices
from otklik.people.models import User
from otklik.web.api.tests.given import App

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

ON, OFF = {"on": True}, {"on": False}
SAID: dict[str, Any] = {"support": ON, "follow": ON, "comments": {"text": "И у нас."}}


@pytest.fixture
def vera() -> User:
    return a_citizen()


@pytest.fixture
def number() -> str:
    return an_appeal(state=State.PUBLISHED, author=a_citizen()).number


@pytest.mark.parametrize(("deed", "rows"), [("support", Support), ("follow", Follow)])
def test_once_a_person_on_and_off(deed, rows, vera, number):
    app, path = App(vera), f"appeals/{number}/{deed}"
    for _repeat in range(2):
        app.post(path, ON, status=204)
    assert rows.objects.count() == 1
    there = app.get(f"appeals/{number}/stand")
    assert (there[f"{deed}s"], there[f"{deed}ers"], there["mine"]) == (True, 1, False)
    for _repeat in range(2):
        app.post(path, OFF, status=204)
    assert not rows.objects.exists()
    assert not app.get(f"appeals/{number}/stand")[f"{deed}s"]


@pytest.mark.parametrize("deed", ["support", "follow"])
def test_nobody_supports_themselves(deed, vera):
    own = an_appeal(state=State.PUBLISHED, author=vera)
    app = App(vera)
    assert app.post(f"appeals/{own.number}/{deed}", ON, status=409)["code"] == "own_appeal"
    assert app.get(f"appeals/{own.number}/stand")["mine"]


def test_what_the_person_follows_as_the_cabinet_shows_it(vera):
    app = App(vera)
    first, second, third = (an_appeal(state=State.PUBLISHED) for _ in range(3))
    for one in (first, second, third):
        app.post(f"appeals/{one.number}/follow", ON, status=204)
    Appeal.objects.filter(pk=second.pk).update(state=State.WITHDRAWN)
    Appeal.objects.filter(pk=first.pk).update(withheld=True)
    found = app.get("my/followed")["appeals"]
    assert [(row["number"], row["stage"]) for row in found] == [
        (third.number, "published"),
        (second.number, "withdrawn"),
    ]
    assert found[1]["excerpt"] == ""  # its words are nobody's to read any more
    app.post(f"appeals/{second.number}/follow", OFF, status=204)
    assert len(app.get("my/followed")["appeals"]) == 1


def test_a_comment_is_written_once_and_read_by_everybody_after_a_moderator(vera, number):
    app, key, path = App(vera), uuid4(), f"appeals/{number}/comments"
    assert app.post(path, {"text": "И у нас."}, key=key, status=201) == {"number": number}
    app.post(path, {"text": "И у нас."}, key=key)
    comment = Comment.objects.get()
    assert App().get(path)["comments"] == []
    (waiting,) = app.get(f"appeals/{number}/stand")["unread"]
    assert (waiting["text"], waiting["reason"]) == ("И у нас.", None)
    saying.publish(comment_id=comment.pk, moderator=a_moderator(), now=MONDAY)
    (found,) = App().get(path)["comments"]
    assert found["text"] == "И у нас."
    Appeal.objects.update(withheld=True)
    app.post(path, {"text": "И у нас."}, key=key)  # what was written is written
    App().get(path, status=404)


def test_why_a_comment_was_refused_its_author_reads(vera, number):
    app = App(vera)
    app.post(f"appeals/{number}/comments", {"text": "Купите!"}, key=uuid4(), status=201)
    saying.refuse(
        comment_id=Comment.objects.get().pk, moderator=a_moderator(), reason=CommentReason.ADVERT, now=MONDAY
    )
    assert app.get(f"appeals/{number}/stand")["unread"][0]["reason"] == "advert"
    assert App(a_citizen()).get(f"appeals/{number}/stand")["unread"] == []


def test_comments_have_pages(vera, number):
    appeal = Appeal.objects.get(number=number)
    for n in range(21):
        Comment.objects.create(
            appeal=appeal, author=vera, client_key=uuid4(), text=f"{n}", written_at=MONDAY, state="shown"
        )
    first = App().get(f"appeals/{number}/comments")
    second = App().get(f"appeals/{number}/comments", cursor=first["next"])
    assert (len(first["comments"]), [one["text"] for one in second["comments"]]) == (20, ["0"])


def test_where_the_region_has_no_comments_there_are_none(vera, number, settings):
    settings.COMMENTS = False
    App().get(f"appeals/{number}/comments", status=404)
    said = App(vera).post(f"appeals/{number}/comments", {"text": "И у нас."}, key=uuid4(), status=404)
    assert said["code"] == "no_comments"
    assert not App(vera).get(f"appeals/{number}/stand")["may_comment"]


def test_a_flood_of_comments_is_stopped_in_words(vera, number):
    app = App(vera)
    for _nth in range(5):
        app.post(f"appeals/{number}/comments", {"text": "И у нас."}, key=uuid4(), status=201)
    said = app.post(f"appeals/{number}/comments", {"text": "И у нас."}, key=uuid4(), status=429)
    assert said["code"] == "too_often"
    empty = app.post(f"appeals/{number}/comments", {"text": " "}, key=uuid4(), status=422)
    assert empty["code"] == "bad_comment"


def test_who_has_no_account_may_complain_too_and_of_an_account_once(vera, number):
    path, said = f"appeals/{number}/complaint", {"reason": "advert"}
    key = uuid4()
    App().post(path, said, key=key, status=201)
    App().post(path, said, key=key)
    App(vera).post(path, said, key=uuid4(), status=201)
    App(vera).post(path, said, key=uuid4())
    assert [one.user for one in Complaint.objects.order_by("id")] == [None, vera]
    assert App().post(path, {"reason": "x"}, key=uuid4(), status=422)["fields"].keys() == {"reason"}
    assert App().post(path, {"reason": "other"}, key=uuid4(), status=422)["code"] == "bad_complaint"


def test_of_what_is_not_public_nothing_can_be_said(vera):
    app = App(vera)
    for hidden in (an_appeal(state=State.MODERATION), an_appeal(state=State.PUBLISHED, withheld=True)):
        for deed, said in {**SAID, "complaint": {"reason": "advert"}}.items():
            app.post(f"appeals/{hidden.number}/{deed}", said, key=uuid4(), status=404)
        app.get(f"appeals/{hidden.number}/stand", status=404)
        app.get(f"appeals/{hidden.number}/comments", status=404)
    assert not Support.objects.exists() and not Comment.objects.exists() and not Complaint.objects.exists()


def test_a_signed_out_app_is_told_so_and_does_nothing(vera, number):
    app = App(vera)
    devices.end_all(vera.pk)
    for deed, said in {**SAID, "complaint": {"reason": "advert"}}.items():
        assert app.post(f"appeals/{number}/{deed}", said, key=uuid4(), status=401)["code"] == "signed_out"
    for deed, said in SAID.items():
        App().post(f"appeals/{number}/{deed}", said, key=uuid4(), status=401)
    assert not Support.objects.exists() and not Comment.objects.exists() and not Complaint.objects.exists()


@pytest.mark.parametrize(
    ("path", "most"), [("appeals/{n}/stand", 4), ("appeals/{n}/comments", 2), ("my/followed", 3)]
)
def test_statements_are_few(path, most, vera, number):
    app = App(vera)
    app.post(f"appeals/{number}/follow", ON, status=204)
    app.get("my/followed")  # names of topics are kept
    with CaptureQueriesContext(connection) as told:
        app.get(path.format(n=number))
    assert len(told) <= most


def test_a_switch_costs_one_statement_more_than_on_the_page(vera, number):
    app = App(vera)
    for deed, most in (("support", 5), ("follow", 5)):
        with CaptureQueriesContext(connection) as told:
            app.post(f"appeals/{number}/{deed}", ON, status=204)
        assert len([one for one in told if "SAVEPOINT" not in one["sql"]]) <= most
