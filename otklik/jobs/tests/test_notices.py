"""Notifications of МСЭД through the spool: what each does to the appeal, in whatever order they come."""

from dataclasses import replace
from uuid import uuid4

import pytest

from otklik.appeals.lifecycle import Attention, State
from otklik.appeals.models import Appeal, Dispatch
from otklik.appeals.steps import assignment, dispatch
from otklik.appeals.tests.given import MONDAY, a_moderator, an_authority
from otklik.exchange.models import Packet
from otklik.exchange.tests.given import bring, quarantined, with_xml
from otklik.integrations.msed import REFUSAL_REASONS, Message, NoticeKind, Version
from otklik.integrations.msed.tests.given import TODAY, VERSIONS, files_of
from otklik.jobs.tests.given import answer_of, fresh, notice_of, receipt_of, say, under_way
from otklik.outbox.tests.given import kinds

pytestmark = [pytest.mark.route, pytest.mark.django_db]

PROGRESS = {
    NoticeKind.EXECUTOR_ASSIGNED: ("", {"executor": "Заречная Т. О."}),
    NoticeKind.REPORT_PREPARED: ("", {}),
    NoticeKind.REPORT_SENT: ("", {"number": "ИСХ-501/26"}),
    NoticeKind.COURSE_CHANGED: ("Назначен выезд на место", {}),
    NoticeKind.PUBLISHED: ("Районная газета", {"number": "44"}),
    NoticeKind.STATE_REGISTERED: ("", {"number": "ГР-5"}),
}


def last(appeal: Appeal):
    return appeal.journal.order_by("-id").first()


# --- each kind reaches the journal ---


@pytest.mark.parametrize("version", VERSIONS)
def test_a_registration_gives_the_number_and_a_letter(version):
    ours = under_way()

    say(notice_of(ours, NoticeKind.ACCEPTED), version=version)

    appeal, document = fresh(ours)
    assert (appeal.state, last(appeal).move) == (State.REGISTERED, "register")
    assert last(appeal).detail == {"number": "ВХ-77/26", "on": "2026-11-24"}
    assert (document.registered_number, document.registered_on) == ("ВХ-77/26", TODAY)
    assert kinds() == ["sent"]


@pytest.mark.parametrize("state", [State.SENDING, State.REGISTERED])
@pytest.mark.parametrize("kind", PROGRESS, ids=lambda kind: kind.name)
def test_news_of_the_work_is_a_row_of_the_journal(kind, state):
    ours = under_way(state=state)

    say(notice_of(ours, kind))

    appeal, _ = fresh(ours)
    reason, detail = PROGRESS[kind]
    row = last(appeal)
    assert (appeal.state, row.move, row.reason) == (state, "progress", reason)
    assert row.detail == {"notice": kind.value, **detail}


def test_a_publication_told_in_2_5_is_understood(settings):
    ours = under_way()
    files = with_xml(
        files_of(notice_of(ours, NoticeKind.PUBLISHED), Version.V2_7),
        lambda xml: xml.replace(b'version="2.7"', b'version="2.5"'),
    )
    bring(settings.MSED_SPOOL, files)

    say()

    appeal, _ = fresh(ours)
    assert last(appeal).detail["notice"] == "Опубликование"
    assert Packet.objects.get(direction="out").version == "2.2"


def test_a_prolongation_that_no_list_has_reaches_the_journal_in_its_own_words(settings):
    ours = under_way(state=State.REGISTERED)
    files = with_xml(
        files_of(notice_of(ours, NoticeKind.ACCEPTED, comment="До 24.12.2026"), Version.V2_2),
        lambda xml: xml.replace(b"documentAccepted", b"termProlonged").replace(
            "Зарегистрирован".encode("cp1251"), "Продление срока".encode("cp1251")
        ),
    )
    bring(settings.MSED_SPOOL, files)

    say()

    assert last(fresh(ours)[0]).reason == "Продление срока. До 24.12.2026"


