"""What the author does by the app: as the buttons of the page, once whatever is repeated, nobody else anything."""

from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal, JournalRow, Photo
from otklik.appeals.queries import files
from otklik.appeals.steps import clarifying, intake, moderation, rating
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, an_appeal
from otklik.files.tests.given import a_picture
from otklik.outbox.tests.given import kinds
from otklik.people import devices
from otklik.people.models import User
from otklik.web.api.tests.given import App

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

SOLVED: dict[str, Any] = {"stars": 5, "solved": True}
UNSOLVED: dict[str, Any] = {"stars": 2, "solved": False, "words": "Яма на месте."}
DEEDS: dict[str, Any] = {
    "rating": SOLVED, "reply": {"words": "У дома 5"}, "clarify": {"words": "Со двора"}, "withdraw": {},
    "confirm": {}, "confirm/again": {},
}  # fmt: skip


@pytest.fixture
def vera() -> User:
    return a_citizen()


def asked(user: User) -> Appeal:
    appeal = an_appeal(author=user)
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words="Где это?", now=MONDAY)
    return appeal


def moves(appeal: Appeal) -> list[str]:
    return [*appeal.journal.order_by("id").values_list("move", flat=True)]


def test_a_solved_matter_is_closed_and_a_repeat_says_so_again(vera):
    appeal, key, app = an_appeal(state=State.ANSWERED, author=vera), uuid4(), App(vera)
    path = f"my/appeals/{appeal.number}/rating"
    first = app.post(path, SOLVED, key=key, status=201)
    assert first == {"number": appeal.number, "stage": "closed"} == app.post(path, SOLVED, key=key)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.rating, appeal.solved) == (State.CLOSED, 5, True)
    assert moves(appeal) == [Move.RATE, Move.CLOSE]
    assert app.post(path, SOLVED, key=uuid4(), status=409)["code"] == "wrong_state"


def test_what_is_not_solved_goes_back_and_a_late_repeat_does_not_judge_the_next_answer(vera):
    appeal, key, app = an_appeal(state=State.ANSWERED, author=vera), uuid4(), App(vera)
    path = f"my/appeals/{appeal.number}/rating"
    assert app.post(path, UNSOLVED, key=key, status=201)["stage"] == "returned"
    Appeal.objects.update(state=State.ANSWERED)  # the authority has answered again
    assert app.post(path, UNSOLVED, key=key)["stage"] == "answered"
    assert moves(appeal) == [Move.RATE, Move.RETURN]


def test_a_rating_that_will_not_do_is_told_in_words(vera):
    appeal, app = an_appeal(state=State.ANSWERED, author=vera), App(vera)
    path = f"my/appeals/{appeal.number}/rating"
    said = app.post(path, {"stars": 2, "solved": False}, key=uuid4(), status=422)
    assert "что осталось нерешённым" in said["detail"]
    assert app.post(path, {"stars": 6}, key=uuid4(), status=422)["fields"].keys() == {"stars", "solved"}
    assert app.post(path, SOLVED, status=400)["fields"].keys() == {"Idempotency-Key"}
    appeal.refresh_from_db()
    assert appeal.state == State.ANSWERED and not appeal.journal.exists()


def test_an_answer_to_the_moderator_comes_once_and_not_to_the_next_question(vera):
    appeal, key, app = asked(vera), uuid4(), App(vera)
    path, said = f"my/appeals/{appeal.number}/reply", {"words": "У дома 5"}
    assert app.post(path, said, key=key, status=201)["stage"] == "moderation"
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words="А когда?", now=MONDAY)
    assert app.post(path, said, key=key)["stage"] == "question"
    assert moves(appeal) == [Move.ASK, Move.REPLY, Move.ASK]
    assert app.post(path, {"words": " "}, key=uuid4(), status=422)["detail"]


