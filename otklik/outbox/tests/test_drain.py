"""Letters on their way out: once each, and none lost when the mail server or the worker is."""

import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from otklik.outbox import drain
from otklik.outbox.models import Message
from otklik.outbox.put import Address, Note, put
from otklik.outbox.tests.given import send_all

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = [pytest.mark.people, pytest.mark.django_db]

PASSWORD_CHANGED = Note("password-changed", {"name": "Вера"})


def waiting(*to: str, note: Note = PASSWORD_CHANGED) -> list[Message]:
    put(note, [Address(address) for address in to or ["vera@example.test"]])
    Message.objects.update(created_at=MONDAY, due_at=MONDAY)
    return list(Message.objects.order_by("id"))


def states() -> list[str]:
    return list(Message.objects.order_by("id").values_list("state", flat=True))


class Down(BaseEmailBackend):
    """A mail server that is not there."""

    def open(self) -> bool:
        raise ConnectionRefusedError("nobody listens")


class Picky(BaseEmailBackend):
    """A mail server that refuses what its `refused` names."""

    refused: dict[str, tuple[int, bytes]] = {}

    def send_messages(self, email_messages: Any) -> int:
        for letter in email_messages:
            if said := self.refused.get(letter.to[0]):
                raise smtplib.SMTPRecipientsRefused({letter.to[0]: said})
            mail.outbox.append(letter)
        return len(email_messages)


def with_refusals(settings, **refused: tuple[int, bytes]) -> None:
    Picky.refused = {f"{name}@example.test": said for name, said in refused.items()}
    settings.EMAIL_BACKEND = f"{__name__}.Picky"


def test_a_letter_is_sent_once_under_its_own_message_id(mailoutbox):
    (message,) = waiting()
    assert send_all(now=MONDAY) == 1
    assert send_all(now=MONDAY) == 0
    (letter,) = mailoutbox
    assert letter.message()["Message-ID"] == f"<otklik-{message.pk}@example.test>"
    assert letter.message()["Auto-Submitted"] == "auto-generated"
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.attempts) == ("sent", MONDAY, 1)


def test_what_is_claimed_by_one_worker_is_left_alone_by_the_others_for_a_minute(mailoutbox):
    waiting()
    drain._claimed(Message.Channel.EMAIL, MONDAY)  # and killed
    assert send_all(now=MONDAY + timedelta(seconds=59)) == 0
    assert send_all(now=MONDAY + drain.CLAIM) == 1
    assert len(mailoutbox) == 1


def test_a_mail_server_that_is_down_delays_letters_and_nothing_else(settings, mailoutbox):
    waiting("a@example.test", "b@example.test")
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    assert send_all(now=MONDAY) == 0
    first, second = Message.objects.order_by("id")
    assert (first.state, first.attempts, first.due_at) == ("waiting", 1, MONDAY + timedelta(seconds=30))
    assert "nobody listens" in first.error
    assert second.attempts == 0

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_all(now=MONDAY + timedelta(hours=1)) == 2
    assert [letter.to for letter in mailoutbox] == [["a@example.test"], ["b@example.test"]]


def test_a_letter_that_is_refused_for_now_does_not_stop_the_others(settings, mailoutbox):
    waiting("grey@example.test", "vera@example.test")
    with_refusals(settings, grey=(451, b"try later"))
    assert send_all(now=MONDAY) == 2
    assert states() == ["waiting", "sent"]
    Picky.refused = {}
    assert send_all(now=MONDAY + timedelta(minutes=1)) == 1
    assert states() == ["sent", "sent"]


def test_after_a_week_of_tries_a_letter_is_given_up_with_the_reason(settings):
    waiting("grey@example.test")
    with_refusals(settings, grey=(451, b"try later"))
    send_all(now=MONDAY + drain.KEEP_TRYING + timedelta(minutes=1))
    (message,) = Message.objects.all()
    assert message.state == "failed"
    assert "451" in message.error


def test_an_address_that_does_not_exist_is_written_to_once_and_somebody_is_told(settings):
    waiting("gone@example.test")
    with_refusals(settings, gone=(550, b"no such user"))
    told: list[str] = []
    for _again in range(2):
        drain.batch(
            finish=lambda message: {},
            undeliverable=lambda message: told.append(message.error),
            clock=lambda: MONDAY,
        )
    assert (states(), told) == (["failed"], ["550 no such user"])


def test_a_letter_that_can_not_be_made_stops_nobody_elses(mailoutbox):
    waiting(note=Note("no-such-kind"))
    waiting()
    assert send_all(now=MONDAY) == 2
    assert states() == ["waiting", "sent"]
    assert "TemplatesNotFound" in Message.objects.order_by("id")[0].error


@pytest.mark.parametrize("channel", [Message.Channel.EMAIL, Message.Channel.FCM])
def test_no_more_than_a_batch_is_claimed_whatever_the_planner_thinks(channel):
    with connection.cursor() as cursor:
        for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    put(PASSWORD_CHANGED, [Address("7", channel)] * (drain.BATCH * 3))
    assert [send_all(channel=channel) for _n in range(4)] == [drain.BATCH] * 3 + [0]


def test_one_note_with_a_word_of_its_own_is_written_once():
    note = Note("password-changed", {"name": "Вера"}, once="news:7")
    for _again in range(2):
        put(note, [Address("a@example.test"), Address("b@example.test")])
    assert Message.objects.count() == 2


def test_two_long_addresses_that_begin_alike_both_get_the_note():
    note = Note("password-changed", {"name": "Вера"}, once="news:7")
    put(note, [Address(f"{'a' * 60}{'b' * 60}{n}@example.test") for n in range(2)])
    assert Message.objects.count() == 2


def test_a_slow_server_loses_nothing_of_the_batch(settings, mailoutbox):
    """The claim would run out under the rest: it is given back in time."""
    waiting(*(f"{n}@example.test" for n in range(4)))
    moments = iter(MONDAY + timedelta(seconds=20 * n) for n in range(100))
    drain.batch(finish=lambda m: {}, undeliverable=lambda m: None, clock=lambda: next(moments))
    assert states() == ["sent", "waiting", "waiting", "waiting"]
    assert list(Message.objects.filter(state="waiting").values_list("attempts", flat=True)) == [0, 0, 0]
    assert send_all(now=MONDAY) == 3
    assert len(mailoutbox) == 4
