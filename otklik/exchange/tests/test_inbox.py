"""The inbox: once for each message, the same receipt for each repeat, nothing lost when our own side fails."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DataError, OperationalError, connection

from otklik.authorities.models import Authority
from otklik.exchange import inbox, outbox
from otklik.exchange.inbox import Unmatched
from otklik.exchange.models import Packet
from otklik.exchange.tests.given import (
    MONDAY,
    a_packet_of_ours,
    bring,
    collected,
    days,
    quarantined,
    row_of,
    sealed,
    taken,
    told,
    with_container,
)
from otklik.integrations.msed import NIL_UID, Message, NoticeKind, Version, gateway
from otklik.integrations.msed.envelope import Envelope, write
from otklik.integrations.msed.tests.given import (
    PORTAL,
    TOWN,
    VERSIONS,
    a_document,
    a_notice,
    a_receipt,
    an_answer_to,
    files_of,
)
from otklik.kit.errors import Refusal

pytestmark = [pytest.mark.route, pytest.mark.django_db]


def unmatched(message):
    raise Unmatched("Не с чем связать")


def emptied(spool) -> None:
    """The partner takes what lies for it."""
    for folder in (spool / "to_msed").iterdir():
        folder.rename(spool / folder.name)


# --- repeats ---


@pytest.mark.parametrize("version", VERSIONS)
def test_the_same_message_again_is_taken_once_and_gets_the_same_receipt_again(version, settings):
    answer = an_answer_to(a_document())
    bring(settings.MSED_SPOOL, files_of(answer, version), name="first")
    assert len(collected()) == 1
    [first] = told(settings.MSED_SPOOL)
    emptied(settings.MSED_SPOOL)

    bring(settings.MSED_SPOOL, files_of(answer, version), name="second")

    assert collected(now=MONDAY + days(1)) == []
    assert told(settings.MSED_SPOOL) == [first]
    assert taken(settings.MSED_SPOOL) == ["first", "second"]
    assert Packet.objects.filter(direction="in").count() == 1
    assert Packet.objects.get(direction="out").attempts == 2


def test_a_repeat_while_the_first_receipt_still_lies_there_doubles_nothing(settings):
    notice = a_notice()
    for name in ("first", "second", "third"):
        bring(settings.MSED_SPOOL, files_of(notice), name=name)

    assert len(collected()) == 1
    assert len(told(settings.MSED_SPOOL)) == 1


def test_the_same_document_in_a_new_message_is_a_legal_resend(settings):
    answer = an_answer_to(a_document())
    again = replace(answer, message_uid=str(uuid4()))
    bring(settings.MSED_SPOOL, files_of(answer), name="first")
    bring(settings.MSED_SPOOL, files_of(again), name="second", minutes_ago=1)

    assert [message.message_uid for message in collected()] == [answer.message_uid]

    receipts = {receipt.acknowledged_uid: receipt for receipt in told(settings.MSED_SPOOL)}
    assert set(receipts) == {answer.message_uid, again.message_uid}
    assert all(receipt.accepted for receipt in receipts.values())
    assert quarantined(settings.MSED_SPOOL) == {}
    assert row_of(again.message_uid).error == "Тот же документ в новом сообщении"


def test_two_partners_may_use_the_same_uid(settings):
    notice = a_notice()
    other = replace(notice, sender=replace(TOWN, uid=str(uuid4())))
    bring(settings.MSED_SPOOL, files_of(notice), name="first")
    bring(settings.MSED_SPOOL, files_of(other), name="second")

    assert len(collected()) == 2


def test_a_refused_packet_again_is_refused_again(settings):
    answer = an_answer_to(a_document())
    broken = with_container(files_of(answer), lambda inside: {"passport.xml": b"<a/>"})
    bring(settings.MSED_SPOOL, broken, name="first")
    collected()
    [first] = told(settings.MSED_SPOOL)
    emptied(settings.MSED_SPOOL)

    bring(settings.MSED_SPOOL, broken, name="second")
    collected()

    assert told(settings.MSED_SPOOL) == [first]
    assert not first.accepted


def test_a_message_that_was_refused_may_come_again_in_good_health(settings):
    answer = an_answer_to(a_document())
    bring(
        settings.MSED_SPOOL,
        with_container(files_of(answer), lambda inside: {"passport.xml": b"<a/>"}),
        name="first",
    )
    bring(settings.MSED_SPOOL, files_of(answer), name="second", minutes_ago=1)

    assert [message.message_uid for message in collected()] == [answer.message_uid]
    assert sorted(receipt.accepted for receipt in told(settings.MSED_SPOOL)) == [False, True]


# --- what speaks of nothing we know ---


def test_what_can_not_be_matched_waits_in_quarantine_with_an_alarm_and_is_acknowledged(settings):
    notice = a_notice()
    bring(settings.MSED_SPOOL, files_of(notice))

    collected(heed=unmatched)

    row = row_of(notice.message_uid)
    assert (row.state, row.alarm, row.error) == ("quarantined", "unmatched", "Не с чем связать")
    assert row.file
    assert quarantined(settings.MSED_SPOOL) == {"packet-1": "Не с чем связать"}
    assert [receipt.accepted for receipt in told(settings.MSED_SPOOL)] == [True]


def test_what_was_not_matched_is_tried_once_more_when_it_comes_again(settings):
    notice = a_notice()
    bring(settings.MSED_SPOOL, files_of(notice), name="first")
    collected(heed=unmatched)
    bring(settings.MSED_SPOOL, files_of(notice), name="second")

    assert [message.message_uid for message in collected()] == [notice.message_uid]
    row = row_of(notice.message_uid)
    assert (row.state, row.alarm, row.error) == ("taken", "", "")


def test_a_refusal_of_the_domain_is_kept_for_a_person_too(settings):
    class TooLate(Refusal):
        code = "too_late"

    def late(message):
        raise TooLate("Обращение закрыто")

    bring(settings.MSED_SPOOL, files_of(a_notice()))
    collected(heed=late)

    assert quarantined(settings.MSED_SPOOL) == {"packet-1": "Обращение закрыто"}


# --- receipts ---


def test_a_receipt_closes_our_packet_and_is_never_acknowledged(settings):
    ours = a_packet_of_ours()
    emptied(settings.MSED_SPOOL)
    bring(settings.MSED_SPOOL, files_of(a_receipt(acknowledged_uid=str(ours.message_uid))))

    assert collected(now=MONDAY + days(1)) == []

    ours.refresh_from_db()
    assert (ours.state, ours.receipt_at) == ("delivered", MONDAY + days(1))
    assert told(settings.MSED_SPOOL) == []


def test_a_receipt_that_says_no_shows_why(settings):
    ours = a_packet_of_ours()
    no = a_receipt(
        acknowledged_uid=str(ours.message_uid),
        accepted=False,
        error_code=248,
        error_file="originalMessage.zip",
        comment="Нет uid",
    )
    bring(settings.MSED_SPOOL, files_of(no))

    collected()

    ours.refresh_from_db()
    assert (ours.state, ours.error) == ("rejected", "248 originalMessage.zip Нет uid")


def test_error_receipts_with_a_nil_uid_are_each_shown_to_a_person(settings):
    """The network's own errors: they name no message, and even share the uid of their header."""
    ours = a_packet_of_ours()
    for name, code in (("first", 248), ("second", 249)):
        error = a_receipt(
            message_uid=NIL_UID, acknowledged_uid=NIL_UID, accepted=False, error_code=code, comment="Ошибка"
        )
        bring(settings.MSED_SPOOL, files_of(error), name=name)

    collected()

    rows = Packet.objects.filter(direction="in", alarm="unmatched").order_by("error")
    assert [row.error for row in rows] == [
        f"Квитанция на неизвестное сообщение {NIL_UID}: {code} Ошибка" for code in (248, 249)
    ]
    assert {row.message_uid for row in rows} == {None}
    assert set(quarantined(settings.MSED_SPOOL)) == {"first", "second"}
    ours.refresh_from_db()
    assert ours.state == "spooled"


