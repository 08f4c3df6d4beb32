"""Texts under the signature, tokens and person data, without a network."""

import json
from datetime import UTC, datetime

import pytest

from otklik.integrations.esia import wire

pytestmark = pytest.mark.people

CALL = wire.Call("OTKLIK", "openid email", "2026.11.25 12:00:00 +0300", "s-1", "https://p/back", "code")
NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)
CLAIMS = {
    "iss": wire.ISSUER,
    "aud": "OTKLIK",
    "exp": NOON.timestamp() + 600,
    "urn:esia:sbj": {"urn:esia:sbj:oid": 1000000001, "urn:esia:sbj:is_tru": True},
}


def test_both_orders_of_the_signed_text():
    assert wire.v3(CALL) == "OTKLIKopenid email2026.11.25 12:00:00 +0300s-1https://p/backcode"
    assert wire.old(CALL) == "openid email2026.11.25 12:00:00 +0300OTKLIKs-1"


def test_the_timestamp_is_of_moscow_with_its_offset():
    assert wire.timestamp(NOON) == "2026.11.25 12:00:00 +0300"


def test_base64url_goes_both_ways_with_and_without_padding():
    raw = bytes(range(256))
    assert (
        wire.from_base64url(wire.base64url(raw))
        == wire.from_base64url(wire.base64url(raw).rstrip("="))
        == raw
    )
    with pytest.raises(wire.BadAnswer):
        wire.from_base64url("не base64")


def a_token(**claims) -> wire.Token:
    return wire.Token("RS256", {**CLAIMS, **claims}, b"", b"")


def test_a_token_tells_the_person_and_whether_the_account_is_confirmed():
    assert wire.sign_in(a_token(), client_id="OTKLIK", now=NOON) == ("1000000001", True)
    assert wire.sign_in(a_token(aud=["x", "OTKLIK"]), client_id="OTKLIK", now=NOON)[0] == "1000000001"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://evil.example/"},
        {"aud": "ANOTHER"},
        {"aud": None},
        {"exp": NOON.timestamp() - 61},
        {"exp": "soon"},
        {"exp": None},
        {"nbf": NOON.timestamp() + 600},
        {"urn:esia:sbj": None},
        {"urn:esia:sbj": {"urn:esia:sbj:oid": "../1", "urn:esia:sbj:is_tru": True}},
    ],
)
def test_a_token_that_is_not_for_us_and_now_is_not_believed(claims):
    with pytest.raises(wire.BadAnswer):
        wire.sign_in(a_token(**claims), client_id="OTKLIK", now=NOON)


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "W10.W10.YQ", "e30.ISE.YQ", "None"])
def test_what_is_no_token_is_a_bad_answer(text):
    with pytest.raises(wire.BadAnswer):
        wire.read_token(text)


def contact(kind: str, value: str, state: str = "VERIFIED") -> dict[str, str]:
    return {"type": kind, "vrfStu": state, "value": value}


def test_of_a_person_only_what_is_used_is_kept_and_only_verified_contacts():
    raw = {
        "firstName": "Вера", "lastName": "Полевая", "trusted": True, "snils": "112-233-445 95",
        "contacts": {"elements": [
            contact("EML", "old@example.test", "NOT_VERIFIED"), contact("EML", "vera@example.test"),
            contact("MBT", "+7(900)1234567", "VERIFYING"), contact("PHN", "+7(495)1234567"),
        ]},
    }  # fmt: skip
    found = wire.person("1", raw)
    assert (found.email, found.mobile, found.patronymic) == ("vera@example.test", "", "")
    assert "445" not in repr(found)


def test_organisations_are_those_whose_role_is_in_force():
    raw = {"elements": [{"oid": 2, "fullName": "ООО", "ogrn": "1"}, {"oid": 3, "active": False}]}
    assert [(found.oid, found.name) for found in wire.organisations(raw)] == [("2", "ООО")]
    assert wire.with_details(wire.organisations(raw)[0], {"inn": "5"}).inn == "5"


@pytest.mark.parametrize(
    "raw", [None, [], "x", {"contacts": {"elements": 5}}, {"contacts": {"elements": [5]}}]
)
def test_person_data_of_another_shape_are_a_bad_answer(raw):
    with pytest.raises(wire.BadAnswer):
        wire.person("1", json.loads(json.dumps(raw)))


def test_the_way_out_of_esia_names_the_way_back():
    there = wire.logout_url("https://e", client_id="OTKLIK", back="https://p/?a=1&b=2")
    assert (
        there == "https://e/idp/ext/Logout?client_id=OTKLIK&redirect_url=https%3A%2F%2Fp%2F%3Fa%3D1%26b%3D2"
    )
