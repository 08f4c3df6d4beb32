"""A packet goes out once, wherever the worker is killed."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from otklik.exchange import outbox
from otklik.exchange.models import Packet
from otklik.integrations import msed

pytestmark = [pytest.mark.route, pytest.mark.django_db]

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 13, tzinfo=UTC)


def a_packet() -> Packet:
    receipt = msed.Receipt(
        message_uid=str(uuid4()),
        created=NOON,
        sender=outbox.us(),
        recipient=msed.Party(uid=str(uuid4()), name="Дорожная служба", address="ROADS~MEDOGU"),
        acknowledged_uid=str(uuid4()),
        time=NOON,
        accepted=True,
        comment="",
    )
    return outbox.write_down(receipt, version="2.7.1", now=NOON)


def visible(settings) -> list[str]:
    return sorted(path.name for path in Path(settings.MSED_SPOOL, "to_msed").glob("[!.]*"))


def killed_before_showing(packet: Packet) -> None:
    """The ledger says sent, the packet lies there hidden."""
    msed.gateway().stage(outbox._kept(packet))
    Packet.objects.filter(pk=packet.pk).update(state=Packet.State.SPOOLED, spooled_at=NOON)


def test_a_packet_is_shown_with_its_commit(settings):
    packet = a_packet()
    outbox.post(packet.pk, now=NOON)
    assert visible(settings) == [packet.folder]
    assert msed.gateway().staged() == []


def test_killed_before_the_ledger_knows_it_is_not_shown_until_the_next_try(settings):
    packet = a_packet()
    msed.gateway().stage(outbox._kept(packet))
    assert visible(settings) == []

    outbox.post(packet.pk, now=NOON)
    assert visible(settings) == [packet.folder]


def test_killed_after_the_ledger_knows_it_is_shown_by_the_clock_and_only_once(settings):
    packet = a_packet()
    killed_before_showing(packet)
    outbox.post(packet.pk, now=LATER)  # the job runs again
    assert visible(settings) == []

    assert outbox.post_waiting(now=LATER) == 1
    assert visible(settings) == [packet.folder]

    Path(settings.MSED_SPOOL, "to_msed", packet.folder).rename(Path(settings.MSED_SPOOL, "taken"))
    assert outbox.post_waiting(now=LATER) == 0
    msed.gateway().release(packet.folder)
    assert visible(settings) == []


def test_a_packet_that_was_half_written_is_written_anew(settings):
    packet = a_packet()
    msed.gateway()
    torn = Path(settings.MSED_SPOOL, "to_msed", f".tmp-{packet.folder}")
    torn.mkdir()
    (torn / "half").write_bytes(b"x")
    assert msed.gateway().staged() == []

    outbox.post(packet.pk, now=NOON)
    assert not torn.exists()
    assert "half" not in [path.name for path in Path(settings.MSED_SPOOL, "to_msed", packet.folder).iterdir()]
