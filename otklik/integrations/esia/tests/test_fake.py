"""The portal's side and the fake over HTTP, with real GOST signatures: what is altered does not pass."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

import pytest
import requests

from otklik.integrations.esia import gateway, wire
from otklik.integrations.esia.fake import keys, people
from otklik.integrations.esia.fake.server import Server
from otklik.integrations.esia.signer import hash_of
from otklik.integrations.esia.tests.given import (
    ANNA,
    BACK,
    MARIA,
    OLEG,
    PAVEL,
    POLLS_SCOPE,
    SCOPE,
    VERA,
    a_fake,
    an_esia,
    chosen,
)
from otklik.kit.clock import now

pytestmark = pytest.mark.people


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made: Path = tmp_path_factory.mktemp("esia")
    return made


@pytest.fixture(scope="module")
def running_fake(folder):
    with a_fake(folder) as server:
        yield server


@pytest.fixture
def fake(running_fake: Server) -> Server:
    running_fake.trouble.clear()
    return running_fake


def begun(esia: gateway.Esia, **more) -> str:
    return esia.authorize_url(**{"state": str(uuid4()), "redirect_uri": BACK, "now": now(), **more})


def code_of(esia: gateway.Esia, oid: str) -> str:
    return chosen(begun(esia), oid)["code"]


def who(esia: gateway.Esia, oid: str) -> wire.Person:
    return esia.person(code=code_of(esia, oid), redirect_uri=BACK, now=now())


def altered(url: str, **changes: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode({**dict(parse_qsl(parts.query)), **changes})}"


def refusal(url: str) -> str:
    """Code with which the first step is refused."""
    shown = requests.get(url, allow_redirects=False, timeout=20)
    said = (
        shown.text
        if shown.status_code == 400
        else dict(parse_qsl(urlsplit(shown.headers["Location"]).query))["error_description"]
    )
    return "ESIA-" + said.partition("ESIA-")[2][:6]


def test_a_confirmed_person_comes_with_name_and_verified_contacts(fake, folder):
    found = who(an_esia(fake, folder), MARIA)
    assert (found.surname, found.given_name, found.patronymic) == ("Ольхина", "Мария", "Петровна")
    assert (found.trusted, found.email, found.mobile) == (True, "olkhina@example.test", "+7(900)1234501")
    assert found.organisations == ()


def test_day_of_birth_and_home_come_only_where_the_scope_has_them(fake, folder):
    plain, asked = (who(an_esia(fake, folder, scope=scope), MARIA) for scope in (SCOPE, POLLS_SCOPE))
    assert (plain.born_on, plain.home) == (None, None)
    assert (asked.born_on, asked.home) == (date(1980, 12, 31), wire.Home((), "Заокская", "Липовка"))
    assert who(an_esia(fake, folder, scope=POLLS_SCOPE), PAVEL).home is None


def test_an_address_that_cannot_be_read_keeps_nobody_out(fake, folder, monkeypatch):
    monkeypatch.setattr(people.Resident, "addresses", lambda _self: {"elements": "Липовка"})
    found = who(an_esia(fake, folder, scope=POLLS_SCOPE), MARIA)
    assert (found.surname, found.trusted, found.home) == ("Ольхина", True, None)


def test_others_come_as_they_are(fake, folder):
    esia = an_esia(fake, folder)
    (organisation,) = who(esia, PAVEL).organisations
    assert (organisation.inn, organisation.ogrn, organisation.post) == (
        "5001000002",
        "1025000000002",
        "Руководитель",
    )
    assert who(esia, OLEG).email == ""
    assert who(esia, VERA).email == ""
    assert not who(esia, ANNA).trusted


def test_without_the_scope_organisations_are_not_asked(fake, folder):
    assert who(replace(an_esia(fake, folder), scope="openid fullname"), PAVEL).organisations == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scope": "openid"}, "ESIA-007053"),
        ({"state": "0e11a000-0000-4000-8000-000000000009"}, "ESIA-007053"),
        ({"client_secret": "AAAA"}, "ESIA-007053"),
        ({"client_secret": "не base64"}, "ESIA-007053"),
        ({"client_certificate_hash": "00" * 32}, "ESIA-007053"),
        ({"timestamp": "2020.01.01 00:00:00 +0300"}, "ESIA-007015"),
        ({"timestamp": "2026-11-25T12:00:00"}, "ESIA-007015"),
        ({"state": "1"}, "ESIA-007014"),
        ({"scope": ""}, "ESIA-007014"),
        ({"scope": "openid id_doc"}, "ESIA-007019"),
        ({"redirect_uri": "http://evil.example/"}, "ESIA-007023"),
        ({"client_id": "ANOTHER"}, "ESIA-007002"),
    ],
)
def test_an_altered_request_is_refused_with_the_right_code(fake, folder, changes, code):
    assert refusal(altered(begun(an_esia(fake, folder)), **changes)) == code


def test_a_signature_that_is_right_for_an_old_moment_is_late(fake, folder):
    assert refusal(begun(an_esia(fake, folder), now=now() - timedelta(minutes=10))) == "ESIA-007015"


def test_the_other_order_is_refused_by_a_system_that_wants_this_one(fake, folder):
    assert refusal(begun(an_esia(fake, folder, order="old"))) == "ESIA-007053"


def test_the_old_order_passes_where_it_is_wanted(folder):
    with a_fake(folder, order="old") as server:
        assert who(an_esia(server, folder, order="old"), MARIA).trusted


def test_a_signature_by_another_key_is_refused_even_with_the_right_hash(fake, folder):
    keys.make(folder, "stranger")
    theirs = begun(an_esia(fake, folder, key="stranger"))
    assert refusal(theirs) == "ESIA-007053"
    assert refusal(altered(theirs, client_certificate_hash=hash_of(folder / "portal.crt"))) == "ESIA-007053"


def test_a_state_and_a_code_work_once(fake, folder):
    esia = an_esia(fake, folder)
    there = begun(esia)
    code = chosen(there, MARIA)["code"]
    assert refusal(there) == "ESIA-007014"
    esia.person(code=code, redirect_uri=BACK, now=now())
    with pytest.raises(gateway.Refused) as said:
        esia.person(code=code, redirect_uri=BACK, now=now())
    assert said.value.code == "ESIA-007004"


def test_the_signature_of_the_second_step_covers_the_code(fake, folder):
    esia = an_esia(fake, folder)
    call = wire.Call("OTKLIK", esia.scope, wire.timestamp(now()), str(uuid4()), BACK, "another code")
    form = wire.token_form(
        call, secret=esia.signer.sign(wire.v3(call)), certificate_hash=esia.signer.certificate_hash
    )
    answer = requests.post(fake.url + wire.TOKEN, data={**form, "code": code_of(esia, MARIA)}, timeout=20)
    assert (answer.status_code, answer.json()["error_description"][:11]) == (400, "ESIA-007053")


def test_who_says_no_comes_back_with_the_reason(fake, folder):
    assert chosen(begun(an_esia(fake, folder)), "")["error"] == "access_denied"


def test_tokens_signed_by_rsa_and_by_gost_are_believed_a_foreign_one_is_not(tmp_path):
    with a_fake(tmp_path, rsa=True) as server:
        esia = an_esia(server, tmp_path)
        assert who(esia, MARIA).trusted
        server.memory.algorithm = "none"
        with pytest.raises(wire.BadAnswer, match="algorithm"):
            who(esia, MARIA)
        server.memory.algorithm, server.memory.key = "RS256", keys.make(tmp_path, "stranger", rsa=True)[1]
        with pytest.raises(wire.BadAnswer, match="foreign"):
            who(esia, MARIA)


@pytest.mark.parametrize("where", [wire.TOKEN, "/rs/prns"])
@pytest.mark.parametrize("how", ["500", "garbage", "list", "slow"])
def test_trouble_at_esia_is_told_as_such(fake, folder, monkeypatch, where, how):
    monkeypatch.setattr(gateway, "TIMEOUT", (1, 0.3))
    esia = an_esia(fake, folder)
    code = code_of(esia, MARIA)
    fake.slow, fake.trouble[where] = 0.6, how
    with pytest.raises(gateway.Unavailable):
        esia.person(code=code, redirect_uri=BACK, now=now())


def test_nobody_listening_and_no_key_are_told_as_such(fake, folder):
    esia = an_esia(fake, folder)
    with pytest.raises(gateway.Unavailable):
        replace(esia, base="http://127.0.0.1:1").person(code="x", redirect_uri=BACK, now=now())
    with pytest.raises(gateway.Unavailable, match="cannot sign"):
        begun(an_esia(fake, folder, key="nowhere"))


def test_data_are_shown_to_the_token_of_that_person_only(fake, folder):
    assert requests.get(f"{fake.url}/rs/prns/{MARIA}", timeout=20).status_code == 401
