"""Polls for programs: what is asked, one voice of who is signed in, no result before its time, the receipt."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.kit import clock
from otklik.people import devices
from otklik.people.models import User
from otklik.places.tests.given import a_territory
from otklik.polls import ending, publishing
from otklik.polls.models import Ballot, Right
from otklik.polls.tests.given import ANSWERS, EVERY_KIND, YES_NO, a_citizen, a_poll, an_organisation_of
from otklik.web.polls.tests.test_pages import a_counted_poll, counted

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def told(path: str, **headers: str) -> Any:
    return Client(headers=headers).get(f"/api/v1/polls{path}").json()


def app(user: User) -> Client:
    tokens = devices.begin(user, title="Телефон", ip="", now=clock.now())
    return Client(headers={"Authorization": f"Bearer {tokens.access}"})


def cast(client: Client, code: str, ballot: dict[str, Any], *, key: str = "", **more: Any) -> Any:
    headers = {"Idempotency-Key": key or str(uuid4())}
    path, body = f"/api/v1/polls/{code}/vote", {"ballot": ballot, **more}
    return client.post(path, body, content_type="application/json", headers=headers)


def test_the_list_has_what_a_program_shows_and_one_poll_its_questions():
    titles = {"ru": "Нужен ли парк?", "en": "Is a park wanted?"}
    poll = a_poll(*EVERY_KIND, languages=["ru", "en"], title=titles)
    a_poll(state="draft")
    (row,) = told("")["polls"]
    assert (row["code"], row["stage"], row["title"]) == (poll.code, "open", "Нужен ли парк?")
    assert told("", **{"Accept-Language": "en"})["polls"][0]["title"] == "Is a park wanted?"
    assert told("?stage=finished")["polls"] == []
    whole = told(f"/{poll.code}")
    assert [one["type"] for one in whole["questions"]] == [one["kind"] for one in EVERY_KIND]
    assert whole["questions"][0]["options"] == [
        {"code": "yes", "label": "Да"},
        {"code": "no", "label": "Нет"},
    ]


def test_a_question_says_on_what_it_depends():
    poll = a_poll(
        {"code": "park", "kind": "single", "options": YES_NO},
        {"code": "why", "kind": "text", "asked_if": {"question": "park", "options": ["no"]}},
    )
    first, second = told(f"/{poll.code}")["questions"]
    assert (first["after"], second["after"], second["chosen"]) == (None, "park", ["no"])


def test_one_voice_and_the_receipt_of_what_is_counted():
    a_territory()
    poll, client = a_poll(*EVERY_KIND), app(a_citizen())
    key = str(uuid4())
    answer = cast(client, poll.code, ANSWERS, key=key)
    ballot = Ballot.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {"receipt": ballot.receipt, "ballot": ballot.answers}
    repeat = cast(client, poll.code, ANSWERS, key=key)
    assert (repeat.status_code, repeat.json()) == (200, answer.json())
    for again in (cast(client, poll.code, ANSWERS), cast(client, poll.code, ANSWERS | {"mark": 1}, key=key)):
        assert (again.status_code, again.json()["code"]) == (409, "already_voted")
    assert Ballot.objects.count() == 1


def test_who_is_not_signed_in_may_not_and_what_is_wrong_is_told_by_the_question():
    poll = a_poll(*EVERY_KIND)
    assert cast(Client(), poll.code, ANSWERS).status_code == 401
    answer = cast(app(a_citizen()), poll.code, {"park": "maybe", "first": ["trees", "trees"]}).json()
    assert answer["code"] == "wrong_answers"
    assert answer["fields"]["park"] == "Такого варианта нет. Выберите из предложенных."
    assert "mark" in answer["fields"]
    assert not Right.objects.exists()


def test_an_organisation_votes_by_its_representative_and_straw_polls_are_for_browsers():
    poll, user = a_poll(voters="organisations"), a_citizen()
    body = an_organisation_of(user)
    assert cast(app(user), poll.code, {"park": "yes"}).json()["code"] == "cannot_vote"
    assert cast(app(a_citizen()), poll.code, {"park": "yes"}, organisation=body.pk).status_code == 403
    assert cast(app(user), poll.code, {"park": "yes"}, organisation=body.pk).status_code == 201
    assert Right.objects.get().voter == f"o{body.pk}"
    straw = a_poll(voters="anybody")
    assert cast(app(user), straw.code, {"park": "yes"}).status_code == 422


def test_no_result_before_its_time_and_all_of_them_after():
    hidden = counted(a_poll(*EVERY_KIND))
    answer = Client().get(f"/api/v1/polls/{hidden.code}/results")
    assert (answer.status_code, answer.json()["code"]) == (403, "results_hidden")
    assert "60" not in answer.json()["detail"]
    area = a_territory().code
    found = told(f"/{counted(a_counted_poll(quorum=5), area=area).code}/results")
    assert (found["votes"], found["final"], found["valid"]) == (10, True, True)
    park = found["questions"][0]
    assert park["options"][0] == {
        "code": "yes", "label": "Да", "votes": 6, "share": 60.0, "mean_place": None, "points": 0,
    }  # fmt: skip
    assert found["areas"] == [{"territory_code": area, "votes": 10}]


def test_a_receipt_is_checked_once_the_poll_is_counted(settings, tmp_path):
    settings.MEDIA_ROOT = settings.DATA = tmp_path
    poll = a_poll()
    code = cast(app(a_citizen()), poll.code, {"park": "yes"}).json()["receipt"]

    def check(typed: str) -> Any:
        path = f"/api/v1/polls/{poll.code}/receipt"
        return Client().post(path, {"receipt": typed}, content_type="application/json")

    assert check(code).status_code == 404
    ending.end_early(poll_id=poll.pk, why="Всё ясно.")
    publishing.finish(poll.pk, now=clock.now())
    assert check(code.lower()).json() == {"fits": True, "ballot": {"park": "yes"}}
    assert check("A" * 26).status_code == 404
    whole = told(f"/{poll.code}")
    assert (whole["stage"], whole["reason"]) == ("counted", "Всё ясно.")


def test_a_vote_takes_eight_statements_with_the_device():
    poll, client = a_poll(), app(a_citizen())
    with CaptureQueriesContext(connection) as seen:
        assert cast(client, poll.code, {"park": "yes"}).status_code == 201
    assert len(seen) <= 8, "\n".join(q["sql"] for q in seen)