def test_thanks_are_closed_by_their_registration():
    ours = under_way(kind="thanks")

    say(notice_of(ours, NoticeKind.ACCEPTED))

    assert fresh(ours)[0].state == State.CLOSED


# --- refusals ---


@pytest.mark.parametrize(
    ("reason", "attention"),
    [
        *((reason, Attention.MSED_REFUSED) for reason in REFUSAL_REASONS if reason != "Ошибка адресации"),
        ("Ошибка адресации", Attention.WRONG_ADDRESSEE),
        ("Документ неверно адресован", Attention.WRONG_ADDRESSEE),
        ("ДОКУМЕНТ НЕВЕРНО АДРЕСОВАН.", Attention.WRONG_ADDRESSEE),
        ("Перевёрнуты страницы", Attention.MSED_REFUSED),
        ("", Attention.MSED_REFUSED),
        ("Слово " * 300, Attention.MSED_REFUSED),
    ],
)
def test_a_refusal_brings_the_appeal_to_the_queue_of_its_reason(reason, attention, settings):
    ours = under_way()
    listed = reason if reason in REFUSAL_REASONS else REFUSAL_REASONS[0]
    files = with_xml(
        files_of(notice_of(ours, NoticeKind.REFUSED, reason=listed), Version.V2_2),
        lambda xml: xml.replace(listed.encode("cp1251"), reason.encode("cp1251")),
    )
    bring(settings.MSED_SPOOL, files)

    say()

    appeal, document = fresh(ours)
    assert (appeal.state, appeal.attention, appeal.authority) == (State.PUBLISHED, attention, None)
    assert (last(appeal).move, last(appeal).reason) == ("readdress", reason.strip())
    assert document.refused == (reason.strip()[:300] or "без причины")
    assert [appeal.attention for appeal in Appeal.objects.exclude(attention="")] == [attention]
    assert quarantined(settings.MSED_SPOOL) == {}


def test_a_refusal_after_the_registration_is_a_conflict_for_the_desk():
    ours = under_way()

    say(notice_of(ours, NoticeKind.ACCEPTED), notice_of(ours, NoticeKind.REFUSED))

    assert fresh(ours)[0].attention == Attention.MSED_CONFLICT


def test_a_registration_after_the_refusal_is_shown_to_a_person(settings):
    ours = under_way()

    say(notice_of(ours, NoticeKind.REFUSED), notice_of(ours, NoticeKind.ACCEPTED))

    appeal, document = fresh(ours)
    assert (appeal.attention, document.registered_number) == (Attention.WRONG_ADDRESSEE, "")
    [reason] = quarantined(settings.MSED_SPOOL).values()
    assert "после отказа" in reason


@pytest.mark.parametrize("kind", [NoticeKind.ACCEPTED, NoticeKind.REFUSED])
def test_the_same_news_in_two_messages_counts_once(kind, settings):
    ours = under_way()
    notice = notice_of(ours, kind)

    say(notice, replace(notice, message_uid=str(uuid4())))

    assert fresh(ours)[0].journal.count() == 1
    assert quarantined(settings.MSED_SPOOL) == {}


@pytest.mark.parametrize("state", [State.ANSWERED, State.CLOSED, State.WITHDRAWN])
def test_a_refusal_of_a_finished_matter_changes_nothing_and_is_shown_to_a_person(state, settings):
    ours = under_way(state=state)

    say(notice_of(ours, NoticeKind.REFUSED))

    assert (fresh(ours)[0].state, fresh(ours)[1].refused) == (state, "")
    assert len(quarantined(settings.MSED_SPOOL)) == 1


@pytest.mark.parametrize("kind", [NoticeKind.ACCEPTED, *PROGRESS], ids=lambda kind: kind.name)
def test_late_news_of_a_finished_matter_leaves_its_state_alone(kind, settings):
    ours = under_way(state=State.WITHDRAWN)

    say(notice_of(ours, kind))

    assert (fresh(ours)[0].state, quarantined(settings.MSED_SPOOL)) == (State.WITHDRAWN, {})


