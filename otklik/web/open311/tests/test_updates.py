"""What happened to requests, by the extension that FixMyStreet reads: what everybody may know, in windows and pages."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import TOLD, Move, State
from otklik.appeals.models import Answer, AnswerFile, Appeal, JournalRow
from otklik.appeals.tests.given import MONDAY, an_appeal

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

WEEK = "start_date=2026-03-01T00:00:00Z&end_date=2026-03-08T00:00:00Z"


def get(asked: str = WEEK, *, form: str = "json", status: int = 200) -> Any:
    answer = Client().get(f"/open311/v2/servicerequestupdates.{form}?{asked}")
    assert answer.status_code == status, answer.content
    return answer


def happened(
    appeal: Appeal, move: Move, at: datetime, *, to: State = State.REGISTERED, reason: str = "", **detail: Any
) -> JournalRow:
    return JournalRow.objects.create(
        appeal=appeal, move=move, from_state=appeal.state, to_state=to, at=at, reason=reason, detail=detail
    )


def an_answered() -> Appeal:
    """With an answer and its photo."""
    appeal = an_appeal(state=State.ANSWERED)
    happened(appeal, Move.REGISTER, MONDAY, number="АБ-12")
    answer = Answer.objects.create(
        appeal=appeal, message_uid=uuid4(), text="Яму засыпали.", decision="solved", received_at=MONDAY + HOUR
    )
    AnswerFile.objects.create(answer=answer, id=uuid4(), title="после.jpg", is_photo=True, place=1)
    happened(appeal, Move.ANSWER, MONDAY + HOUR, to=State.ANSWERED, decision="solved")
    return appeal


HOUR = timedelta(hours=1)


def test_the_steps_of_an_appeal_are_its_updates_newest_first():
    appeal = an_answered()
    answered, registered = get().json()
    assert list(answered) == [
        "update_id", "service_request_id", "status", "updated_datetime", "description", "media_url",
    ]  # fmt: skip
    assert answered["service_request_id"] == registered["service_request_id"] == appeal.number
    assert (registered["status"], answered["status"]) == ("open", "closed")
    assert "АБ-12" in registered["description"]
    assert answered["description"].endswith("Яму засыпали.")
    assert answered["updated_datetime"] == "2026-03-02T10:00:00Z"
    assert re.search(r"/photos/[0-9a-f-]{36}-full\.jpg$", answered["media_url"])


def test_xml_has_the_elements_that_fixmystreet_reads():
    an_answered()
    tree = ElementTree.fromstring(get(form="xml").content)  # noqa: S314  # our own answer
    assert (tree.tag, {one.tag for one in tree}) == ("service_request_updates", {"request_update"})
    assert [one.findtext("status") for one in tree] == ["closed", "open"]
    assert [one.findtext("update_id") for one in tree] == [one["update_id"] for one in get().json()]


def test_what_is_told_has_words_of_its_own():
    appeal = an_appeal(state=State.REGISTERED)
    facts: dict[str, Any] = {
        "decision": "solved",
        "stars": 5,
        "solved": True,
        "original": "481270356",
        "until": "2026-03-20",
    }
    for move in TOLD:
        happened(appeal, move, MONDAY, **facts)
    assert len({one["description"] for one in get().json()}) == len(TOLD)


def test_desks_among_themselves_and_with_the_author_are_told_of_nowhere():
    appeal = an_appeal(state=State.REGISTERED)
    for move in set(Move) - TOLD:
        happened(appeal, move, MONDAY, reason="тайна")
    assert get().json() == []


@pytest.mark.parametrize(
    "hidden",
    [{"withheld": True}, {"state": State.MODERATION, "published_at": None}, {"state": State.QUESTION}],
)
def test_of_an_appeal_that_nobody_may_open_nothing_is_told(hidden):
    appeal = an_appeal(**{"state": State.REGISTERED, **hidden})
    happened(appeal, Move.REGISTER, MONDAY)
    assert get().json() == []


def test_why_an_author_took_it_back_and_the_answer_before_are_told_no_more():
    appeal = an_answered()
    Appeal.objects.filter(pk=appeal.pk).update(state=State.WITHDRAWN)
    happened(appeal, Move.WITHDRAW, MONDAY + 2 * HOUR, to=State.WITHDRAWN, reason="Стыдно")
    found = get()
    assert found.json()[0]["status"] == "closed"
    assert not re.search("Стыдно|засыпали|full.jpg", found.content.decode())


def test_both_ends_of_the_window_belong_to_it():
    appeal = an_appeal(state=State.REGISTERED)
    for hours in range(4):
        happened(appeal, Move.PROGRESS, MONDAY + hours * HOUR)
    window = "start_date=2026-03-02T10:00:00Z&end_date=2026-03-02T11:00:00Z"
    assert [one["updated_datetime"][11:13] for one in get(window).json()] == ["11", "10"]
    assert get("").json() == []  # the last ninety days


def test_pages_lead_through_the_window_without_losing_what_happened_at_once():
    appeal = an_appeal(state=State.REGISTERED)
    rows = [happened(appeal, Move.PROGRESS, MONDAY).pk for _ in range(7)]
    told, address = [], f"/open311/v2/servicerequestupdates.json?{WEEK}&page_size=3"
    while address:
        answer = Client().get(address)
        told += [int(one["update_id"]) for one in answer.json()]
        following = re.search(r'<[^>]*(/open311[^>]*)>; rel="next"', answer.get("Link", ""))
        address = following[1] if following else ""
    assert told == rows[::-1]


def test_one_may_ask_for_some_requests_only():
    one, other = an_answered(), an_appeal(state=State.REGISTERED)
    happened(other, Move.PROGRESS, MONDAY)
    assert len(get(f"{WEEK}&service_request_id={other.number}").json()) == 1
    assert len(get(f"{WEEK}&service_request_id={other.number},{one.number}").json()) == 3
    assert get(f"{WEEK}&service_request_id=nonsense").json() == []


@pytest.mark.parametrize(
    "asked", ["start_date=soon", "cursor=forged", "page_size=1001", f"service_request_id={'1,' * 51}"]
)
def test_wrong_values_are_refused(asked):
    (error,) = get(asked, status=400).json()
    assert error["description"]


def test_nobody_posts_an_update():
    answer = Client(enforce_csrf_checks=True).post(
        "/open311/v2/servicerequestupdates.xml", {"status": "closed"}
    )
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert b"<errors><error><code>405</code>" in answer.content


def test_statements_are_few_and_walk_an_index():
    for _ in range(4):
        an_answered()
    get()
    with CaptureQueriesContext(connection) as told:
        get()
    assert len(told) <= 3
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {told[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "journal_told" in plan
    assert "Sort" not in plan
