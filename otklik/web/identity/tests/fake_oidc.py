"""An OpenID Connect server of our own on this machine: discovery, authorize, token, keys, userinfo."""

import base64
import hashlib
import json
import secrets
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


@cache
def a_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Oidc(ThreadingHTTPServer):
    """`person` signs in at once. `change` (of the id_token), `answers` (path → status, body), `signer` spoil it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/realms/staff"
        self.person: dict[str, Any] = {}
        self.change: dict[str, Any] = {}
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.signer, self.algorithm = "ours", "RS256"
        self.codes: dict[str, dict[str, str]] = {}
        self.slow = 0.0

    def discovery(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "certs"}
        found = {
            name: f"{self.url}/{path}" for name, path in {**names, "userinfo_endpoint": "userinfo"}.items()
        }
        return {"issuer": self.url, **found, "token_endpoint_auth_methods_supported": ["client_secret_post"]}

    def authorized(self, asked: dict[str, str]) -> str:
        assert (asked["client_id"], asked["response_type"]) == ("otklik", "code")
        assert asked["code_challenge_method"] == "S256"
        self.codes[code := secrets.token_urlsafe(8)] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        if (
            asked is None
            or form.get("client_secret") != "hush"
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        claims = {"iss": self.url, "aud": "otklik", "sub": self.person["sub"], "exp": time.time() + 300}
        key: Any = (
            "a secret that everybody knows, long enough" if self.algorithm == "HS256" else a_key(self.signer)
        )
        token = jwt.encode({**claims, **self.change}, key, algorithm=self.algorithm, headers={"kid": "1"})
        return 200, {"access_token": "open", "token_type": "Bearer", "id_token": token}


class Handler(BaseHTTPRequestHandler):
    server: Oidc

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        name = asked.path.rpartition("/")[2]
        if name == "auth":
            self.send_response(302)
            self.send_header("Location", self.server.authorized(dict(parse_qsl(asked.query))))
            self.end_headers()
        elif name == "certs":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(a_key("ours").public_key()))
            self._say(name, 200, {"keys": [{**public, "kid": "1", "alg": "RS256"}]})
        elif name == "userinfo":
            self._say(name, 200, self.server.person)
        else:
            self._say(name, 200, self.server.discovery())

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self._say("token", *self.server.token(form))

    def _say(self, name: str, status: int, said: Any) -> None:
        status, body = self.server.answers.get(name, (status, json.dumps(said).encode()))
        time.sleep(self.server.slow)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""
