"""The page of reminders: one's own, acknowledged by hand; the calendar by a secret link; the page of the guarantee."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar  # type: ignore[import-untyped]

from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import an_authority
from otklik.authorities.models import Authority
from otklik.kit import clock
from otklik.oversight import feed, guarantee, reminders
from otklik.oversight.models import Feed, Finding, Notice
from otklik.oversight.tests.given import an_official, due
from otklik.web.citizen.tests.given import seen
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]


@pytest.fixture
def body() -> Authority:
    return an_authority()


def late(body: Authority, days: int = 30, **more) -> Appeal:
    return due(timezone.localdate(clock.now()) - timedelta(days=days), body, **more)


def reminded() -> None:
    while reminders.write(now=clock.now()):
        pass


def test_a_clerk_sees_the_own_bodys_reminders_and_acknowledges_one(body):
    clerk, appeal = an_official("clerk", body), late(body, author_name="Пелагея Личная")
    elsewhere = late(an_authority(), address="Чужой адрес")
    reminded()
    desk = as_(clerk)
    page = desk.get("/desk/terms")
    assert appeal.address in seen(page)
    assert "срок прошёл" in seen(page)
    assert "Пелагея" not in seen(page)
    assert elsewhere.address not in seen(page)

    notices = Notice.objects.filter(rung="clerk")
    answer = desk.post("/desk/terms/seen", {"notice": [row.pk for row in notices]}, follow=True)
    assert "Принято: 1 напоминание" in seen(answer)
    assert "Напоминаний нет" in seen(answer)
    assert notices.get(appeal=elsewhere).acknowledged_at is None


def links(desk: Client) -> list[str]:
    page = desk.get("/desk/terms").content.decode()
    return re.findall(r'notice__row" href="([^"]+)"', page)


def test_each_is_led_to_where_they_work_on_it(body):
    appeal = late(body)
    clerk = as_(an_official("clerk", body))
    head, supervisor = as_(an_official("head", body)), as_(an_official("supervisor"))
    reminded()
    for desk in (clerk, head):
        assert links(desk) == [f"/desk/authority/{appeal.number}"]
    assert links(supervisor) == [f"/desk/appeals/{appeal.pk}"]
    for desk in (clerk, head, supervisor):
        assert desk.get(links(desk)[0]).status_code == 200


def test_what_has_gone_to_another_body_meanwhile_is_shown_as_everybody_sees_it(body):
    appeal, clerk = late(body), as_(an_official("clerk", body))
    reminded()
    Appeal.objects.filter(pk=appeal.pk).update(authority=an_authority())
    assert links(clerk) == [f"/appeals/{appeal.number}"]


@pytest.mark.parametrize("typed", [[], ["x"], ["-1"], ["9" * 30], ["1"] * 500])
def test_a_mark_on_nothing_changes_nothing(body, typed):
    answer = as_(an_official("clerk", body)).post("/desk/terms/seen", {"notice": typed}, follow=True)
    assert "Отметьте, что вы приняли" in seen(answer)


def test_the_page_takes_few_statements_however_many_wait(body):
    for role in ("clerk", "head", "supervisor"):
        desk = as_(an_official(role, *([body] if role != "supervisor" else [])))
        for n in range(30):
            late(body, days=20 + n)
        reminded()
        with CaptureQueriesContext(connection) as told:
            assert desk.get("/desk/terms").status_code == 200
        assert len(told) <= 8, role


def test_any_query_gives_a_page(body):
    desk = as_(an_official("clerk", body))
    for after in ("", "x", "2026-11-05_x", "9999-99-99_1", "2026-11-05_" + "9" * 50):
        assert desk.get("/desk/terms", {"after": after}).status_code == 200


# the calendar


def link_of(desk: Client) -> str:
    page = desk.post("/desk/terms/feed").content.decode()
    return page.partition('value="http://testserver')[2].partition('"')[0]


def test_the_calendar_has_number_topic_address_and_link_and_nothing_personal(body):
    appeal = late(body, author_name="Пелагея Личная", author_email="pelageya@example.test", text="Моя беда")
    late(an_authority())
    desk = as_(an_official("clerk", body))
    answer = Client().get(link_of(desk))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 1
    assert appeal.topic.title in events[0]["summary"]
    assert (events[0]["location"], events[0].decoded("dtstart")) == (appeal.address, appeal.answer_by)
    assert events[0]["uid"].startswith(appeal.number)
    for personal in ("Пелагея", "pelageya", "Моя беда"):
        assert personal not in answer.content.decode()


def test_a_reader_that_has_it_gets_no_bytes_until_something_changes(body):
    appeal, path = late(body), link_of(as_(an_official("clerk", body)))
    first = Client().get(path)
    again = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Appeal.objects.filter(pk=appeal.pk).update(
        controlled_at=clock.now(), answer_by=timezone.localdate(clock.now())
    )
    assert Client().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_new_link_ends_the_old_one_and_a_dropped_one_opens_nothing(body):
    desk = as_(an_official("clerk", body))
    old = link_of(desk)
    new = link_of(desk)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    assert new.rpartition("/")[2].removesuffix(".ics") not in str(Feed.objects.values())
    desk.post("/desk/terms/feed", {"drop": "1"})
    assert Client().get(new).status_code == 404


def test_a_link_opens_nothing_once_its_holder_serves_no_more(body):
    clerk = an_official("clerk", body)
    path = link_of(as_(clerk))
    clerk.memberships.all().delete()
    late(body)
    assert b"VEVENT" not in Client().get(path).content
    type(clerk).objects.filter(pk=clerk.pk).update(role="citizen")
    assert Client().get(path).status_code == 404


def test_a_supervisors_calendar_has_what_is_under_control(body, monkeypatch):
    monkeypatch.setattr(feed, "NEAREST", 2)
    for n in range(3):
        late(body, days=n, controlled_at=clock.now())
    late(body)
    answer = Client().get(link_of(as_(an_official("supervisor"))))
    assert answer.content.count(b"BEGIN:VEVENT") == 2


# the guarantee


def test_a_supervisor_sees_what_is_stuck_and_why(body):
    due(None, body)
    guarantee.check(night=None, now=clock.now())
    desk = as_(an_official("supervisor"))
    page = seen(desk.get("/desk/guarantee"))
    assert "У органа, но без срока ответа" in page
    assert "Почему:" in page
    Finding.objects.update(gone_at=clock.now())
    assert "У каждого открытого обращения есть ответственный и срок" in seen(desk.get("/desk/guarantee"))


def test_the_check_is_run_when_asked_for_once(body):
    desk = as_(an_official("supervisor"))
    for _n in range(2):
        assert "Проверка начата" in seen(desk.post("/desk/guarantee/check", follow=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'night' FROM procrastinate_jobs")
        assert cursor.fetchall() == [("",)]


def test_the_page_of_the_guarantee_takes_four_statements(body):
    for _n in range(20):
        due(None, body)
    guarantee.check(night=None, now=clock.now())
    desk = as_(an_official("supervisor"))
    with CaptureQueriesContext(connection) as told:
        desk.get("/desk/guarantee")
    assert len(told) <= 4


# figures for a monitoring system


def test_figures_are_for_who_has_the_key(settings, body):
    assert Client().get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "secret"  # noqa: S105
    assert Client().get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 404
    late(body)
    guarantee.check(night=None, now=clock.now())
    answer = Client().get("/metrics", headers={"Authorization": "Bearer secret"})
    lines = answer.content.decode().splitlines()
    assert "otklik_answers_overdue 1" in lines
    assert 'otklik_appeals_open{state="registered"} 1' in lines
    assert any(line.startswith("otklik_guarantee_age_seconds ") for line in lines)
    assert all(line.startswith(("#", "otklik_")) for line in lines)
