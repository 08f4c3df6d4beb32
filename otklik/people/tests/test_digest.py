"""The daily letter: once a day, everything that was held, nothing twice; the rest of the people cost nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.outbox.models import Message
from otklik.outbox.put import Note
from otklik.outbox.tests.given import newest, read
from otklik.people import digest, letters, reach
from otklik.people.models import User

EVENING = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 18:00 in Moscow
pytestmark = [pytest.mark.people, pytest.mark.django_db]

PAGE = "https://portal.example.test/appeals/{}"


def a_reader(name: str = "vera", **more: object) -> User:
    said = {"name": "Вера", "pace": "daily", **more}
    return User.objects.create_user(f"{name}@example.test", "pass", **said)


def news(user: User, number: str, *, at: datetime = EVENING - timedelta(hours=1)) -> None:
    context = {
        "number": number,
        "topic": "Яма",
        "address": "Новая, 5",
        "name": "Вера",
        "page": PAGE.format(number),
    }
    reach.tell(user, Note("published", context, about=number))
    Message.objects.filter(about=number).update(created_at=at)


def states(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).order_by("id").values_list("state", flat=True))


def test_what_was_held_comes_in_one_letter_newest_last():
    vera = a_reader()
    news(vera, "1")
    news(vera, "2")
    assert states("published") == ["held", "held"]
    assert digest.write_due(now=EVENING) == 1
    subject, body = read(newest("digest"))
    assert subject == "Новости за день: Обращение № 2 опубликовано"
    assert body.index(PAGE.format(1)) < body.index(PAGE.format(2))
    assert states("published") == ["sent", "sent"]
    assert Message.objects.filter(kind="published", sent_at=EVENING).count() == 2


def test_before_its_hour_nothing_is_written_and_afterwards_once():
    news(a_reader(), "1")
    assert digest.write_due(now=EVENING - timedelta(seconds=1)) == 0
    assert digest.write_due(now=EVENING) == 1
    assert digest.write_due(now=EVENING + timedelta(minutes=1)) == 0
    assert states("digest") == ["waiting"]


def test_news_after_the_hour_wait_for_tomorrow():
    vera = a_reader()
    news(vera, "1")
    news(vera, "2", at=EVENING + timedelta(minutes=5))
    assert digest.write_due(now=EVENING + timedelta(hours=5)) == 1
    assert digest.write_due(now=EVENING + timedelta(hours=23)) == 0
    assert digest.write_due(now=EVENING + timedelta(days=1)) == 1
    assert states("published") == ["sent", "sent"]


def test_a_clock_that_was_down_at_the_hour_writes_it_late():
    news(a_reader(), "1")
    assert digest.write_due(now=EVENING + timedelta(hours=14)) == 1


def test_a_row_that_became_visible_after_the_letter_is_in_tomorrows():
    """A long transaction dates it before the hour and shows it after."""
    vera = a_reader()
    news(vera, "1")
    digest.write_due(now=EVENING)
    news(vera, "2")
    assert digest.write_due(now=EVENING + timedelta(minutes=1)) == 0
    assert states("published") == ["sent", "held"]
    assert digest.write_due(now=EVENING + timedelta(days=1)) == 1
    assert "№ 2" in read(newest("digest"))[0]


@pytest.mark.parametrize(
    "gone", [{"wants_letters": False}, {"is_active": False}, {"email_trouble": "550"}], ids=str
)
def test_who_wants_no_news_any_more_or_cannot_be_reached_gets_none(gone):
    vera = a_reader()
    news(vera, "1")
    User.objects.update(**gone)
    assert digest.write_due(now=EVENING) == 0
    assert states("published") == ["dropped"]


def test_the_letter_goes_where_the_person_is_now():
    news(a_reader(), "1")
    User.objects.update(email="new@example.test", language="en")
    digest.write_due(now=EVENING)
    assert newest("digest").to == "new@example.test"
    assert read(newest("digest"))[0].startswith("News of the day: ")
    assert "unsubscribe" in (letters.finish(newest("digest")) or {})


def test_killed_in_the_middle_everybody_gets_exactly_one(monkeypatch):
    monkeypatch.setattr(digest, "PEOPLE", 2)
    for n in range(5):
        news(a_reader(f"reader{n}"), str(n))
    write = digest._write

    def killed_at_the_second(people, **more):
        if Message.objects.filter(kind="digest").exists():
            raise KeyboardInterrupt
        return write(people, **more)

    with monkeypatch.context() as once, pytest.raises(KeyboardInterrupt):
        once.setattr(digest, "_write", killed_at_the_second)
        digest.write_due(now=EVENING)
    assert len(states("digest")) == 2
    assert digest.write_due(now=EVENING) == 3
    assert Message.objects.filter(kind="digest").values("user").distinct().count() == 5


def test_a_letter_of_very_many_news_shows_the_newest_and_counts_the_rest(monkeypatch):
    monkeypatch.setattr(digest, "_LINES", 2)
    vera = a_reader()
    for n in range(5):
        news(vera, str(n))
    digest.write_due(now=EVENING)
    body = read(newest("digest"))[1]
    assert "№ 2" not in body
    assert "№ 3" in body
    assert "И ещё новостей: 3" in body


def test_news_that_cannot_be_made_stop_nobodys_letter():
    vera = a_reader()
    news(vera, "1")
    Message.objects.update(kind="no-such-kind", about="7")
    news(vera, "2")
    assert digest.write_due(now=EVENING) == 1
    assert "no-such-kind 7" in read(newest("digest"))[1]


def test_people_without_news_cost_one_statement_together_and_those_with_news_no_more_each():
    for n in range(30):
        a_reader(f"quiet{n}")
    with CaptureQueriesContext(connection) as quiet:
        digest.write_due(now=EVENING)
    assert len(quiet) == 1
    for n in range(20):
        news(a_reader(f"reader{n}"), str(n))
    with CaptureQueriesContext(connection) as told:
        assert digest.write_due(now=EVENING) == 20
    assert len([q for q in told if "SAVEPOINT" not in q["sql"]]) == 8
