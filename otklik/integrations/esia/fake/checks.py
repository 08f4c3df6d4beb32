"""What the fake checks of each request, with ESIA's own codes of refusal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

from otklik.integrations import gost
from otklik.integrations.esia import wire
from otklik.integrations.esia.signer import hash_of

WINDOW: Final = 300  # seconds that a timestamp may be away
NEEDED: Final = (
    "client_id", "client_secret", "client_certificate_hash", "scope", "timestamp", "state", "redirect_uri",
)  # fmt: skip


class Refusal(Exception):
    """What ESIA would answer."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")


@dataclass(frozen=True, slots=True)
class System:
    """A system registered at the fake."""

    client_id: str
    certificate: Path
    redirect_uris: frozenset[str]
    scope: frozenset[str]
    order: Callable[[wire.Call], str]


def checked(given: Mapping[str, str], system: System, *, now: datetime, code: str = "") -> wire.Call:
    """The request, once everything about it is right. Raises Refusal."""
    if missing := [name for name in NEEDED if not given.get(name)]:
        raise Refusal("ESIA-007014", f"Запрос не содержит обязательного параметра {missing[0]}")
    call = wire.Call(
        client_id=given["client_id"],
        scope=given["scope"],
        timestamp=given["timestamp"],
        state=given["state"],
        redirect_uri=given["redirect_uri"],
        code=code,
    )
    if call.client_id != system.client_id:
        raise Refusal("ESIA-007002", "Система с такой мнемоникой не найдена")
    if call.redirect_uri not in system.redirect_uris:
        raise Refusal("ESIA-007023", "Указанный redirect_uri не зарегистрирован")
    if not set(call.scope.split()) <= system.scope:
        raise Refusal("ESIA-007019", "Системе не разрешена запрошенная область доступа")
    _in_time(call, now)
    _unique(call)
    _signed(call, given, system)
    return call


def _in_time(call: wire.Call, now: datetime) -> None:
    try:
        moment = datetime.strptime(call.timestamp, wire.TIME)  # noqa: DTZ007  # %z is in it
    except ValueError:
        raise Refusal("ESIA-007015", "timestamp не того вида") from None
    if abs((now - moment).total_seconds()) > WINDOW:
        raise Refusal("ESIA-007015", "Время запроса отличается от системного")


def _unique(call: wire.Call) -> None:
    try:
        UUID(call.state)
    except ValueError:
        raise Refusal("ESIA-007014", "state не является UUID") from None


@cache
def _hash(certificate: Path) -> str:
    return hash_of(certificate)


def _signed(call: wire.Call, given: Mapping[str, str], system: System) -> None:
    if given["client_certificate_hash"] != _hash(system.certificate):
        raise Refusal("ESIA-007053", "client_certificate_hash не соответствует сертификату системы")
    try:
        signature = wire.from_base64url(given["client_secret"])
    except wire.BadAnswer:
        raise Refusal("ESIA-007053", "client_secret не base64url") from None
    # -nointern: by the registered certificate only, whatever certificate the signature carries
    trust = ["-noverify", "-nointern", "-certfile", str(system.certificate)]
    if not gost.check(system.order(call).encode(), signature, trust=trust):
        raise Refusal("ESIA-007053", "client_secret некорректен")
