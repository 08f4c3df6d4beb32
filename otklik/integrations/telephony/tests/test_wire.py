"""The wire of the hook, without a database."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.integrations.telephony import wire

pytestmark = pytest.mark.desks

NOW = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
NOTICE = wire.Notice("17.4", wire.Event.RINGING, NOW, "+79001234567", "88005553535", "101")
BODY = wire.write(NOTICE)
SECOND = int(NOW.timestamp())


def check(header: str, body: bytes = BODY, *, secret: str = "key", late: int = 0) -> None:  # noqa: S107
    wire.check(header, body, secret=secret, now=NOW.timestamp() + late, tolerance=300)


def trouble(header: str, body: bytes = BODY, **more) -> str:
    with pytest.raises(wire.BadSignature) as caught:
        check(header, body, **more)
    return caught.value.code


def wrong(**said) -> str:
    """Which key is complained of."""
    with pytest.raises(wire.BadNotice) as caught:
        wire.read(json.dumps({**json.loads(BODY), **said}).encode(), now=NOW)
    return caught.value.name


def test_what_is_written_is_read():
    assert wire.read(BODY, now=NOW) == NOTICE


def test_a_place_is_both_numbers_or_none():
    placed = wire.Notice("17.4", wire.Event.RINGING, NOW, point=(39.5, 55.5))
    assert wire.read(wire.write(placed), now=NOW) == placed
    assert wrong(lon=39.5) == "lat"
    assert wrong(lat=55.5) == "lon"
    strange: list[object] = [181, "39", True, {}, float("nan"), float("inf")]
    for lon in strange:
        assert wrong(lon=lon, lat=55.5) == "lon"


def test_the_signature_is_that_of_the_readme():
    """Made by: printf '1764140400.{}' | openssl dgst -sha256 -hmac key"""
    assert (
        wire.sign(b"{}", secret="key", at=1764140400)
        == "t=1764140400,v1=1ca48ca1d77c9f94ba749b84a6073769f2ff3b83b8c793984c04cc3b984e484f"
    )


def test_a_signature_holds_for_its_secret_its_body_and_its_time():
    header = wire.sign(BODY, secret="key", at=SECOND)
    check(header)
    check(header, late=300)
    check(header, late=-300)
    assert trouble(header, secret="other") == "forged"
    assert trouble(header, BODY + b" ") == "forged"
    assert trouble(header.replace(f"t={SECOND}", f"t={SECOND + 1}")) == "forged"
    assert trouble(header, late=301) == "stale"
    assert trouble(header, late=-301) == "stale"


def test_one_of_several_signatures_is_enough_while_a_secret_is_changed():
    old, new = (wire.sign(BODY, secret=secret, at=SECOND) for secret in ("old", "key"))
    check(f"{old},v1={new.partition('v1=')[2]}")


@pytest.mark.parametrize(
    "header", ["", "t=,v1=", "v1=" + "0" * 64, "t=1", f"t={'9' * 400},v1={'0' * 64}", "t=1,v2=0"]
)
def test_a_header_of_another_shape_is_no_signature(header):
    assert trouble(header) == "not_signed"


def test_hidden_numbers_and_extensions_that_are_numbers_are_taken():
    said = {"id": 17, "event": "ended", "operator": 101, "at": NOW.isoformat(), "queue": "x"}
    assert wire.read(json.dumps(said).encode(), now=NOW) == wire.Notice(
        "17", wire.Event.ENDED, NOW, operator="101"
    )


def test_each_wrong_key_is_named():
    assert wrong(id="") == "id"
    assert wrong(id="x" * 65) == "id"
    assert wrong(id=["x"]) == "id"
    assert wrong(id=True) == "id"
    assert wrong(event="busy") == "event"
    assert wrong(event=["ringing"]) == "event"
    assert wrong(phone="0" * 33) == "phone"
    assert wrong(line="a\x00b") == "line"
    assert wrong(operator={"a": 1}) == "operator"
    for at in (
        None,
        17,
        "",
        "yesterday",
        "2026-11-26T07:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ):
        assert wrong(at=at) == "at"
    assert wrong(at=(NOW + timedelta(minutes=6)).isoformat()) == "at"
    assert wrong(at=(NOW - timedelta(hours=25)).isoformat()) == "at"


@pytest.mark.parametrize("body", [b"", b"[]", b"17", b"\xff", b"[" * 4000, b'{"id":', b"NaN", b"9" * 4000])
def test_what_is_no_object_is_refused_as_a_whole(body):
    with pytest.raises(wire.BadNotice) as caught:
        wire.read(body, now=NOW)
    assert caught.value.name == ""


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body):
    with suppress(wire.BadNotice):
        wire.read(body, now=NOW)
