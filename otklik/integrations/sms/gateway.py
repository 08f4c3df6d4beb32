"""Who takes short messages."""

import base64
import http.client
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

TIMEOUT: Final = 10  # seconds
_TAKEN_BEFORE: Final = 409
_FOR_GOOD: Final = frozenset({400, 404, 410, 413, 422})


class Refused(Exception):
    """The gateway will never take this message: a wrong number, mostly."""


class Unavailable(Exception):
    """Nobody answers, or the gateway serves nobody now."""


@dataclass(frozen=True, slots=True)
class Sms:
    id: str  # stable across retries: the gateway drops one that it has seen
    phone: str  # E.164
    text: str


class Gateway(Protocol):
    def deliver(self, sms: Sms) -> None:
        """Hand it over; a repeat is harmless. Raises Refused, Unavailable."""
        ...

    def close(self) -> None: ...


def gateway(url: str, *, login: tuple[str, str], folder: Path) -> Gateway:
    """url: "" is the folder, for a demo."""
    return Http(url, login=login) if url else Folder(folder)


class Folder:
    """A file for each message, named by its id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, sms: Sms) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f".{sms.id}.part"
        part.write_text(f"{sms.phone}\n{sms.text}\n", encoding="utf-8")
        part.rename(self._folder / f"{sms.id}.txt")

    def close(self) -> None:
        pass


class Http:
    """The wire of README.md, on one connection. Redirects are not followed: they would carry the password along."""

    def __init__(self, url: str, *, login: tuple[str, str]) -> None:
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._headers = {"Content-Type": "application/json; charset=utf-8"}
        if any(login):
            token = base64.b64encode(":".join(login).encode()).decode()
            self._headers["Authorization"] = f"Basic {token}"

    def deliver(self, sms: Sms) -> None:
        body = json.dumps({"id": sms.id, "to": sms.phone, "text": sms.text}, ensure_ascii=False).encode()
        try:
            self._connection.request("POST", self._path, body, {**self._headers, "Idempotency-Key": sms.id})
            answer = self._connection.getresponse()
            said = answer.read(2_000).decode(errors="replace")
        except (OSError, http.client.HTTPException) as e:
            self._connection.close()
            raise Unavailable(f"{type(e).__name__}: {e}") from e
        if not answer.isclosed():  # a long answer: the rest of it would be read as the next one
            self._connection.close()
        if 200 <= answer.status < 300 or answer.status == _TAKEN_BEFORE:
            return
        if answer.status in _FOR_GOOD:
            raise Refused(f"{answer.status} {said}")
        raise Unavailable(f"{answer.status} {said}")

    def close(self) -> None:
        self._connection.close()
