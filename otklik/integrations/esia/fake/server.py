"""The fake over HTTP, in a thread of the tests or as a process of the demo."""

import html
import json
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from otklik.integrations.esia import wire
from otklik.integrations.esia.fake.checks import Refusal
from otklik.integrations.esia.fake.memory import Memory, error_url
from otklik.integrations.esia.fake.people import RESIDENTS, Resident

PAGE: Final = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))
BODY_BYTES: Final = 100_000


class Server(ThreadingHTTPServer):
    """trouble: the beginning of a path → how it fails: slow | 500 | garbage | list. For tests."""

    daemon_threads = True

    def __init__(self, port: int, memory: Memory) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.memory, self.trouble = memory, dict[str, str]()
        self.slow = 8.0  # seconds

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        path, given = self._asked()
        if self._troubled(path):
            return
        if path == wire.AUTHORIZE:
            self._authorize(given)
        elif path == wire.LOGOUT:
            self._redirect(given.get("redirect_url", "/"))
        elif path.startswith("/rs/"):
            self._data(path.split("/")[2:])
        else:
            self._json(404, {"error": "not_found"})

    def do_POST(self) -> None:
        path, _given = self._asked()
        length = min(int(self.headers.get("Content-Length") or 0), BODY_BYTES)
        form = dict(parse_qsl(self.rfile.read(length).decode("utf-8", "replace")))
        if self._troubled(path):
            return
        if path == wire.TOKEN:
            self._token(form)
        elif path == "/choose":
            self._choose(form)
        else:
            self._json(404, {"error": "not_found"})

    def _authorize(self, given: dict[str, str]) -> None:
        try:
            page = self.server.memory.begin(given, now=datetime.now(UTC))  # noqa: TID251  # another program
        except Refusal as refusal:
            back = given.get("redirect_uri", "")
            if back in self.server.memory.system.redirect_uris:
                self._redirect(error_url(back, given.get("state", ""), "invalid_request", str(refusal)))
            else:
                self._page(400, f"<h1>Ошибка</h1><p>{html.escape(str(refusal))}</p>")
            return
        buttons = "".join(_button(resident.oid, resident.name, _about(resident)) for resident in RESIDENTS)
        form = f'<form method="post" action="/choose"><input type="hidden" name="page" value="{page}">'
        refuse = _button("", "Отказаться", "Вернуться на портал без входа")
        self._page(200, f"<h1>Учебные Госуслуги</h1><p>Кто входит?</p>{form}{buttons}{refuse}</form>")

    def _choose(self, form: dict[str, str]) -> None:
        try:
            self._redirect(self.server.memory.choose(form.get("page", ""), form.get("oid", "")))
        except KeyError:
            self._page(400, "<h1>Страница устарела</h1><p>Начните вход на портале заново.</p>")

    def _token(self, form: dict[str, str]) -> None:
        try:
            self._json(200, self.server.memory.token(form, now=datetime.now(UTC)))  # noqa: TID251
        except Refusal as refusal:
            self._json(400, {"error": "invalid_request", "error_description": str(refusal)})

    def _data(self, parts: list[str]) -> None:
        scheme, _, access = self.headers.get("Authorization", "").partition(" ")
        resident = self.server.memory.tokens.get(access) if scheme == "Bearer" else None
        if resident is None:
            self._json(401, {"error": "unauthorized", "error_description": "ESIA-005011: нет права доступа"})
        elif parts == ["prns", resident.oid]:
            self._json(200, resident.data())
        elif parts == ["prns", resident.oid, "roles"]:
            self._json(200, resident.roles())
        elif parts == ["prns", resident.oid, "addrs"]:
            self._json(200, resident.addresses())
        elif resident.organisation and parts == ["orgs", resident.organisation[0]]:
            _oid, inn, ogrn, name = resident.organisation
            self._json(200, {"inn": inn, "ogrn": ogrn, "fullName": name, "type": "LEGAL"})
        else:
            self._json(403, {"error": "forbidden", "error_description": "ESIA-005011: нет права доступа"})

    def _troubled(self, path: str) -> bool:
        kind = next((how for start, how in self.server.trouble.items() if path.startswith(start)), "")
        if kind == "slow":
            time.sleep(self.server.slow)
        elif kind:
            body = {"500": b'{"error": "internal"}', "garbage": b"<html>oops", "list": b"[1]"}[kind]
            self._answer(500 if kind == "500" else 200, "application/json", body)
        return bool(kind) and kind != "slow"

    def _asked(self) -> tuple[str, dict[str, str]]:
        asked = urlsplit(self.path)
        return asked.path, dict(parse_qsl(asked.query))

    def _json(self, status: int, said: dict[str, object]) -> None:
        self._answer(status, "application/json", json.dumps(said, ensure_ascii=False).encode())

    def _page(self, status: int, body: str) -> None:
        self._answer(status, "text/html; charset=utf-8", PAGE.substitute(body=body).encode())

    def _redirect(self, where: str) -> None:
        self._answer(302, "text/plain", b"", Location=where)

    def _answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except BrokenPipeError:
            self.close_connection = True  # the reader waits no longer

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the address holds a code."""


def _button(oid: str, words: str, about: str) -> str:
    said = f"{html.escape(words)}<small>{html.escape(about)}</small>"
    return f'<button name="oid" value="{oid}">{said}</button>'


def _about(resident: Resident) -> str:
    mail = f"почта {resident.email}" if resident.email else "почты нет"
    if resident.email and not resident.email_verified:
        mail += " не подтверждена"
    said = ["подтверждённая запись" if resident.trusted else "неподтверждённая запись", mail]
    if resident.organisation:
        said.append(f"{resident.post.lower()}, {resident.organisation[3]}")
    return "; ".join(said)
