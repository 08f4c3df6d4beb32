"""What waits for an official's authority: a clerk sees theirs, a head the subordinates' too."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Opinion, Reply
from otklik.appeals.queries import authority as queries
from otklik.appeals.tests.given import a_topic, an_appeal
from otklik.authorities.models import Authority, Membership
from otklik.authorities.tests.given import an_authority
from otklik.kit import clock
from otklik.people.models import User
from otklik.web.citizen.tests.given import seen
from otklik.web.desk.tests.given import an_official

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

SOON = date(2026, 3, 12)
FAR = date(2099, 3, 12)


def at(body: Authority, state: State = State.REGISTERED, **more: Any) -> Appeal:
    return an_appeal(state=state, authority=body, **{"answer_by": SOON, **more})


def numbers_on(page: Any) -> list[str]:
    return re.findall(r'href="/desk/authority/(\d+)"', page.content.decode())


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
    assert "срок прошёл" in seen(page)


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


def a_reply(appeal: Appeal, **more: Any) -> None:
    Reply.objects.create(
        appeal=appeal,
        authority_id=appeal.authority_id or 0,
        key=uuid4(),
        form=uuid4(),
        written_at=clock.now(),
        **more,
    )


def test_each_tab_shows_its_part_and_says_how_many(tree):
    body, other = tree[0], tree[3]
    client = an_official("clerk", body)
    me = User.objects.get(email="clerk@example.test")
    mine = at(body, executor=me, answer_by=FAR)
    overdue = at(body, answer_by=SOON, executor=me)
    fresh = at(body, answer_by=FAR, state_since=clock.now(), executor=me)
    signing = at(body, answer_by=FAR, executor=me)
    a_reply(signing, state="signing", sent_at=clock.now())
    asked = at(body, answer_by=FAR, executor=me)
    Opinion.objects.create(
        client_key=uuid4(),
        appeal=asked,
        asker=body,
        asked=other,
        question="?",
        due_on=FAR,
        asked_at=clock.now(),
    )
    free = at(body, answer_by=FAR)
    done = at(body, State.CLOSED, answered_at=clock.now())
    at(other)

    def on(tab: str) -> set[str]:
        return set(numbers_on(client.get(f"/desk/authority?tab={tab}")))

    assert on("new") == {fresh.number}
    assert on("mine") == {one.number for one in (mine, overdue, fresh, signing, asked)}
    assert on("free") == {free.number}
    assert on("overdue") == {overdue.number}
    assert on("signing") == {signing.number}
    assert on("asked") == {asked.number}
    assert on("done") == {done.number}
    assert "Без исполнителя 1" in seen(client.get("/desk/authority"))


@pytest.mark.parametrize("how", ["rights", "body", "account"])
def test_what_somebody_who_left_worked_on_is_without_an_executor(tree, how):
    body = tree[0]
    gone = User.objects.create_user("gone@example.test", "pass", name="Ушедший", role="clerk")
    Membership.objects.create(user=gone, authority=body)
    appeal = at(body, executor=gone)
    client = an_official("clerk", body)
    assert numbers_on(client.get("/desk/authority?tab=free")) == []

    if how == "rights":
        User.objects.filter(pk=gone.pk).update(role="citizen")
    elif how == "body":
        Membership.objects.filter(user=gone).delete()
    else:
        User.objects.filter(pk=gone.pk).update(is_active=False)

    page = client.get("/desk/authority?tab=free")
    assert numbers_on(page) == [appeal.number]
    assert "без исполнителя" in seen(page)


def test_words_and_numbers_are_found_in_the_own_body_only(tree):
    body, other = tree[0], tree[3]
    light, pit = at(body, text="Не горят фонари во дворе"), at(body, text="Яма у ёлки")
    theirs = at(other, text="Фонари")
    done = at(body, State.ANSWERED, text="Фонарь починили", answered_at=clock.now())
    client = an_official("clerk", body)

    def found(typed: str, tab: str = "all") -> list[str]:
        return numbers_on(client.get(f"/desk/authority?tab={tab}&q={quote(typed)}"))

    assert found("фонарь") == [light.number]
    assert found("ЯМЫ елка") == [pit.number]
    assert found("Липовка фонари двор") == [light.number]
    assert found("трамвай") == []
    assert found("фонарь", "done") == [done.number]
    assert found(f"№ {done.number}") == [done.number]
    assert found(theirs.number) == []


@pytest.mark.parametrize("tab", ["all", "done"])
def test_a_long_list_is_paged_to_its_end_without_a_gap_or_a_repeat(tree, tab):
    top, middle = tree[:2]
    now = clock.now()
    if tab == "all":
        made = [
            at((top, middle)[n % 2], answer_by=SOON + timedelta(days=n // 4) if n < 40 else None)
            for n in range(70)
        ]
    else:
        states = (State.ANSWERED, State.CLOSED)
        made = [
            at((top, middle)[n % 2], states[n // 2 % 2], answered_at=now - timedelta(hours=n))
            for n in range(70)
        ]
    client, path, found = an_official("head", top), f"/desk/authority?tab={tab}", list[str]()
    while path:
        page = client.get(path)
        found += numbers_on(page)
        following = re.search(r'rel="next" href="(\?[^"]+)"', page.content.decode())
        path = f"/desk/authority{following[1].replace('&amp;', '&')}" if following else ""
    assert found == [appeal.number for appeal in made]


@pytest.mark.parametrize(
    "asked",
    ["after=x", "after=2026-03-12", "after=2026-03-12_x", "after=none_", "after=9999-99-99_1", "after=_",
     f"after=none_{'9' * 40}", "tab=done&after=2026-03-12_1", "tab=done&after=x", "tab=nonsense", "tab=",
     "q=%25%27%22%5Cm(", "q=" + "ы" * 999, f"q={'9' * 400}", "tab=overdue&after=none_1"],
)  # fmt: skip
def test_a_spoiled_address_is_no_crash(tree, asked):
    at(tree[0])
    assert an_official("clerk", tree[0]).get(f"/desk/authority?{asked}").status_code == 200


def test_the_page_takes_eight_statements_and_reads_no_more_than_a_page_of_each_body(tree):
    topic = a_topic()
    for n in range(35):
        at(tree[0], answer_by=SOON if n % 2 else None, topic=topic)
    client = an_official("head", tree[0])
    for tab in queries.Tab:
        with CaptureQueriesContext(connection) as told:
            client.get(f"/desk/authority?tab={tab}")
        assert len(told) <= 8, tab
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        values: dict[str, Any] = {"bodies": [tree[0].pk], "day": SOON, "after": 0, "size": 31}
        cursor.execute(f"EXPLAIN {queries._KEYS.format(queries._DATED + ' AND TRUE')}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "appeal_at_authority" in plan, plan
