"""What the app reads of one's own appeals: all that the author may see, nobody else anything of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals import withholding
from otklik.appeals.lifecycle import RefusalReason, State, WithholdReason
from otklik.appeals.models import Appeal, Photo
from otklik.appeals.steps import clarifying, intake, moderation
from otklik.appeals.tests.given import MONDAY, a_citizen, a_filing, a_moderator, an_appeal
from otklik.files import photos
from otklik.files.tests.given import a_picture
from otklik.kit import clock
from otklik.people import devices
from otklik.people.models import Organisation, Representation, User
from otklik.web.api.tests.given import App

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]


@pytest.fixture
def vera() -> User:
    return a_citizen()


def filed_by(user: User, *, now: Any = MONDAY) -> Appeal:
    return intake.receive(a_filing(author=intake.Author.of(user)), now=now)


def asked(user: User, words: str = "Где это?") -> Appeal:
    appeal = filed_by(user)
    moderation.ask(appeal_id=appeal.pk, moderator=a_moderator(), words=words, now=MONDAY)
    return appeal


def with_photo(appeal: Appeal, **more: Any) -> Photo:
    photo_id = uuid4()
    size = photos.keep(a_picture(), photo_id=photo_id)
    return Photo.objects.create(
        id=photo_id, appeal=appeal, place=0, width=size.width, height=size.height, created_at=MONDAY, **more
    )


def test_the_list_has_all_of_one_s_own_and_tells_what_waits(vera):
    states = [
        State.MODERATION,
        State.QUESTION,
        State.ANSWERED,
        State.UNCONFIRMED,
        State.REFUSED,
        State.CLOSED,
    ]
    for n, state in enumerate(states):
        an_appeal(state=state, author=vera, received_at=MONDAY + timedelta(hours=n), question_by=MONDAY)
    an_appeal(author=a_citizen())
    found = App(vera).get("my/appeals")["appeals"]
    assert [(row["stage"], row["waits"]) for row in found] == [
        ("closed", None), ("refused", None), ("unconfirmed", "confirm"), ("answered", "rate"), ("question", "reply"),
        ("moderation", None),
    ]  # fmt: skip
    assert found[4]["act_by"] == "2026-03-02T09:00:00Z"
    assert found[3]["act_by"] == "2026-03-12T09:00:00Z"  # ten days after the answer
    assert found[5]["moderate_by"] and found[0]["url"].endswith(f"/mine/number/{found[0]['number']}")


def test_the_list_goes_on_page_by_page(vera):
    numbers = {an_appeal(author=vera).number for _ in range(21)}
    app = App(vera)
    first = app.get("my/appeals")
    second = app.get("my/appeals", cursor=first["next"])
    assert {row["number"] for row in first["appeals"] + second["appeals"]} == numbers
    assert (len(second["appeals"]), second["next"]) == (1, None)
    assert app.get("my/appeals", cursor=second["previous"])["appeals"] == first["appeals"]
    assert app.get("my/appeals", cursor="spoiled", status=400)["code"] == "bad_cursor"


def test_one_s_own_is_told_whole_with_the_moderator_s_question(vera):
    appeal = asked(vera)
    found = App(vera).get(f"my/appeals/{appeal.number}")
    assert (found["text"], found["question"], found["stage"]) == ("Яма у дома 5", "Где это?", "question")
    assert found["may"] == ["reply", "clarify", "withdraw"] and found["waits"] == "reply" and found["act_by"]
    assert [step["move"] for step in found["path"]] == ["receive", "ask"]
    assert found["path"][1]["detail"] == "Где это?"


def test_why_it_was_refused_is_told_to_its_author(vera):
    appeal = filed_by(vera)
    moderation.refuse(
        appeal_id=appeal.pk,
        moderator=a_moderator(),
        reason=RefusalReason.NO_FACTS,
        words="Нет фактов.",
        now=MONDAY,
    )
    found = App(vera).get(f"my/appeals/{appeal.number}")
    assert "Нет фактов." in found["refusal"] and found["may"] == []


def test_what_was_taken_off_the_portal_its_author_still_reads(vera):
    appeal = an_appeal(state=State.PUBLISHED, author=vera)
    withholding.withhold(
        appeal_id=appeal.pk, by=a_moderator(), reason=WithholdReason.COURT, words="Суд", now=MONDAY
    )
    assert App().get(f"appeals/{appeal.number}", status=410)
    found = App(vera).get(f"my/appeals/{appeal.number}")
    assert found["withheld"] and found["text"] == appeal.text


def test_nobody_else_reads_it_whoever_they_are(vera):
    appeal = asked(vera)
    photo = with_photo(appeal)
    others = [
        a_citizen(),
        a_moderator(),
        User.objects.create_user("a@example.test", "pass", name="А", role="admin"),
    ]
    for other in others:
        app = App(other)
        assert app.get(f"my/appeals/{appeal.number}", status=404)["code"] == "not_found"
        assert app.get("my/appeals")["appeals"] == []
        app.get(f"my/photos/{photo.pk}", status=404)
    App(vera).get("my/appeals/000000000", status=404)
    App(vera).get("my/appeals/nonsense", status=404)


def test_photos_that_others_do_not_see_come_with_the_token(vera):
    appeal = filed_by(vera)
    shown, hidden = with_photo(appeal), with_photo(appeal, hidden=True)
    clarifying.clarify(appeal_id=appeal.pk, key=uuid4(), words="", pictures=[a_picture()], now=MONDAY)
    app = App(vera)
    found = app.get(f"my/appeals/{appeal.number}")
    assert (found["photos"], found["photos_hidden"]) == ([str(shown.pk)], [str(hidden.pk)])
    for photo in [*found["photos"], *found["photos_hidden"], *found["photos_added"]]:
        answer = app.client.get(f"/api/v1/my/photos/{photo}?size=thumb")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Cache-Control"] == "private, no-cache"
        mark = {"If-None-Match": answer["ETag"]}
        assert app.client.get(f"/api/v1/my/photos/{photo}?size=thumb", headers=mark).status_code == 304
    app.get(f"my/photos/{shown.pk}", size="huge", status=400)
    app.get(f"my/photos/{uuid4()}", status=404)
    photos.drop(shown.pk)
    app.get(f"my/photos/{shown.pk}", status=404)


def test_what_has_not_changed_is_not_sent_again(vera):
    app, appeal = App(vera), filed_by(vera)
    for path in ("/api/v1/my/appeals", f"/api/v1/my/appeals/{appeal.number}"):
        first = app.client.get(path)
        assert app.client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_changes_since_the_last_time(vera, monkeypatch):
    now = [MONDAY]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    app, appeal, other = App(vera), filed_by(vera, now=MONDAY - timedelta(hours=1)), filed_by(a_citizen())
    first = app.get("my/changes")
    assert (first["appeals"], first["waiting"], first["more"]) == ([], 0, False)
    now[0] += timedelta(seconds=30)
    for one in (appeal, other):
        moderation.ask(appeal_id=one.pk, moderator=a_moderator(), words="Где?", now=now[0])
    second = app.get("my/changes", cursor=first["cursor"])
    assert [(row["number"], row["waits"]) for row in second["appeals"]] == [(appeal.number, "reply")]
    assert second["waiting"] == 1
    now[0] += timedelta(minutes=2)
    third = app.get("my/changes", cursor=second["cursor"])
    assert [row["number"] for row in third["appeals"]] == [appeal.number]  # of the last minute: told twice
    assert app.get("my/changes", cursor=third["cursor"]) == {**third, "appeals": []}
    assert app.get("my/changes", cursor="x", status=400)["code"] == "bad_cursor"


def test_a_move_that_ends_late_is_told_the_next_time(vera, monkeypatch):
    """Its moment lies before the last answer, which did not see it yet."""
    now = [MONDAY]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    app, appeal = App(vera), filed_by(vera, now=MONDAY - timedelta(hours=1))
    cursor = app.get("my/changes")["cursor"]
    moderation.ask(
        appeal_id=appeal.pk, moderator=a_moderator(), words="Где?", now=now[0] - timedelta(seconds=20)
    )
    assert len(app.get("my/changes", cursor=cursor)["appeals"]) == 1


def test_organisations_for_which_the_person_may_file(vera):
    for name, confirmed in (("ТСЖ «Липа»", MONDAY), ("ООО «Дуб»", None)):
        body = Organisation.objects.create(inn=name[:12], name=name)
        Representation.objects.create(
            user=vera, organisation=body, post="", asked_at=MONDAY, confirmed_at=confirmed
        )
    found = App(vera).get("my/organisations")["organisations"]
    assert [one["title"] for one in found] == ["ТСЖ «Липа»"]


@pytest.mark.parametrize("path", ["my/appeals", "my/appeals/1", "my/changes", "my/organisations"])
def test_a_signed_out_app_reads_nothing(path, vera):
    app = App(vera)
    devices.end_all(vera.pk)
    assert app.get(path, status=401)["code"] == App().get(path, status=401)["code"] == "signed_out"


@pytest.mark.parametrize(
    ("path", "most"), [("my/appeals", 2), ("my/changes", 2), ("my/appeals/{n}", 2), ("my/photos/{p}", 2)]
)
def test_statements_are_few(path, most, vera):
    appeals = [asked(vera) for _ in range(3)]
    photo, app = with_photo(appeals[0]), App(vera)
    with CaptureQueriesContext(connection) as told:
        app.client.get("/api/v1/" + path.format(n=appeals[0].number, p=photo.pk))
    assert len(told) <= most