def test_words_and_photos_are_added_once_and_stay_private(vera):
    appeal, key, app = an_appeal(state=State.REGISTERED, author=vera), uuid4(), App(vera)
    path = f"my/appeals/{appeal.number}/clarify"
    first, second = app.bring(a_picture(), key), app.bring(a_picture(), key)
    app.bring(a_picture(), key)  # taken off again: not named
    said = {"words": "Со двора", "photos": [first, second]}
    app.post(path, said, key=key, status=201)
    assert app.post(path, said, key=key) == {"number": appeal.number, "stage": "registered"}
    kept = Photo.objects.filter(appeal=appeal, clarifies=True).order_by("place")
    assert [photo.place for photo in kept] == [0, 1]
    assert not files.photo_is_public(kept[0].pk)
    assert [*appeal.journal.values_list("move", "reason")] == [("clarify", "Со двора")]
    added = app.get(f"my/appeals/{appeal.number}")["photos_added"]
    assert added == [str(photo.pk) for photo in kept]


def test_a_photo_that_has_not_come_holds_the_clarification_back(vera):
    appeal, key, app = an_appeal(author=vera), uuid4(), App(vera)
    path = f"my/appeals/{appeal.number}/clarify"
    elsewhere = app.bring(a_picture(), uuid4())
    said = {"words": "Со двора", "photos": [elsewhere]}
    assert app.post(path, said, key=key, status=422)["code"] == "photo_missing"
    assert not appeal.journal.exists() and not appeal.photos.exists()
    assert app.post(path, {}, key=key, status=422)["code"] == "bad_clarification"


def test_no_more_photos_than_on_the_page(vera, settings):
    settings.PHOTOS = 1
    appeal, app = an_appeal(author=vera), App(vera)
    path = f"my/appeals/{appeal.number}/clarify"
    for status in (201, 422):
        key = uuid4()
        app.post(path, {"photos": [app.bring(a_picture(), key)]}, key=key, status=status)
    assert appeal.photos.count() == 1


def test_taken_back_once_and_a_repeat_says_the_same(vera):
    appeal, app = an_appeal(state=State.PUBLISHED, author=vera), App(vera)
    path = f"my/appeals/{appeal.number}/withdraw"
    for _repeat in range(2):
        assert app.post(path, {"words": "Сами"})["stage"] == "withdrawn"
    assert [*appeal.journal.values_list("move", "reason")] == [("withdraw", "Сами")]
    answered = an_appeal(state=State.ANSWERED, author=vera)
    assert app.post(f"my/appeals/{answered.number}/withdraw", {}, status=409)["code"] == "wrong_state"


def test_one_s_own_mailbox_is_confirmed_by_a_press_another_one_by_its_letter(vera):
    app = App(vera)
    own = an_appeal(state=State.UNCONFIRMED, author=vera, author_email=vera.email)
    other = an_appeal(state=State.UNCONFIRMED, author=vera, author_email="other@example.test")
    for _repeat in range(2):
        assert app.post(f"my/appeals/{own.number}/confirm")["stage"] == "moderation"
    assert app.post(f"my/appeals/{other.number}/confirm", status=409)["code"] == "letter_wanted"
    other.refresh_from_db()
    assert other.state == State.UNCONFIRMED


def test_the_letter_comes_once_more_and_not_at_once_again(vera):
    appeal, app = an_appeal(state=State.UNCONFIRMED, author=vera), App(vera)
    path = f"my/appeals/{appeal.number}/confirm/again"
    app.post(path, status=204)
    assert app.post(path, status=429)["code"] == "too_soon"
    assert kinds() == ["confirmation"]
    done = an_appeal(author=vera)
    assert app.post(f"my/appeals/{done.number}/confirm/again", status=409)["code"] == "nothing_to_confirm"


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.QUESTION, State.ANSWERED])
def test_nobody_does_anything_with_somebody_else_s(deed, state, vera):
    appeal = an_appeal(state=state, author=vera, author_email=vera.email)
    admin = User.objects.create_user("a@example.test", "pass", name="А", role="admin")
    for other in (a_citizen(), a_moderator(), admin):
        said = App(other).post(f"my/appeals/{appeal.number}/{deed}", DEEDS[deed], key=uuid4(), status=404)
        assert said["code"] == "not_found"
    nobodys = an_appeal(state=state)
    App(vera).post(f"my/appeals/{nobodys.number}/{deed}", DEEDS[deed], key=uuid4(), status=404)
    appeal.refresh_from_db()
    assert appeal.state == state and not JournalRow.objects.exists()


