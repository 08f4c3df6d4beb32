"""Reports of delivery: a real one is acted on once; a forged, odd or huge one changes nothing."""

import io
import sys
from datetime import timedelta

import pytest
from django.core import signing
from django.core.management import call_command

from otklik.kit import clock
from otklik.outbox import bounces
from otklik.outbox.email import CHECK, letter
from otklik.outbox.models import Message
from otklik.outbox.put import Address, Note, put
from otklik.outbox.wording import Words
from otklik.people.models import User

pytestmark = [pytest.mark.people, pytest.mark.django_db]

REPORT = """From: MAILER-DAEMON@mail.example.test
To: noreply@example.test
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.test

Final-Recipient: rfc822; vera@example.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 No such user here

--b1
Content-Type: {kind}

{headers}
--b1--
"""


@pytest.fixture
def sent() -> Message:
    user = User.objects.create_user("vera@example.test", "pass", name="Вера")
    put(Note("password-changed", {"name": "Вера"}), [Address(user.email, user_id=user.pk)])
    Message.objects.update(state="sent", sent_at=clock.now())
    return Message.objects.get()


def report(message: Message, *, action="failed", status="5.1.1", kind="text/rfc822-headers") -> bytes:
    original = letter(message, Words("Тема", "Текст"), {}).message().as_bytes().decode()
    headers = original if kind == "message/rfc822" else original.partition("\n\n")[0]
    text = REPORT.format(action=action, status=status, kind=kind, headers=headers)
    return text.encode()


def pipe(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the mail server does it."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("bounce")


def trouble() -> str:
    return User.objects.get().email_trouble


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_an_address_that_is_gone_gets_no_more_letters(sent, monkeypatch, kind, ends):
    pipe(report(sent, kind=kind).replace(b"\n", ends.encode()), monkeypatch)
    sent.refresh_from_db()
    assert sent.state == "failed"
    assert sent.error == "5.1.1 550 5.1.1 No such user here"
    assert trouble() == sent.error


def test_the_same_report_twice_is_acted_on_once(sent):
    told: list[str] = []
    found = bounces.read(report(sent))
    assert found
    for _again in range(2):
        bounces.accept(found, undeliverable=lambda message: told.append(message.error))
    assert len(told) == 1


def test_a_letter_given_up_after_days_of_tries_fails_and_the_address_is_not_called_dead(sent, monkeypatch):
    pipe(report(sent, status="4.4.1"), monkeypatch)
    sent.refresh_from_db()
    assert (sent.state, trouble()) == ("failed", "")


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.1.5"), ("relayed", "")]
)
def test_news_of_a_delay_or_a_success_changes_nothing(sent, monkeypatch, action, status):
    pipe(report(sent, action=action, status=status), monkeypatch)
    sent.refresh_from_db()
    assert (sent.state, trouble()) == ("sent", "")


def test_a_forged_report_that_only_guesses_the_number_is_not_believed(sent, monkeypatch):
    real = report(sent).decode()
    mark = next(line for line in real.splitlines() if line.startswith(CHECK))
    other = signing.dumps(sent.pk + 1, salt="otklik.bounce", compress=False)
    for forged in ("", f"{CHECK}: x", f"{CHECK}: {other}", mark[:-1] + "_"):
        pipe(real.replace(mark, forged).encode(), monkeypatch)
        sent.refresh_from_db()
        assert (sent.state, trouble()) == ("sent", "")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 1000,
        b"Subject: out of office\n\nI am away.",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n--x--",
        b"Content-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 2000,
        "Content-Type: text/plain; charset=нет\n\nтекст".encode(),
    ],
)
def test_what_is_no_report_is_passed_over(sent, monkeypatch, raw):
    pipe(raw, monkeypatch)
    assert Message.objects.get().state == "sent"


def test_a_huge_report_is_read_to_its_limit_only(sent, monkeypatch):
    pipe(report(sent) + b"x" * 5_000_000, monkeypatch)
    assert Message.objects.get().state == "failed"
    Message.objects.update(state="sent")
    pipe(b"Received: x\n" * 300_000 + report(sent), monkeypatch)
    assert Message.objects.get().state == "sent"


def test_an_old_report_is_of_no_use(sent, monkeypatch):
    raw = report(sent)
    later = clock.now() + timedelta(days=40)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert bounces.read(raw) is None
