"""The outbox: written down first, put whole or not at all, sent again with the same uids, missed when silent."""

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from otklik.exchange import outbox, queries
from otklik.exchange.models import Packet
from otklik.exchange.tests.given import MONDAY, a_packet_of_ours, bring, collected, days, told
from otklik.integrations.msed import BadPacket, FilePart, Party, Verdict, gateway, signer, unpack
from otklik.integrations.msed.package import ZIP_NAME
from otklik.integrations.msed.tests.given import (
    PDF,
    TOWN,
    VERSIONS,
    a_document,
    a_gost_signer,
    a_notice,
    a_receipt,
    files_of,
)

pytestmark = [pytest.mark.route, pytest.mark.django_db]

LARGE = FilePart("document.pdf", PDF.replace(b"text", b"text" * 30_000))


@contextmanager
def a_full_disk() -> Iterator[None]:
    """No file of this process can grow beyond 64 KB: small files are still written, a large one is cut off."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def lying(spool) -> dict[str, dict[str, bytes]]:
    """What the partner finds, hidden files among it."""
    folders = (spool / "to_msed").iterdir()
    return {folder.name: {file.name: file.read_bytes() for file in folder.iterdir()} for folder in folders}


# --- the disk ---


@pytest.mark.parametrize("version", VERSIONS)
def test_a_disk_that_fills_between_two_files_leaves_nothing_half_visible(version, settings):
    packet = a_packet_of_ours(version=version, body=LARGE, posted_at=None)

    with a_full_disk(), pytest.raises(OSError) as full:
        outbox.post(packet.pk, now=MONDAY)

    assert full.value.errno == errno.EFBIG
    assert lying(settings.MSED_SPOOL) == {}
    packet.refresh_from_db()
    assert (packet.state, packet.attempts, packet.spooled_at) == ("queued", 1, None)
    assert packet.error.startswith("Не записан в каталог обмена")

    assert outbox.post_waiting(now=MONDAY + days(1)) == 1
    packet.refresh_from_db()
    assert (packet.state, packet.attempts, packet.error) == ("spooled", 2, "")
    [sent] = told(settings.MSED_SPOOL)
    assert (UUID(sent.message_uid), UUID(sent.document_uid)) == (packet.message_uid, packet.document_uid)
    assert sent.body.content == LARGE.content


def test_a_disk_that_is_full_for_the_ledgers_own_copy_leaves_no_row(settings):
    ours = a_document(sender=outbox.us(), body=LARGE)
    with a_full_disk(), pytest.raises(OSError):
        outbox.write_down(ours, version="2.2", now=MONDAY)
    assert not Packet.objects.exists()

    packet = outbox.write_down(ours, version="2.2", now=MONDAY)
    outbox.post(packet.pk, now=MONDAY)
    assert told(settings.MSED_SPOOL)[0].body.content == LARGE.content


def test_a_packet_that_can_not_be_put_stops_no_other(settings):
    broken, lost, good = (a_packet_of_ours(posted_at=None) for _ in range(3))
    default_storage.save(broken.file, ContentFile(b"no zip"))
    default_storage.delete(lost.file)

    assert outbox.post_waiting(now=MONDAY + days(1)) == 1

    states = dict(Packet.objects.values_list("pk", "state"))
    assert states == {broken.pk: "queued", lost.pk: "queued", good.pk: "spooled"}
    assert not Packet.objects.filter(state="queued", error="").exists()


def test_a_receipt_that_can_not_be_put_waits_and_the_inbox_goes_on(settings):
    gateway()  # makes the folders
    outgoing = settings.MSED_SPOOL / "to_msed"
    outgoing.rename(settings.MSED_SPOOL / "unmounted")
    for name in ("1", "2"):
        bring(settings.MSED_SPOOL, files_of(a_notice()), name=name)

    assert len(collected()) == 2
    assert list(Packet.objects.filter(direction="out").values_list("state", flat=True)) == ["queued"] * 2

    outgoing.mkdir()
    assert outbox.post_waiting(now=MONDAY + days(1)) == 2
    assert len(told(settings.MSED_SPOOL)) == 2


def test_what_was_posted_is_not_put_twice(settings):
    packet = a_packet_of_ours()
    for folder in (settings.MSED_SPOOL / "to_msed").iterdir():
        folder.rename(settings.MSED_SPOOL / "taken by the partner")

    outbox.post(packet.pk, now=MONDAY)
    outbox.post_waiting(now=MONDAY + days(1))

    assert lying(settings.MSED_SPOOL) == {}


def test_a_message_written_down_twice_is_one_row():
    ours = a_document(sender=outbox.us())

    first = outbox.write_down(ours, version="2.7.1", now=MONDAY)
    assert outbox.write_down(ours, version="2.7.1", now=MONDAY + days(1)) == first


def test_a_document_for_a_partner_without_an_address_is_not_written_down():
    nowhere = a_document(sender=outbox.us(), recipient=Party(TOWN.uid, TOWN.name))

    with pytest.raises(BadPacket, match="нет адреса МЭДО"):
        outbox.write_down(nowhere, version="2.7.1", now=MONDAY)
    assert not Packet.objects.exists()


# --- again ---


@pytest.mark.parametrize("version", VERSIONS)
def test_sent_again_it_is_the_same_packet_byte_for_byte(version, settings):
    packet = a_packet_of_ours(version=version)
    first = lying(settings.MSED_SPOOL)
    for folder in list((settings.MSED_SPOOL / "to_msed").iterdir()):
        folder.rename(settings.MSED_SPOOL / "taken by the partner")

    outbox.post_again(packet.pk, now=MONDAY + days(4))

    assert lying(settings.MSED_SPOOL) == first
    packet.refresh_from_db()
    assert (packet.attempts, packet.spooled_at) == (2, MONDAY + days(4))
    assert Packet.objects.count() == 1


def refused(packet: Packet, spool) -> None:
    no = a_receipt(acknowledged_uid=str(packet.message_uid), accepted=False, comment="Не прошло контроль")
    bring(spool, files_of(no), name=f"no to {packet.pk}")
    collected()


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_not_accepted_goes_as_a_new_message_with_the_same_document(version, settings):
    packet = a_packet_of_ours(version=version, annotation="Ӑшӑ ҫул 💡")
    [first] = told(settings.MSED_SPOOL)
    refused(packet, settings.MSED_SPOOL)

    for _ in range(2):  # pressed twice
        outbox.post_again(packet.pk, now=MONDAY + days(1))

    by_uid = {message.message_uid: message for message in told(settings.MSED_SPOOL)}
    del by_uid[first.message_uid]
    [second] = by_uid.values()
    assert second == replace(first, message_uid=second.message_uid)
    rows = {str(row.message_uid): row for row in Packet.objects.filter(direction="out")}
    assert {uid: row.state for uid, row in rows.items()} == {
        first.message_uid: "replaced",
        second.message_uid: "spooled",
    }
    assert rows[second.message_uid].document_uid == packet.document_uid
    assert rows[second.message_uid].folder == second.message_uid
    envelopes = [name for name in lying(settings.MSED_SPOOL)[second.message_uid] if name.endswith(".ini")]
    assert envelopes == [f"{second.message_uid}.ini"]


def test_the_replaced_packet_asks_for_nobodys_attention_any_more(settings):
    packet = a_packet_of_ours()
    refused(packet, settings.MSED_SPOOL)
    assert [line.error for line in queries.find(queries.Asked(trouble=True)).rows] == ["Не прошло контроль"]

    outbox.post_again(packet.pk, now=MONDAY)

    assert queries.find(queries.Asked(trouble=True)).rows == []
    assert [line.can_repeat for line in queries.find(queries.Asked()).rows if line.attempts] == [True, False]


def test_a_new_message_keeps_the_signatures_of_the_old(settings, tmp_path):
    settings.MSED_SIGNER = "openssl"
    settings.MSED_CERTIFICATE, settings.MSED_KEY = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    a_gost_signer(tmp_path)
    packet = a_packet_of_ours()
    before = lying(settings.MSED_SPOOL)[packet.folder]
    refused(packet, settings.MSED_SPOOL)

    outbox.post_again(packet.pk, now=MONDAY)

    [after] = [files for name, files in lying(settings.MSED_SPOOL).items() if name != packet.folder]
    assert after[ZIP_NAME] == before[ZIP_NAME]
    assert unpack(after, signer=signer(), demand_signature=True).message.signed is Verdict.VALID


# --- silence ---


@pytest.mark.parametrize(
    ("state", "after", "alarm"),
    [
        ("spooled", 2.9, ""),
        ("spooled", 3.1, "no_receipt"),
        ("queued", 3.1, "no_receipt"),
        ("delivered", 3.1, ""),
        ("delivered", 4.9, ""),
        ("delivered", 5.1, "no_registration"),
        ("rejected", 9, ""),
        ("replaced", 9, ""),
    ],
)
def test_alarms_are_raised_after_three_days_and_after_five(state, after, alarm):
    packet = a_packet_of_ours()
    Packet.objects.update(state=state, spooled_at=None if state == "queued" else MONDAY)

    outbox.raise_alarms(now=MONDAY + days(after))

    packet.refresh_from_db()
    assert packet.alarm == alarm


def test_an_alarm_is_raised_once_and_ends_with_the_receipt(settings):
    packet = a_packet_of_ours()

    assert outbox.raise_alarms(now=MONDAY + days(4)) == 1
    assert outbox.raise_alarms(now=MONDAY + days(4)) == 0
    bring(settings.MSED_SPOOL, files_of(a_receipt(acknowledged_uid=str(packet.message_uid))))
    collected(now=MONDAY + days(4))

    packet.refresh_from_db()
    assert (packet.state, packet.alarm) == ("delivered", "")
    assert outbox.raise_alarms(now=MONDAY + days(5.1)) == 1
    packet.refresh_from_db()
    assert packet.alarm == "no_registration"


def test_sending_again_starts_the_wait_anew():
    packet = a_packet_of_ours()
    outbox.raise_alarms(now=MONDAY + days(4))

    outbox.post_again(packet.pk, now=MONDAY + days(4))

    assert outbox.raise_alarms(now=MONDAY + days(6)) == 0
    assert outbox.raise_alarms(now=MONDAY + days(8)) == 1


def test_receipts_of_ours_are_awaited_by_nobody(settings):
    bring(settings.MSED_SPOOL, files_of(a_notice()))
    collected()

    assert outbox.raise_alarms(now=MONDAY + days(30)) == 0
