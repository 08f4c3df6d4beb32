"""The portal and a misbehaving МСЭД talk through the real spool: nothing is lost, nothing counts twice."""

import pytest

from otklik.appeals.lifecycle import Attention, State
from otklik.appeals.models import Appeal
from otklik.appeals.steps import dispatch
from otklik.appeals.tests.given import MONDAY
from otklik.exchange import inbox, outbox
from otklik.exchange.models import Packet
from otklik.exchange.tests.given import days, quarantined
from otklik.integrations.msed import gateway
from otklik.integrations.msed.stand import main
from otklik.jobs import inbound
from otklik.jobs.tests.given import under_way
from otklik.outbox.tests.given import kinds

pytestmark = [pytest.mark.route, pytest.mark.django_db]


def talked(settings, *habits: str, versions=("2.2", "2.7", "2.7.1")) -> None:
    """An appeal in each version is sent; then both sides talk until nothing waits."""
    for version in versions:
        dispatch.send(dispatch_id=under_way(version=version).pk, now=MONDAY)
    busy = True
    while busy:
        assert main(["--spool", str(settings.MSED_SPOOL), "--delay", "0", "--once", *habits]) == 0
        inbox.collect(heed=inbound.heed, now=MONDAY)
        busy = any(gateway().arrivals(1)) or any((settings.MSED_SPOOL / "to_msed").iterdir())


def states() -> set[str]:
    return set(Appeal.objects.values_list("state", flat=True))


@pytest.mark.parametrize(
    "habits", [("--duplicates", "1"), ("--disorder", "1"), ("--duplicates", "1", "--disorder", "1")]
)
def test_doubled_and_in_disorder_every_appeal_is_answered_once(habits, settings):
    talked(settings, *habits)

    assert states() == {State.ANSWERED}
    assert all(appeal.answers.count() == 1 for appeal in Appeal.objects.all())
    assert kinds().count("answered") == 3
    assert quarantined(settings.MSED_SPOOL) == {}
    assert not Packet.objects.exclude(state__in=["delivered", "taken", "spooled"]).exists()
    assert not Packet.objects.filter(kind="document", direction="out").exclude(state="delivered").exists()


@pytest.mark.parametrize(
    ("habit", "attention"),
    [("--refuse", Attention.MSED_REFUSED), ("--misaddress", Attention.WRONG_ADDRESSEE)],
)
def test_refused_appeals_wait_in_the_queue_of_their_reason(habit, attention, settings):
    talked(settings, habit, "1")

    assert states() == {State.PUBLISHED}
    assert set(Appeal.objects.values_list("attention", flat=True)) == {attention}


def test_silence_raises_an_alarm_and_speech_ends_it(settings):
    talked(settings, "--silence", "1", versions=("2.7.1",))
    assert states() == {State.SENDING}
    assert outbox.raise_alarms(now=MONDAY + days(3.1)) == 1

    (settings.MSED_SPOOL / "stand" / "stand.sqlite3").unlink()  # a new operator, who knows nothing yet
    outbox.post_again(Packet.objects.get(alarm="no_receipt").pk, now=MONDAY + days(3.1))
    talked(settings, versions=())

    assert states() == {State.ANSWERED}
    assert not Packet.objects.exclude(alarm="").exists()
