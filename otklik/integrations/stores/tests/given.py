"""Google's, Apple's and RuStore's services on this machine: the wires of README.md, taken literally."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qs

import h2.config
import h2.connection
import h2.events
import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from otklik.kit.tests.listening import Quiet, listening, served

PROJECT, TOPIC, TEAM, KEY_ID = "region-otklik", "ru.region.otklik", "ABCDE12345", "KEY1234567"
PHONE = "cAfE09_-:APA91bHPRgkFLJu"  # a token of FCM
IPHONE = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0"


@dataclass
class Service:
    """What it answers next: `status`, `said` and `headers`. `shown`: what phones were given."""

    url: str = ""
    status: int = 200
    said: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    shown: list[dict[str, Any]] = field(default_factory=list)
    heard: list[dict[str, str]] = field(default_factory=list)  # headers of every message
    paths: list[str] = field(default_factory=list)

    def answers(self, status: int, said: Any = None, **headers: str) -> None:
        self.status, self.said, self.headers = status, said or {}, headers

    def written(self) -> bytes:
        return self.said if isinstance(self.said, bytes) else json.dumps(self.said).encode()

    def take(self, path: str, headers: dict[str, str], body: bytes) -> None:
        self.paths.append(path)
        self.heard.append(headers)
        if self.status == 200:
            self.shown.append(json.loads(body))


@dataclass
class Google(Service):
    """Also gives tokens, for claims that its account has signed."""

    account: Path = Path()
    token_status: int = 200
    token_said: Any = None
    assertions: list[dict[str, Any]] = field(default_factory=list)
    ended: set[str] = field(default_factory=set)  # tokens of which nothing is taken any more

    def give(self, form: bytes, public: Any) -> tuple[int, dict[str, Any]]:
        said = {name: value for name, (value,) in parse_qs(form.decode()).items()}
        assert said["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
        self.assertions.append(
            jwt.decode(
                said["assertion"],
                public,
                ["RS256"],
                audience=f"{self.url}/token",
                options={"verify_exp": False, "verify_iat": False},
            )
        )
        if self.token_status != 200:
            return self.token_status, self.token_said
        token = f"ya29.{len(self.assertions)}"
        return 200, {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}


@dataclass
class Apple(Service):
    key: Path = Path()
    claims: list[dict[str, Any]] = field(default_factory=list)  # of each message


@contextmanager
def a_google(folder: Path) -> Iterator[Google]:
    private = an_rsa_key()
    google = Google(account=folder / "account.json", said={"name": f"projects/{PROJECT}/messages/1"})

    class Handler(Quiet):
        def do_POST(self) -> None:
            if self.path == "/token":
                status, said = google.give(self.body(), private.public_key())
                self.answer(status, json.dumps(said).encode())
                return
            if self.headers["Authorization"].removeprefix("Bearer ") in google.ended:
                google.heard.append(dict(self.headers))
                self.body()
                self.answer(401, b'{"error": {"code": 401, "status": "UNAUTHENTICATED"}}')
                return
            _answered(self, google)

    with listening(Handler) as url:
        google.url = url
        said = {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": f"key of {url}",
            "private_key": pem(private),
            "client_email": f"portal@{PROJECT}.iam.gserviceaccount.com",
            "token_uri": f"{url}/token",
        }
        google.account.write_text(json.dumps(said))
        yield google


@contextmanager
def a_rustore() -> Iterator[Service]:
    service = Service()

    class Handler(Quiet):
        def do_POST(self) -> None:
            _answered(self, service)

    with listening(Handler) as url:
        service.url = url
        yield service


@contextmanager
def an_apple(folder: Path) -> Iterator[Apple]:
    """Speaks HTTP/2 alone, as Apple does; without TLS."""
    private = ec.generate_private_key(ec.SECP256R1())
    apple = Apple(key=folder / "AuthKey.p8")
    apple.key.write_text(pem(private))

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                _spoken(self.request, apple, private.public_key())

    class Server(ThreadingTCPServer):
        daemon_threads = True

    with served(Server(("127.0.0.1", 0), Handler)) as server:
        apple.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield apple


@cache
def an_rsa_key() -> rsa.RSAPrivateKey:
    """One for all tests: making it takes longer than they do."""
    return rsa.generate_private_key(65537, 2048)


def pem(private: Any) -> str:
    return str(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), "ascii")


def fcm_error(status: int, code: str, message: str = "", **detail: Any) -> dict[str, Any]:
    """As Google writes it; code: of FcmError."""
    details = [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}]
    if detail:
        details.append({"@type": "type.googleapis.com/google.rpc.BadRequest", **detail})
    return {"error": {"code": status, "message": message, "status": "X", "details": details}}


def _answered(handler: Quiet, service: Service) -> None:
    service.take(handler.path, dict(handler.headers), handler.body())
    handler.answer(service.status, service.written(), **service.headers)


def _spoken(connected: socket.socket, apple: Apple, public: Any) -> None:
    """One connection until the client hangs up: requests are answered when they have come whole."""
    spoken = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
    spoken.initiate_connection()
    connected.sendall(spoken.data_to_send())
    heads: dict[int, dict[str, str]] = {}
    bodies: dict[int, bytes] = {}
    while data := connected.recv(65536):
        for event in spoken.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                heads[event.stream_id], bodies[event.stream_id] = _head(event), b""
            elif isinstance(event, h2.events.DataReceived):
                bodies[event.stream_id] += event.data
                spoken.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.StreamEnded):
                head = heads.pop(event.stream_id)
                _judged(apple, head, bodies.pop(event.stream_id), public)
                answer = [(":status", str(apple.status)), *apple.headers.items()]
                spoken.send_headers(event.stream_id, answer)
                spoken.send_data(
                    event.stream_id, b"" if apple.status == 200 else apple.written(), end_stream=True
                )
        connected.sendall(spoken.data_to_send())


def _head(event: h2.events.RequestReceived) -> dict[str, str]:
    return {str(name): str(value) for name, value in event.headers}


def _judged(apple: Apple, head: dict[str, str], body: bytes, public: Any) -> None:
    """Raises where Apple would refuse."""
    scheme, _, token = head["authorization"].partition(" ")
    assert (scheme, head[":method"], head["apns-push-type"]) == ("bearer", "POST", "alert")
    assert jwt.get_unverified_header(token) == {"alg": "ES256", "kid": KEY_ID}
    apple.claims.append(jwt.decode(token, public, ["ES256"], options={"verify_iat": False}))
    apple.take(head[":path"], head, body)