def readdressed(ours: Dispatch) -> Dispatch:
    """A moderator sends the refused appeal to another authority: a second document."""
    other = an_authority()
    assignment.assign_by_hand(
        appeal_id=ours.appeal_id, authority_id=other.pk, moderator=a_moderator(), now=MONDAY
    )
    return Dispatch.objects.get(appeal=ours.appeal_id, round=2)


@pytest.mark.parametrize("kind", [NoticeKind.REFUSED, NoticeKind.ACCEPTED, *PROGRESS], ids=lambda k: k.name)
def test_news_of_the_first_document_do_not_move_an_appeal_that_travels_in_a_second(kind):
    first = under_way()
    say(notice_of(first, NoticeKind.REFUSED))
    second = readdressed(first)

    say(notice_of(first, kind))

    appeal, _ = fresh(second)
    assert (appeal.state, appeal.authority, appeal.attention) == (State.SENDING, second.authority, "")


def test_a_readdressed_appeal_is_registered_by_its_second_document():
    first = under_way()
    say(notice_of(first, NoticeKind.REFUSED))
    second = readdressed(first)
    assert second.document_uid != first.document_uid
    assert second.number == f"{first.number}/2"

    say(notice_of(second, NoticeKind.ACCEPTED))

    assert fresh(second)[0].state == State.REGISTERED


# --- what we do not know ---


@pytest.mark.parametrize("kind", NoticeKind, ids=lambda kind: kind.name)
def test_news_of_an_unknown_document_wait_in_quarantine(kind, settings):
    ours = under_way()

    say(notice_of(ours, kind, document_uid=str(uuid4())))

    [reason] = quarantined(settings.MSED_SPOOL).values()
    assert "о неизвестном документе" in reason
    assert Packet.objects.get(direction="in").alarm == "unmatched"
    assert fresh(ours)[0].journal.count() == 0


# --- order ---

STORY = ("receipt", "registered", "executor", "course", "prepared", "report", "answer")
ORDERS = {
    "as it should be": STORY,
    "backwards": STORY[::-1],
    "the answer before the registration": ("receipt", "answer", "registered", "executor"),
    "the registration before the receipt": ("registered", "receipt", "answer"),
    "the answer and nothing else": ("answer",),
    "the report after the answer": ("receipt", "registered", "answer", "report", "course"),
}


@pytest.mark.parametrize("version", [Version.V2_2, Version.V2_7_1])
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_in_any_order_the_appeal_is_answered_once(order, version, settings):
    ours = under_way(version=version)
    dispatch.send(dispatch_id=ours.pk, now=MONDAY)
    messages: dict[str, Message] = {
        "receipt": receipt_of(ours),
        "registered": notice_of(ours, NoticeKind.ACCEPTED),
        "executor": notice_of(ours, NoticeKind.EXECUTOR_ASSIGNED),
        "course": notice_of(ours, NoticeKind.COURSE_CHANGED),
        "prepared": notice_of(ours, NoticeKind.REPORT_PREPARED),
        "report": notice_of(ours, NoticeKind.REPORT_SENT),
        "answer": answer_of(ours),
    }

    say(*(messages[name] for name in order), version=version)

    appeal, document = fresh(ours)
    assert (appeal.state, appeal.answers.count()) == (State.ANSWERED, 1)
    assert bool(document.registered_number) == ("registered" in order)
    assert document.report_number == ("ИСХ-501/26" if "report" in order else "")
    assert quarantined(settings.MSED_SPOOL) == {}
    ledger = Packet.objects.get(direction="out", document_uid=ours.document_uid, kind="document")
    assert ledger.state == ("delivered" if "receipt" in order else "spooled")
    assert bool(ledger.noticed_at) == ("registered" in order)


def test_no_kind_of_notice_is_left_without_a_test():
    assert {*PROGRESS, NoticeKind.ACCEPTED, NoticeKind.REFUSED} == set(NoticeKind)