def test_a_receipt_for_an_unknown_message_is_shown_to_a_person(settings):
    bring(settings.MSED_SPOOL, files_of(a_receipt()))

    collected()

    assert Packet.objects.get().alarm == "unmatched"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_receipt_answers_in_the_version_that_came(version, settings):
    bring(settings.MSED_SPOOL, files_of(a_notice(), version))

    collected()

    assert Packet.objects.get(direction="out").version == version


@pytest.mark.parametrize("kind", [NoticeKind.ACCEPTED, NoticeKind.REFUSED])
def test_a_registration_before_the_receipt_ends_the_wait_for_both(kind, settings):
    ours = a_packet_of_ours()
    bring(settings.MSED_SPOOL, files_of(a_notice(kind, document_uid=str(ours.document_uid))), name="1")

    collected(now=MONDAY + days(1))
    assert outbox.raise_alarms(now=MONDAY + days(9)) == 0
    ours.refresh_from_db()
    assert (ours.state, ours.noticed_at) == ("spooled", MONDAY + days(1))

    bring(settings.MSED_SPOOL, files_of(a_receipt(acknowledged_uid=str(ours.message_uid))), name="2")
    collected()
    ours.refresh_from_db()
    assert ours.state == "delivered"


def test_a_receipt_goes_to_the_address_we_know_where_the_envelope_has_ours(settings):
    Authority.objects.create(
        code="zaoz", name=TOWN.name, level="municipal", msed_uid=TOWN.uid, msed_address="ZAOZ~MEDOGU"
    )
    cover = {"envelope.ltr": write(Envelope("", (PORTAL.address,), ("notification.xml",)))}
    xml = {name: raw for name, raw in files_of(a_notice()).items() if name.endswith(".xml")}
    bring(settings.MSED_SPOOL, {**xml, **cover})

    collected()

    [receipt] = told(settings.MSED_SPOOL)
    assert receipt.sender.address == "ZAOZ~MEDOGU"  # a reader takes the only address for the other side's


