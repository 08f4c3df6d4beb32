"""A term makes itself heard before it ends and step by step after it: once each, to the right people, no flood."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import an_authority
from otklik.authorities.models import Authority
from otklik.outbox.models import Message
from otklik.oversight import noticed, reminders
from otklik.oversight.models import Notice
from otklik.oversight.rungs import Rung, passed_before
from otklik.oversight.tests.given import FRIDAY, MONDAY, THURSDAY, TUESDAY, an_official, at, due
from otklik.people.models import User

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def body() -> Authority:
    return an_authority()


def rungs(appeal: Appeal) -> list[str]:
    return list(Notice.objects.filter(appeal=appeal).order_by("id").values_list("rung", flat=True))


def run(day: date, hour: int = 12) -> int:
    """Until everything is written, and the letters."""
    return sum(iter(lambda: reminders.run(now=at(day, hour)), 0))


def seen(user: User) -> list[tuple[str, str]]:
    return [(line.number, line.rung.value) for line in noticed.waiting(user).rows]


@pytest.mark.parametrize(
    ("today", "end", "rung"),
    [
        (TUESDAY, date(2026, 11, 10), "half"),  # eight working days: half is four before the end
        (TUESDAY, date(2026, 11, 11), None),
        (TUESDAY, THURSDAY, "eve"),  # over the holiday
        (THURSDAY, THURSDAY, "day"),
        (FRIDAY, THURSDAY, "clerk"),
        (date(2026, 11, 7), FRIDAY, None),  # on a Saturday nobody is late yet
        (MONDAY, FRIDAY, "clerk"),
    ],
)
def test_each_step_comes_on_its_day(body, today, end, rung):
    appeal = due(end, body)
    run(today)
    assert rungs(appeal) == ([rung] if rung else [])


def test_the_ladder_goes_from_the_clerk_to_the_regions_control_and_is_climbed_once(body, settings):
    appeal = due(date(2026, 11, 10), body)
    for n in range(1, 25):
        run(MONDAY + timedelta(days=n))
        run(MONDAY + timedelta(days=n))
    assert rungs(appeal) == ["day", "clerk", "head", "supervisor", "control"]
    assert passed_before(date(2026, 11, 20), settings.ESCALATE_CONTROL_DAYS) == date(2026, 11, 10)
    moves = appeal.journal.filter(move=Move.CONTROL)
    assert [(row.actor, "нарушен на 8" in row.reason) for row in moves] == [(None, True)]
    appeal.refresh_from_db()
    assert appeal.controlled_at == at(date(2026, 11, 20))


def test_each_step_has_its_own_people(body):
    clerk, head = an_official("clerk", body), an_official("head", body)
    supervisor, stranger = an_official("supervisor"), an_official("clerk", an_authority())
    appeal = due(date(2026, 11, 10), body)
    run(date(2026, 11, 16))  # four working days late
    assert seen(clerk) == [(appeal.number, "clerk")]
    assert seen(head) == [(appeal.number, "head")]
    assert seen(supervisor) == [(appeal.number, "supervisor")]
    assert seen(stranger) == seen(an_official("moderator")) == []


def test_who_acknowledges_silences_only_the_own_step(body):
    clerk, head = an_official("clerk", body), an_official("head", body)
    due(date(2026, 11, 10), body)
    run(date(2026, 11, 12))
    ids = list(Notice.objects.values_list("pk", flat=True))
    assert noticed.acknowledge(clerk, ids, now=at(MONDAY)) == 1
    assert noticed.acknowledge(clerk, ids, now=at(MONDAY)) == 0
    assert (seen(clerk), len(seen(head))) == ([], 1)
    row = Notice.objects.get(rung=Rung.CLERK)
    assert (row.acknowledged_by, row.acknowledged_at) == (clerk, at(MONDAY))


def test_nobody_acknowledges_for_another_body(body):
    due(date(2026, 11, 10), body)
    run(date(2026, 11, 11))
    ids = list(Notice.objects.values_list("pk", flat=True))
    for other in (an_official("clerk", an_authority()), an_official("moderator"), an_official("supervisor")):
        if other.role != "supervisor":
            assert noticed.acknowledge(other, ids, now=at(MONDAY)) == 0


def test_the_named_clerk_is_told_alone_until_that_one_leaves(body):
    one, other = an_official("clerk", body), an_official("clerk", body)
    due(THURSDAY, body, executor=one)
    run(THURSDAY)
    assert (len(seen(one)), len(seen(other))) == (1, 0)
    one.memberships.all().delete()
    assert (len(seen(one)), len(seen(other))) == (0, 1)


def test_where_there_is_no_clerk_the_head_is_told(body):
    above = an_authority()
    Authority.objects.filter(pk=body.pk).update(superior=above)
    head = an_official("head", above)
    due(THURSDAY, body)
    run(THURSDAY)
    assert len(seen(head)) == 1
    an_official("clerk", body)
    assert seen(head) == []


def test_where_there_is_no_head_the_region_is_told_once_it_is_late(body):
    supervisor, head = an_official("supervisor"), an_official("head", body)
    appeal = due(date(2026, 11, 10), body)
    run(date(2026, 11, 10))
    assert seen(supervisor) == []
    run(date(2026, 11, 12))
    assert (seen(supervisor), len(seen(head))) == ([], 2)
    head.is_active = False  # a head who left
    head.save()
    assert seen(supervisor) == [(appeal.number, "head")]
    run(date(2026, 11, 16))
    assert seen(supervisor) == [(appeal.number, "supervisor")]


def test_an_answer_or_a_new_term_puts_the_notices_away(body):
    clerk = an_official("clerk", body)
    answered, extended = due(THURSDAY, body), due(THURSDAY, body)
    run(THURSDAY)
    assert len(seen(clerk)) == 2
    Appeal.objects.filter(pk=answered.pk).update(state=State.ANSWERED)
    Appeal.objects.filter(pk=extended.pk).update(answer_by=date(2026, 11, 20))
    run(THURSDAY)
    assert seen(clerk) == []
    run(date(2026, 11, 19))
    assert seen(clerk) == [(extended.number, "eve")]


def test_a_later_reminder_takes_the_place_of_the_one_before(body):
    clerk = an_official("clerk", body)
    appeal = due(date(2026, 11, 10), body)
    for day in (TUESDAY, MONDAY, date(2026, 11, 10)):
        run(day)
        assert len(seen(clerk)) == 1
    assert rungs(appeal) == ["half", "eve", "day"]


def test_after_days_without_a_clock_everybody_gets_one_letter(body, monkeypatch):
    monkeypatch.setattr(reminders, "PORTION", 3)
    clerk, head = an_official("clerk", body), an_official("head", body)
    for n in range(12):
        due(date(2026, 10, 20) + timedelta(days=n % 3), body)
    run(THURSDAY)
    run(THURSDAY)
    letters = Message.objects.filter(kind="terms").order_by("user_id")
    assert [letter.user_id for letter in letters] == [clerk.pk, head.pk]
    assert (len(letters[0].context["items"]), letters[0].context["more"]) == (10, 2)
    run(FRIDAY)  # nobody has acknowledged anything
    assert Message.objects.filter(kind="terms").count() == 4


@pytest.mark.parametrize(("day", "hour"), [(FRIDAY, 8), (date(2026, 11, 7), 12), (date(2026, 11, 4), 12)])
def test_nobody_is_written_to_before_the_hour_or_on_a_day_off(body, day, hour):
    an_official("clerk", body)
    due(TUESDAY, body)
    run(day, hour)
    assert not Message.objects.exists()


def test_a_letter_says_nothing_personal(body):
    an_official("clerk", body)
    appeal = due(THURSDAY, body, author_name="Пелагея Личная", author_email="pelageya@example.test")
    run(THURSDAY)
    said = str(Message.objects.get().context)
    assert appeal.topic.title in said
    assert "Пелагея" not in said
    assert "pelageya" not in said


def test_what_is_owed_no_answer_is_not_reminded_of(body):
    due(None, body, kind="thanks")
    due(None, body)
    run(THURSDAY)
    assert not Notice.objects.exists()


def test_what_waits_takes_four_statements_and_goes_on_page_by_page(body):
    clerk = an_official("clerk", body)
    numbers = {due(THURSDAY - timedelta(days=n % 3), body).number for n in range(7)}
    run(THURSDAY)
    found: list[str] = []
    cursor = ""
    with CaptureQueriesContext(connection) as told:
        while True:
            page = noticed.waiting(clerk, cursor=cursor, size=3)
            found += [line.number for line in page.rows]
            if not (cursor := page.following):
                break
    assert (set(found), len(found)) == (numbers, 7)
    assert len(told) <= 3 * 4
    assert len(noticed.waiting(clerk, cursor="nonsense_x").rows) == 7
