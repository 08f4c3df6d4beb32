"""What goes to ESIA and comes from it, pure: parameters, the text that is signed, tokens, person data.

Sources: domain-rules C; how sure each is, says README.md beside.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

AUTHORIZE: Final = "/aas/oauth2/v2/ac"
TOKEN: Final = "/aas/oauth2/v3/te"  # noqa: S105  # an address
LOGOUT: Final = "/idp/ext/Logout"
ISSUER: Final = "http://esia.gosuslugi.ru/"
MOSCOW: Final = ZoneInfo("Europe/Moscow")
TIME: Final = "%Y.%m.%d %H:%M:%S %z"
LATE: Final = 60  # seconds by which the clocks of the two sides may differ


class BadAnswer(ValueError):
    """ESIA answered with something that cannot be read or must not be believed."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request: ESIA wants a signature made for these very values."""

    client_id: str  # mnemonic of our system
    scope: str
    timestamp: str
    state: str  # UUID
    redirect_uri: str
    code: str = ""  # of the token request


@dataclass(frozen=True, slots=True)
class Organisation:
    oid: str
    inn: str  # "" where the role does not say it
    ogrn: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Home:
    """Where the person is registered, as far as the settlement."""

    codes: tuple[str, ...]  # GUIDs of the state register, of the address or of what it lies in
    region: str
    place: str  # the settlement's name, else the town's


@dataclass(frozen=True, slots=True)
class Person:
    """Only what we use: no documents, no СНИЛС. Day of birth and home only where the scope has them."""

    oid: str
    trusted: bool  # confirmed account: the person showed a passport
    given_name: str
    patronymic: str
    surname: str
    email: str  # "" unless ESIA has verified it
    mobile: str  # as ESIA writes it: +7(900)1234567; "" unless verified
    organisations: tuple[Organisation, ...] = ()
    born_on: date | None = None
    home: Home | None = None


def v3(call: Call) -> str:
    """The text under the signature of /v2/ac and /v3/te (methodical recommendations since 2.90)."""
    return (
        call.client_id + call.scope + call.timestamp + call.state + call.redirect_uri + call.code
    )  # code is empty in /ac


def old(call: Call) -> str:
    """The order before them; some systems still sign so on the new addresses."""
    return call.scope + call.timestamp + call.client_id + call.state


ORDERS: Final[Mapping[str, Callable[[Call], str]]] = {"v3": v3, "old": old}


