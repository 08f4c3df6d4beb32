"""The way to ESIA that the settings choose. Only this file here reads settings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol
from uuid import uuid4

import requests
from django.conf import settings
from urllib3.exceptions import HTTPError

from otklik.integrations import gost
from otklik.integrations.esia import wire
from otklik.integrations.esia.signer import Openssl, Signer

TIMEOUT: Final = (3, 7)  # seconds to connect, to answer
ANSWER_BYTES: Final = 1_000_000
CONTACTS: Final = "embed=(contacts.elements)"
ELEMENTS: Final = "embed=(elements)"
ORGANISATIONS: Final = 10  # of one person; each may cost a request


class Unavailable(RuntimeError):
    """No answer, or one that makes no sense: try again later."""


class Refused(RuntimeError):
    """ESIA said no. `code` is like ESIA-007015."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(f"{code} {words}".strip())
        self.code = code


class Gateway(Protocol):
    def authorize_url(self, *, state: str, redirect_uri: str, now: datetime) -> str:
        """Where the person signs in. Raises Unavailable: we cannot sign."""
        ...

    def person(self, *, code: str, redirect_uri: str, now: datetime) -> wire.Person:
        """Who came back with this code. Raises Unavailable, Refused, wire.BadAnswer."""
        ...


@dataclass(frozen=True, slots=True)
class Esia:
    """Over HTTP."""

    base: str
    client_id: str
    scope: str
    order: str  # a key of wire.ORDERS
    signer: Signer

    def authorize_url(self, *, state: str, redirect_uri: str, now: datetime) -> str:
        call = self._call(state, redirect_uri, now)
        return wire.authorize_url(
            self.base, call, secret=self._secret(call), certificate_hash=self.signer.certificate_hash
        )

    def person(self, *, code: str, redirect_uri: str, now: datetime) -> wire.Person:
        call = replace(self._call(str(uuid4()), redirect_uri, now), code=code)
        secret = self._secret(call)
        form = wire.token_form(call, secret=secret, certificate_hash=self.signer.certificate_hash)
        answer = self._asked("POST", wire.TOKEN, data=form)
        token = wire.read_token(str(answer.get("id_token")))
        oid, trusted = wire.sign_in(token, client_id=self.client_id, now=now)
        self._believed(token)
        bearer = {"Authorization": f"Bearer {answer.get('access_token')}"}
        person = wire.person(oid, self._asked("GET", f"/rs/prns/{oid}?{CONTACTS}", headers=bearer))
        if not (trusted and person.trusted):
            return replace(person, trusted=False)
        born_on = person.born_on if "birthdate" in self.scope.split() else None
        organisations, home = self._organisations(oid, bearer), self._home(oid, bearer)
        return replace(person, organisations=organisations, born_on=born_on, home=home)

    def _home(self, oid: str, bearer: dict[str, str]) -> wire.Home | None:
        """Asked only where the scope covers it. Without it the person signs in all the same."""
        if "addresses" not in self.scope.split():
            return None
        try:
            return wire.registered(self._asked("GET", f"/rs/prns/{oid}/addrs?{ELEMENTS}", headers=bearer))
        except (Refused, wire.BadAnswer):
            return None

    def _organisations(self, oid: str, bearer: dict[str, str]) -> tuple[wire.Organisation, ...]:
        """Asked only where the scope covers them. A role whose organisation is not shown to us is left as it is."""
        if "usr_org" not in self.scope.split():
            return ()
        roles = wire.organisations(self._asked("GET", f"/rs/prns/{oid}/roles?{ELEMENTS}", headers=bearer))
        return tuple(self._in_detail(role, bearer) for role in roles[:ORGANISATIONS])

    def _in_detail(self, role: wire.Organisation, bearer: dict[str, str]) -> wire.Organisation:
        if role.inn or not role.oid.isdecimal():
            return role
        try:
            return wire.with_details(role, self._asked("GET", f"/rs/orgs/{role.oid}", headers=bearer))
        except Refused:
            return role

    def _call(self, state: str, redirect_uri: str, now: datetime) -> wire.Call:
        return wire.Call(self.client_id, self.scope, wire.timestamp(now), state, redirect_uri)

    def _secret(self, call: wire.Call) -> bytes:
        try:
            self.signer.certificate_hash  # noqa: B018  # kept after the first time
            return self.signer.sign(wire.ORDERS[self.order](call))
        except gost.SigningFailed as e:
            raise Unavailable(f"cannot sign: {e}") from e

    def _believed(self, token: wire.Token) -> None:
        try:
            self.signer.believe(token)
        except gost.SigningFailed as e:
            raise Unavailable(f"cannot check a signature: {e}") from e

    def _asked(self, method: str, path: str, **more: Any) -> Mapping[str, Any]:
        """The JSON object of the answer. Raises Unavailable, Refused."""
        try:
            with requests.request(
                method, self.base + path, timeout=TIMEOUT, allow_redirects=False, stream=True, **more
            ) as answer:
                raw = answer.raw.read(ANSWER_BYTES + 1, decode_content=True)
        except (requests.RequestException, HTTPError) as e:
            raise Unavailable(f"{method} {path.partition('?')[0]}: {type(e).__name__}") from e
        said = _json(raw) if len(raw) <= ANSWER_BYTES else None
        if said is None or answer.status_code >= 500:
            raise Unavailable(f"{method} {path.partition('?')[0]}: {answer.status_code} {len(raw)} bytes")
        if answer.status_code != 200 or "error" in said:
            description = str(said.get("error_description", ""))
            code, _, words = description.partition(":")
            raise Refused(code.strip() or str(said.get("error", answer.status_code)), words.strip())
        return said


def _json(raw: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def gateway() -> Gateway:
    """By settings.ESIA_…; asked only where ESIA_URL is set."""
    return Esia(
        base=settings.ESIA_URL.rstrip("/"),
        client_id=settings.ESIA_CLIENT_ID,
        scope=settings.ESIA_SCOPE,
        order=settings.ESIA_ORDER,
        signer=_openssl(settings.ESIA_CERTIFICATE, settings.ESIA_KEY, settings.ESIA_TRUSTED),
    )


@cache
def _openssl(certificate: str, key: str, trusted: str) -> Signer:
    return Openssl(Path(certificate), Path(key), trusted=Path(trusted) if trusted else None)
