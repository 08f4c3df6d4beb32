"""Signed answers through the spool: refused or flagged, as the setting says."""

from collections.abc import Callable

import pytest

from otklik.exchange.models import Packet
from otklik.exchange.tests.given import Files, bring, collected, quarantined, told, with_container
from otklik.integrations.msed import Version, pack, signer
from otklik.integrations.msed.tests.given import a_document, a_gost_signer, an_answer_to, files_of

pytestmark = [pytest.mark.route, pytest.mark.django_db]


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gost")
    a_gost_signer(folder)
    return folder


@pytest.fixture(autouse=True)
def checked(keys, settings):
    settings.MSED_SIGNER = "openssl"
    settings.MSED_CERTIFICATE, settings.MSED_KEY = str(keys / "cert.pem"), str(keys / "key.pem")


def signed(*, tampered: bool = False) -> Files:
    package = pack(an_answer_to(a_document()), version=Version.V2_7_1, signer=signer())
    if not tampered:
        return package.files
    return with_container(
        package.files, lambda inside: {**inside, "document.pdf": inside["document.pdf"] + b"\n"}
    )


PACKETS: dict[str, Callable[[], Files]] = {
    "whole": signed,
    "tampered": lambda: signed(tampered=True),
    "unsigned": lambda: files_of(an_answer_to(a_document())),
}


@pytest.mark.parametrize(("name", "alarm"), [("whole", ""), ("tampered", "bad_signature"), ("unsigned", "")])
def test_by_default_every_answer_is_taken_and_a_broken_signature_raises_an_alarm(name, alarm, keys, settings):
    bring(settings.MSED_SPOOL, PACKETS[name]())

    assert len(collected()) == 1

    row = Packet.objects.get(direction="in")
    assert (row.state, row.alarm) == ("taken", alarm)
    assert [receipt.accepted for receipt in told(settings.MSED_SPOOL)] == [True]


@pytest.mark.parametrize(
    ("name", "reason"), [("whole", None), ("tampered", "не верна"), ("unsigned", "отсутствует")]
)
def test_where_a_signature_is_demanded_the_rest_is_refused(name, reason, settings):
    settings.MSED_DEMAND_SIGNATURE = True
    bring(settings.MSED_SPOOL, PACKETS[name]())

    assert len(collected()) == (reason is None)

    [receipt] = told(settings.MSED_SPOOL)
    assert receipt.accepted == (reason is None)
    assert all(reason in told_why for told_why in quarantined(settings.MSED_SPOOL).values())
    assert len(quarantined(settings.MSED_SPOOL)) == (reason is not None)
