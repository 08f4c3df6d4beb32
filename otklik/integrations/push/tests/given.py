"""A push service that runs on this machine: takes, decrypts as the browser would, checks who signed."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import jwt

from otklik.integrations.push import Browser
from otklik.integrations.push.keys import written
from otklik.kit.tests.listening import Quiet, listening


@dataclass
class PushService:
    """`shown`: what its browser would show, in the order of coming."""

    url: str = ""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    shown: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)  # of each request
    signed_by: set[str] = field(default_factory=set)  # public keys
    status: int = 201
    asked: int = 0

    @property
    def browser(self) -> Browser:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Browser(f"{self.url}/send/abc", written(point), written(self.auth))


@contextmanager
def a_push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(Quiet):
        def do_POST(self) -> None:
            service.asked += 1
            raw = self.body()
            if service.status < 300:
                _take(service, raw, dict(self.headers))
            where = {"Location": f"{service.url}/elsewhere"} if 300 <= service.status < 400 else {}
            self.answer(service.status, b"", **where)

    with listening(Handler) as url:
        service.url = url
        yield service


def _take(service: PushService, raw: bytes, headers: dict[str, str]) -> None:
    """Raises where a real service or browser would refuse."""
    scheme, _, rest = headers["authorization"].partition(" ")
    said = dict(part.strip().split("=", 1) for part in rest.split(","))
    claims = jwt.decode(said["t"], said["k"])  # raises InvalidSignature
    assert (scheme, claims["aud"]) == ("vapid", service.url)
    assert int(headers["ttl"]) > 0
    text = http_ece.decrypt(raw, private_key=service.key, auth_secret=service.auth, version="aes128gcm")
    service.signed_by.add(said["k"])
    service.claims.append(claims)
    service.shown.append(json.loads(text))
