"""Server-sent events of the hotline: one LISTEN for the process, a queue for each desk (docs/adr/0005-calls-stream.md).

A raw ASGI application in a process of its own (`otklik calls`): hundreds of open streams would take the web
process its threads. GET /desk/hotline/events with the session cookie of an operator; `?after=` or Last-Event-ID says
from where.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qs, urlsplit

import psycopg
from django.conf import settings
from django.db import connection

from otklik.hotline import queries
from otklik.hotline.calls import CHANNEL
from otklik.kit import clock
from otklik.web.hotline.listener import may_listen
from otklik.web.typed import whole

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)
PATH: Final = "/desk/hotline/events"
HEARTBEAT: Final = 15  # seconds; proxies cut what is silent for a minute
ASKED_AGAIN: Final = 4  # heartbeats: rights that were taken away end the stream within a minute
BACKLOG: Final = 100  # events that a slow desk may lag behind; then it comes anew with Last-Event-ID
STREAMS: Final = 1_000
RETRY: Final = 1.0  # seconds between two tries to reach the database
PATIENCE: Final = 5  # seconds without a notification: is the connection alive?


class Hub:
    """Everybody who listens, and the one connection that hears."""

    def __init__(self) -> None:
        self.desks: set[asyncio.Queue[str]] = set()
        self.ears: asyncio.Task[None] | None = None
        self.last = 0

    def listen(self) -> None:
        """From the first desk on; where it ended by itself, again."""
        if self.ears is None or self.ears.done():
            self.ears = asyncio.create_task(self._hear_always())

    def close(self) -> None:
        if self.ears:
            self.ears.cancel()

    async def _hear_always(self) -> None:
        """After a restart of PostgreSQL what was missed is read from the table."""
        while True:
            try:
                await self._hear()
            except (OSError, psycopg.Error) as e:
                log.warning("calls: no connection to listen at (%s), trying again", type(e).__name__)
                await asyncio.sleep(RETRY)

    async def _hear(self) -> None:
        async with await psycopg.AsyncConnection.connect(**_login(), autocommit=True) as ear:
            await ear.execute(f"LISTEN {CHANNEL}")
            for event in await missed(self.last) if self.last else []:
                self._tell(event)
            while True:
                async for heard in ear.notifies(timeout=PATIENCE):
                    self._tell(json.loads(heard.payload))
                await ear.execute("SELECT 1")

    def _tell(self, event: dict[str, Any]) -> None:
        self.last = max(self.last, event["id"])
        for desk in list(self.desks):
            with suppress(asyncio.QueueFull):
                desk.put_nowait(written(event))
                continue
            self.desks.discard(desk)


hub: Final = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "GET":
        await _answer(scope, send, 404)
    elif len(hub.desks) >= STREAMS:
        await _answer(scope, send, 503)
    elif not await asyncio.to_thread(may_listen, _header(scope, b"cookie")):
        await _answer(scope, send, 403)
    else:
        await _stream(scope, receive, send)


async def _stream(scope: Scope, receive: Receive, send: Send) -> None:
    desk: asyncio.Queue[str] = asyncio.Queue(BACKLOG)
    hub.desks.add(desk)
    hub.listen()
    gone = asyncio.create_task(_gone(receive))
    try:
        await _begin(scope, send, 200, b"text/event-stream; charset=utf-8")
        await _send(send, "retry: 1000\n\n" + "".join(written(e) for e in await missed(_after(scope))))
        for beat in range(1, 1_000_000):
            if not await _pass_on(desk, gone, send) or desk not in hub.desks:
                break
            if beat % ASKED_AGAIN == 0 and not await asyncio.to_thread(may_listen, _header(scope, b"cookie")):
                break
    finally:
        hub.desks.discard(desk)
        gone.cancel()
    with suppress(OSError, RuntimeError):
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _pass_on(desk: asyncio.Queue[str], gone: asyncio.Task[None], send: Send) -> bool:
    """What comes until the next heartbeat, and the heartbeat. False: the desk has gone."""
    end = asyncio.get_running_loop().time() + HEARTBEAT
    while (left := end - asyncio.get_running_loop().time()) > 0:
        news = asyncio.create_task(desk.get())
        await asyncio.wait({news, gone}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if gone.done():
            news.cancel()
            return False
        if not news.done():
            news.cancel()
            break
        await _send(send, news.result())
    await _send(send, ": \n\n")
    return True


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def missed(after: int | None) -> list[dict[str, Any]]:
    """Events of the last minutes after that one; none where none is named."""
    if after is None:
        return []

    def ask() -> list[dict[str, Any]]:
        try:
            return [asdict(one) for one in queries.news(after, now=clock.now())]
        finally:
            connection.close()

    return await asyncio.to_thread(ask)


def written(event: dict[str, Any]) -> str:
    return f"id: {event['id']}\nevent: call\ndata: {json.dumps(event)}\n\n"


def _after(scope: Scope) -> int | None:
    said = (
        _header(scope, b"last-event-id")
        or parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])[0]
    )
    return whole(said)


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


async def _begin(scope: Scope, send: Send, status: int, content_type: bytes) -> None:
    headers = [
        (b"content-type", content_type),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
        *_for_our_pages(_header(scope, b"origin")),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})


def _for_our_pages(origin: str) -> list[tuple[bytes, bytes]]:
    """Where no proxy makes portal and stream one host, the portal's pages may read it with their cookie."""
    ours = urlsplit(settings.BASE_URL)
    if origin != f"{ours.scheme}://{ours.netloc}":
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


async def _answer(scope: Scope, send: Send, status: int) -> None:
    await _begin(scope, send, status, b"text/plain; charset=utf-8")
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        asked = (await receive())["type"]
        if asked == "lifespan.shutdown":
            hub.close()
        await send({"type": f"{asked}.complete"})
        if asked == "lifespan.shutdown":
            return


def _login() -> dict[str, Any]:
    """Of a connection beside Django's pool: LISTEN needs one of its own."""
    found = settings.DATABASES["default"]
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    said = {key: found[column] for key, column in named.items() if found.get(column)}
    return {**said, "connect_timeout": 5}
