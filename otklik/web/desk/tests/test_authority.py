"""What waits for an official's authority: a clerk sees theirs, a head the subordinates' too."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.queries import authority as queries
from otklik.appeals.tests.given import a_topic, an_appeal
from otklik.authorities.models import Authority
from otklik.authorities.tests.given import an_authority
from otklik.web.citizen.tests.given import seen
from otklik.web.desk.tests.given import an_official

pytestmark = [pytest.mark.people, pytest.mark.django_db]

SOON = date(2026, 3, 12)


def at(body: Authority, state: State = State.REGISTERED, **more) -> Appeal:
    return an_appeal(state=state, authority=body, **{"answer_by": SOON, **more})


def numbers_on(page) -> list[str]:
    return re.findall(r'href="/appeals/(\d+)"', page.content.decode())


@pytest.fixture
def tree() -> list[Authority]:
    """Administration → department → service, and a stranger."""
    top = an_authority()
    middle = an_authority(superior=top)
    return [top, middle, an_authority(superior=middle), an_authority()]


def test_a_clerk_sees_what_waits_for_the_own_authority_by_term(tree):
    top, middle, bottom, stranger = tree
    late, soon = at(middle, answer_by=SOON + timedelta(days=5)), at(middle, State.SENDING)
    never = at(middle, answer_by=None)
    for body in (top, bottom, stranger):
        at(body)
    at(middle, State.ANSWERED)

    page = an_official("clerk", middle).get("/desk/authority")

    assert numbers_on(page) == [soon.number, late.number, never.number]
    assert "без срока" in seen(page)


def test_a_head_sees_the_subordinates_too_however_deep_and_nothing_above(tree):
    top, middle, bottom, stranger = tree
    own, below = at(middle), at(bottom, answer_by=SOON - timedelta(days=1))
    at(top)
    at(stranger)
    assert numbers_on(an_official("head", middle).get("/desk/authority")) == [below.number, own.number]


def test_an_official_of_no_authority_sees_nothing(tree):
    at(tree[0])
    page = an_official("clerk").get("/desk/authority")
    assert "ничего не ждёт" in seen(page)


def test_a_moderator_with_a_membership_left_from_before_is_no_official(tree):
    assert an_official("moderator", tree[0]).get("/desk/authority").status_code == 403


def test_a_long_list_is_paged_to_its_end_without_a_gap_or_a_repeat(tree):
    top, middle = tree[:2]
    made = [
        at((top, middle)[n % 2], answer_by=SOON + timedelta(days=n // 4) if n < 40 else None)
        for n in range(70)
    ]
    client, path, found = an_official("head", top), "/desk/authority", []
    while path:
        page = client.get(path)
        found += numbers_on(page)
        following = re.search(r'rel="next" href="(\?after=[^"]+)"', page.content.decode())
        path = f"/desk/authority{following[1]}" if following else ""
    assert found == [appeal.number for appeal in made]


@pytest.mark.parametrize(
    "cursor", ["x", "2026-03-12", "2026-03-12_x", "none_", "9999-99-99_1", "_", "none_" + "9" * 40]
)
def test_a_spoiled_cursor_is_no_crash(tree, cursor):
    at(tree[0])
    assert an_official("clerk", tree[0]).get(f"/desk/authority?after={cursor}").status_code == 200


def test_the_page_takes_six_statements_and_reads_no_more_than_a_page_of_each_body(tree):
    topic = a_topic()
    for n in range(35):
        at(tree[0], answer_by=SOON if n % 2 else None, topic=topic)
    client = an_official("head", tree[0])
    with CaptureQueriesContext(connection) as told:
        client.get("/desk/authority")
    assert len(told) <= 6
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {queries._DATED}", [[tree[0].pk], SOON, SOON, 0, 31, 31])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "appeal_at_authority" in plan, plan