# --- our own side fails ---


def test_a_fault_in_our_own_code_sets_one_packet_aside_and_stops_nobody(settings, caplog):
    bring(settings.MSED_SPOOL, files_of(a_notice(comment="беда")), name="first")
    bring(settings.MSED_SPOOL, files_of(a_notice()), name="second", minutes_ago=1)
    heard = []

    def faulty(message):
        if message.comment == "беда":
            with connection.cursor() as cursor:
                cursor.execute("select repeat('9', 20)::int")
        heard.append(message)

    collected(heed=faulty)

    assert len(heard) == 1
    assert taken(settings.MSED_SPOOL) == ["second"]
    [(name, reason)] = quarantined(settings.MSED_SPOOL).items()
    assert name == "first"
    assert DataError.__name__ in reason
    assert Packet.objects.get(folder="first").state == "quarantined"
    assert "packet first set aside" in caplog.text


@pytest.mark.parametrize("fault", [OperationalError("the database is gone"), OSError(28, "No space left")])
def test_a_fault_of_the_machine_leaves_everything_for_the_next_round(fault, settings):
    notices = [a_notice(), a_notice()]
    for place, notice in enumerate(notices):
        bring(settings.MSED_SPOOL, files_of(notice), name=str(place), minutes_ago=5 - place)

    def broken(message):
        raise fault

    with pytest.raises(type(fault)):
        collected(heed=broken)
    assert not Packet.objects.exists()

    assert [message.message_uid for message in collected()] == [notice.message_uid for notice in notices]


def test_a_packet_left_in_the_inbox_by_a_crash_is_not_heeded_twice(settings):
    """The ledger was written, the worker died before the folder was moved."""
    notice = a_notice()
    folder = bring(settings.MSED_SPOOL, files_of(notice))
    collected()
    [kept] = (settings.MSED_SPOOL / "processed").glob("*/packet-1")
    kept.rename(folder)

    assert collected() == []
    assert taken(settings.MSED_SPOOL) == ["packet-1"]
    assert Packet.objects.filter(direction="in").count() == 1


def test_an_unmatched_packet_left_by_a_crash_still_ends_in_quarantine(settings):
    folder = bring(settings.MSED_SPOOL, files_of(a_notice()))
    collected(heed=unmatched)
    [kept] = (settings.MSED_SPOOL / "quarantine").glob("*/packet-1")
    kept.rename(folder)
    collected(heed=unmatched)

    assert taken(settings.MSED_SPOOL) == []
    assert list((settings.MSED_SPOOL / "from_msed").iterdir()) == []


def test_a_round_takes_no_more_than_its_limit_oldest_first(settings):
    for place in range(5):
        bring(
            settings.MSED_SPOOL,
            files_of(a_notice(comment=f"{place}")),
            name=f"{place}",
            minutes_ago=9 - place,
        )
    heard: list[Message] = []

    assert inbox.collect(heed=heard.append, now=MONDAY, limit=3) == 3
    assert [message.comment for message in heard] == ["0", "1", "2"]
    assert len(list(gateway().arrivals(10))) == 2


def test_an_answer_of_2_2_needs_no_container(settings):
    answer = an_answer_to(a_document(), attachments=a_document().attachments)
    bring(settings.MSED_SPOOL, sealed(files_of(answer, Version.V2_2)))

    [heard] = collected()
    assert (heard.body.content, len(heard.attachments)) == (answer.body.content, 1)