def timestamp(moment: datetime) -> str:
    """2026.11.25 12:00:00 +0300."""
    return moment.astimezone(MOSCOW).strftime(TIME)


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def from_base64url(text: str) -> bytes:
    """With or without the padding. Raises BadAnswer."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError) as e:
        raise BadAnswer("not base64url") from e


def authorize_url(base: str, call: Call, *, secret: bytes, certificate_hash: str) -> str:
    """Where the person is sent."""
    more = {"response_type": "code", "access_type": "online"}
    return f"{base}{AUTHORIZE}?{urlencode({**_common(call, secret, certificate_hash), **more})}"


def token_form(call: Call, *, secret: bytes, certificate_hash: str) -> dict[str, str]:
    more = {"code": call.code, "grant_type": "authorization_code", "token_type": "Bearer"}
    return {**_common(call, secret, certificate_hash), **more}


def _common(call: Call, secret: bytes, certificate_hash: str) -> dict[str, str]:
    return {
        "client_id": call.client_id,
        "client_secret": base64url(secret),
        "client_certificate_hash": certificate_hash,
        "scope": call.scope,
        "timestamp": call.timestamp,
        "state": call.state,
        "redirect_uri": call.redirect_uri,
    }


def logout_url(base: str, *, client_id: str, back: str) -> str:
    """Where a person ends the session at ESIA itself."""
    return f"{base}{LOGOUT}?{urlencode({'client_id': client_id, 'redirect_url': back})}"


@dataclass(frozen=True, slots=True)
class Token:
    """A JWT, taken apart and not yet believed."""

    algorithm: str
    claims: dict[str, Any]
    signed: bytes
    signature: bytes


def read_token(text: str) -> Token:
    """Raises BadAnswer."""
    try:
        head, body, signature = text.split(".")
    except ValueError as e:
        raise BadAnswer("not a JWT") from e
    header, claims = _object(from_base64url(head)), _object(from_base64url(body))
    return Token(str(header.get("alg")), claims, f"{head}.{body}".encode(), from_base64url(signature))


def sign_in(token: Token, *, client_id: str, now: datetime) -> tuple[str, bool]:
    """The person's oid, and whether the account is a confirmed one.

    Raises BadAnswer: of another issuer, for another system, not in force now, or without a person.
    """
    claims = token.claims
    audience = claims.get("aud")
    if claims.get("iss") != ISSUER:
        raise BadAnswer("id_token of another issuer")
    if client_id not in (audience if isinstance(audience, list) else [audience]):
        raise BadAnswer("id_token for another system")
    try:
        in_force = float(claims.get("nbf", 0)) - LATE <= now.timestamp() <= float(claims["exp"]) + LATE
        who = claims["urn:esia:sbj"]
        oid, trusted = str(who["urn:esia:sbj:oid"]), who["urn:esia:sbj:is_tru"]
    except (KeyError, TypeError, ValueError) as e:
        raise BadAnswer("id_token without a person or a term") from e
    if not in_force:
        raise BadAnswer("id_token out of its term")
    if not oid.isdecimal():
        raise BadAnswer("oid is not a number")
    return oid, trusted is True


def person(oid: str, raw: Any) -> Person:
    """Answer of /rs/prns/{oid}?embed=(contacts.elements). Raises BadAnswer."""
    said = _mapping(raw)
    contacts = _elements(said.get("contacts") or {})
    return Person(
        oid=oid,
        trusted=said.get("trusted") is True,
        given_name=_text(said, "firstName"),
        patronymic=_text(said, "middleName"),
        surname=_text(said, "lastName"),
        email=_contact(contacts, "EML"),
        mobile=_contact(contacts, "MBT"),
        born_on=_day(_text(said, "birthDate")),
    )


def registered(raw: Any) -> Home | None:
    """Answer of /rs/prns/{oid}/addrs: the place of permanent registration. None: there is none. Raises BadAnswer."""
    found = next((one for one in _elements(raw) if one.get("type") == "PRG"), None)
    if found is None:
        return None
    codes = (_text(found, name).lower() for name in ("fiasCode", "fiasCode2"))
    place = _text(found, "settlement") or _text(found, "city")
    return Home(tuple(code for code in codes if code), _text(found, "region"), place)


def organisations(raw: Any) -> tuple[Organisation, ...]:
    """Answer of /rs/prns/{oid}/roles: organisations in which the person's role is in force. Raises BadAnswer."""
    found = [role for role in _elements(raw) if role.get("active", True) is True]
    return tuple(
        Organisation(
            oid=_text(role, "oid"),
            inn=_text(role, "inn"),
            ogrn=_text(role, "ogrn"),
            name=_text(role, "fullName") or _text(role, "shortName"),
            post=_text(role, "position"),
        )
        for role in found
    )


def with_details(known: Organisation, raw: Any) -> Organisation:
    """What /rs/orgs/{oid} adds. Raises BadAnswer."""
    said = _mapping(raw)
    return replace(known, inn=_text(said, "inn") or known.inn, ogrn=_text(said, "ogrn") or known.ogrn)


def _day(said: str) -> date | None:
    """31.12.1980; None: it cannot be one."""
    try:
        day = datetime.strptime(said, "%d.%m.%Y").date()  # noqa: DTZ007  # a day of the calendar
    except ValueError:
        return None
    return day if day.year >= 1900 else None


def _contact(contacts: list[dict[str, Any]], kind: str) -> str:
    """The verified one of this kind."""
    found = (c for c in contacts if c.get("type") == kind and c.get("vrfStu") == "VERIFIED")
    return _text(next(found, {}), "value")


def _elements(raw: Any) -> list[dict[str, Any]]:
    found = _mapping(raw).get("elements") or []
    if not isinstance(found, list):
        raise BadAnswer("elements is not a list")
    return [_mapping(element) for element in found]


def _mapping(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise BadAnswer("not an object")
    return raw


def _object(raw: bytes) -> dict[str, Any]:
    try:
        return _mapping(json.loads(raw))
    except (ValueError, RecursionError) as e:
        raise BadAnswer("not JSON") from e


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