@pytest.mark.parametrize("deed", DEEDS)
def test_a_signed_out_app_is_told_so_and_does_nothing(deed, vera):
    appeal, app = an_appeal(state=State.QUESTION, author=vera), App(vera)
    devices.end_all(vera.pk)
    path = f"my/appeals/{appeal.number}/{deed}"
    assert app.post(path, DEEDS[deed], key=uuid4(), status=401)["code"] == "signed_out"
    assert not JournalRow.objects.exists()


def test_an_appeal_filed_without_an_account_becomes_one_s_own_with_its_confirmation(vera):
    appeal = an_appeal(state=State.UNCONFIRMED, author_email=vera.email)
    app = App(vera)
    app.get(f"my/appeals/{appeal.number}", status=404)
    intake.confirm(appeal_id=appeal.pk, now=MONDAY)
    assert app.get(f"my/appeals/{appeal.number}")["may"] == ["clarify", "withdraw"]


STEPS: dict[str, Any] = {
    "rating": lambda appeal: rating.rate(appeal_id=appeal.pk, words="", now=MONDAY, **SOLVED),
    "reply": lambda appeal: moderation.reply(appeal_id=appeal.pk, words="У дома 5", now=MONDAY),
    "clarify": lambda appeal: clarifying.clarify(
        appeal_id=appeal.pk, key=uuid4(), words="Со двора", now=MONDAY
    ),
    "withdraw": lambda appeal: moderation.withdraw(appeal_id=appeal.pk, words="", now=MONDAY),
    "confirm/again": lambda appeal: intake.remind(appeal_id=appeal.pk, now=MONDAY),
}


@pytest.mark.parametrize(
    ("deed", "state"),
    [
        ("rating", State.ANSWERED), ("reply", State.QUESTION), ("clarify", State.PUBLISHED),
        ("withdraw", State.PUBLISHED), ("confirm/again", State.UNCONFIRMED),
    ],
)  # fmt: skip
def test_a_deed_costs_two_statements_more_than_its_step(deed, state, vera):
    """The device, and whose appeal it is with whether this is done already. A repeat costs only these."""
    one, other = (an_appeal(state=state, author=vera) for _ in range(2))
    key, app = uuid4(), App(vera)
    with CaptureQueriesContext(connection) as by_itself:
        STEPS[deed](one)
    path, headers = f"/api/v1/my/appeals/{other.number}/{deed}", {"Idempotency-Key": str(key)}
    with CaptureQueriesContext(connection) as told:
        answer = app.client.post(path, DEEDS[deed], "application/json", headers=headers)
    assert answer.status_code < 300
    assert len(told) <= len(by_itself) + 2
    if deed in ("rating", "reply", "clarify"):
        with CaptureQueriesContext(connection) as told:
            app.client.post(path, DEEDS[deed], "application/json", headers=headers)
        assert len(told) == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_rating_twice_at_once_is_one(vera):
    appeal, key, app, start = an_appeal(state=State.ANSWERED, author=vera), uuid4(), App(vera), Barrier(2)
    statuses = []

    def press() -> None:
        start.wait()
        try:
            answer = app.client.post(
                f"/api/v1/my/appeals/{appeal.number}/rating",
                UNSOLVED,
                "application/json",
                headers={"Idempotency-Key": str(key)},
            )
            statuses.append(answer.status_code)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 201]
    assert moves(appeal) == [Move.RATE, Move.RETURN]
