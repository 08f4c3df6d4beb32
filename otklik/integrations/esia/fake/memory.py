"""What the fake remembers while it runs, and the tokens that it gives."""

import json
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final
from urllib.parse import urlencode

from otklik.integrations import gost
from otklik.integrations.esia import wire
from otklik.integrations.esia.fake import checks
from otklik.integrations.esia.fake.people import RESIDENTS, Resident

TERM: Final = 3600  # seconds of a token


@dataclass(slots=True)
class Memory:
    """key: PEM with which id_tokens are signed, an RSA one where `algorithm` is RS256."""

    system: checks.System
    key: Path
    algorithm: str = "GOST3410_2012_256"
    waiting: dict[str, wire.Call] = field(default_factory=dict)  # by the secret of the page that is open
    states: set[str] = field(default_factory=set)
    codes: dict[str, tuple[wire.Call, Resident]] = field(default_factory=dict)
    tokens: dict[str, Resident] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def begin(self, given: Mapping[str, str], *, now: datetime) -> str:
        """The secret of the page where a person is chosen. Raises checks.Refusal."""
        call = checks.checked(given, self.system, now=now)
        with self.lock:
            if call.state in self.states:
                raise checks.Refusal("ESIA-007014", "Запрос с таким state уже был")
            self.states.add(call.state)
            self.waiting[page := secrets.token_urlsafe(16)] = call
        return page

    def choose(self, page: str, oid: str) -> str:
        """Where the person goes back to; an unknown oid is «Отказаться». Raises KeyError: no such page is open."""
        with self.lock:
            call = self.waiting.pop(page)
            resident = next((person for person in RESIDENTS if person.oid == oid), None)
            if resident is None:
                return error_url(
                    call.redirect_uri, call.state, "access_denied", "ESIA-007004: Отказ владельца"
                )
            self.codes[code := secrets.token_urlsafe(24)] = (call, resident)
        return f"{call.redirect_uri}?{urlencode({'code': code, 'state': call.state})}"

    def token(self, given: Mapping[str, str], *, now: datetime) -> dict[str, object]:
        """Answer of /te. A code works once. Raises checks.Refusal."""
        code = given.get("code", "")
        call = checks.checked(given, self.system, now=now, code=code)
        with self.lock:
            first, resident = self.codes.pop(code, (None, None))
            if first is None or resident is None or given.get("grant_type") != "authorization_code":
                raise checks.Refusal("ESIA-007004", "Код авторизации не найден или уже использован")
            if call.redirect_uri != first.redirect_uri:
                raise checks.Refusal("ESIA-007023", "redirect_uri не тот, для которого выдан код")
            self.tokens[access := secrets.token_urlsafe(32)] = resident
        identity = self.signed(self.claims(resident, now=now))
        return {"access_token": access, "token_type": "Bearer", "expires_in": TERM, "id_token": identity}

    def claims(self, resident: Resident, *, now: datetime) -> dict[str, object]:
        moment = int(now.timestamp())
        return {
            "iss": wire.ISSUER,
            "aud": self.system.client_id,
            "sub": int(resident.oid),
            "nbf": moment - 1,
            "iat": moment,
            "exp": moment + TERM,
            "urn:esia:sbj": {
                "urn:esia:sbj:oid": int(resident.oid),
                "urn:esia:sbj:typ": "P",
                "urn:esia:sbj:is_tru": resident.trusted,
                "urn:esia:sbj:nam": f"OID.{resident.oid}",
            },
        }

    def signed(self, claims: Mapping[str, object]) -> str:
        parts = ({"alg": self.algorithm, "typ": "JWT", "ver": 1}, claims)
        text = ".".join(wire.base64url(json.dumps(part).encode()).rstrip("=") for part in parts)
        digest = gost.DIGEST if self.algorithm.startswith("GOST") else "sha256"
        with tempfile.TemporaryDirectory(prefix="esia-fake-") as folder:
            out = Path(folder, "signature")
            gost.run(["dgst", f"-{digest}", "-sign", str(self.key), "-out", str(out)], given=text.encode())
            return f"{text}.{wire.base64url(out.read_bytes()).rstrip('=')}"


def error_url(redirect_uri: str, state: str, error: str, words: str) -> str:
    return f"{redirect_uri}?{urlencode({'error': error, 'error_description': words, 'state': state})}"
