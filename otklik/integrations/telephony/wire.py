"""What a telephone exchange posts about a call: a signed piece of JSON (README.md). Pure."""

import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

LARGEST: Final = 4_000  # bytes of a body
LATEST: Final = timedelta(minutes=5)  # ahead of our clock
OLDEST: Final = timedelta(days=1)  # an exchange that was cut off tells of its calls later
_ID_MAX, _PHONE_MAX, _LINE_MAX, _OPERATOR_MAX = 64, 32, 32, 16  # characters
_SIGNED: Final = re.compile(r"t=(\d{1,12})((?:,v1=[0-9a-f]{64}){1,4})")


class Event(StrEnum):
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that happened to a call."""

    id: str  # of the call, as the exchange calls it
    event: Event
    at: datetime
    phone: str = ""  # as the exchange writes it; "": hidden
    line: str = ""  # which of our numbers was called
    operator: str = ""  # extension that rings or answers; "": nobody in particular
    point: tuple[float, float] | None = None  # lon, lat of the caller, degrees, WGS 84


class BadSignature(Exception):
    """code: not_signed (none, or of another shape), stale (its moment is too far from ours), forged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadNotice(Exception):
    """name: the key that is missing or has a wrong value; "" where the body is no JSON object at all."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def sign(body: bytes, *, secret: str, at: int) -> str:
    """Value of the header. at: seconds of Unix time."""
    return f"t={at},v1={_mac(body, secret, str(at))}"


def check(header: str, body: bytes, *, secret: str, now: float, tolerance: int) -> None:
    """Several `v1` may stand in the header while a secret is changed. now, tolerance: seconds. Raises BadSignature."""
    found = _SIGNED.fullmatch(header.strip())
    if found is None:
        raise BadSignature("not_signed")
    at, macs = found[1], found[2].split(",v1=")[1:]
    ours = _mac(body, secret, at)
    if not any(hmac.compare_digest(ours, one) for one in macs):
        raise BadSignature("forged")
    if abs(now - int(at)) > tolerance:
        raise BadSignature("stale")


def read(body: bytes, *, now: datetime) -> Notice:
    """Keys that we do not know are passed over. Raises BadNotice."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise BadNotice("") from None
    if not isinstance(said, dict):
        raise BadNotice("")
    if said.get("event") not in list(Event):
        raise BadNotice("event")
    notice = Notice(
        id=_text(said, "id", _ID_MAX),
        event=Event(said["event"]),
        at=_moment(said, now),
        phone=_text(said, "phone", _PHONE_MAX),
        line=_text(said, "line", _LINE_MAX),
        operator=_text(said, "operator", _OPERATOR_MAX),
        point=_point(said),
    )
    if not notice.id:
        raise BadNotice("id")
    return notice


def write(notice: Notice) -> bytes:
    """The body that `read` reads."""
    said: dict[str, Any] = {
        "id": notice.id,
        "phone": notice.phone,
        "line": notice.line,
        "event": notice.event.value,
        "operator": notice.operator,
        "at": notice.at.isoformat(),
    }
    if notice.point:
        said["lon"], said["lat"] = notice.point
    return json.dumps(said, ensure_ascii=False).encode()


def _mac(body: bytes, secret: str, at: str) -> str:
    return hmac.new(secret.encode(), at.encode() + b"." + body, sha256).hexdigest()


def _text(said: dict[str, Any], name: str, most: int) -> str:
    """Exchanges write extensions as numbers too."""
    value = said.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadNotice(name)
    text = str(value).strip()
    if len(text) > most or not text.isprintable():
        raise BadNotice(name)
    return text


def _point(said: dict[str, Any]) -> tuple[float, float] | None:
    """Both or neither."""
    if said.get("lon") is None and said.get("lat") is None:
        return None
    return _degrees(said, "lon", 180), _degrees(said, "lat", 85)


def _degrees(said: dict[str, Any], name: str, most: int) -> float:
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise BadNotice(name)
    return float(value)


def _moment(said: dict[str, Any], now: datetime) -> datetime:
    value = said.get("at")
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not now - OLDEST <= at <= now + LATEST:
        raise BadNotice("at")
    return at
