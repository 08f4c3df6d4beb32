"""The hotline: from the hook of the exchange to the card at a desk, with other desks listening."""

import http.client
import json
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any, Final
from uuid import uuid4

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from benches import cpu, screen, sql
from benches.portal import Portal, free
from benches.rows import Row
from otklik.hotline.calls import CHANNEL
from otklik.integrations.telephony import wire
from otklik.kit import clock
from otklik.people.models import User
from otklik.web.hotline.stream import PATH
from tools.say import Stop

MOST: Final = 300  # ms from the hook to the card, median: the limit of the issue
_SECRET: Final = "of-the-bench"  # noqa: S105
_PHONE: Final = "+79001234567"
_DESKS: Final = 50  # that listen beside the one that is measured
_WARM, _CALLS = 10, 100
_PAST: Final = 20  # appeals of the caller
_TIMEOUT: Final = 30  # seconds


class Hotline:
    def measure(self, size: int) -> list[Row]:
        _given(_PAST)
        port = free()
        own: dict[str, Any] = {
            "OTKLIK_CALLS_SECRET": _SECRET,
            "OTKLIK_CALLS_STREAM": f"http://127.0.0.1:{port}{PATH}",
            "OTKLIK_STAFF_SECOND_FACTOR": "0",
        }
        with Portal(**own) as portal, ExitStack() as desks:
            portal.processes.start("calls", "calls", "--port", str(port))
            portal.wait(lambda: _answers(port), "поток звонков")
            session = _session()
            cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
            for _ in range(_DESKS):
                desks.enter_context(_desk(port, cookie))
            web = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=_TIMEOUT)
            home = f"http://127.0.0.1:{portal.port}"
            seen = screen.measured(home, session, lambda: _ring(web), size=size, most=MOST)
            heard = desks.enter_context(_desk(port, cookie))
            return [self._measured(portal, web, heard, cookie, size), seen]

    def _measured(
        self,
        portal: Portal,
        web: http.client.HTTPConnection,
        heard: http.client.HTTPResponse,
        cookie: dict[str, str],
        size: int,
    ) -> Row:
        for _ in range(_WARM):
            _one(web, heard, cookie)
        before, spent = sql.sent(), portal.spent()
        stream = cpu.seconds([portal.processes.running["calls"].pid])
        events, cards, weights = zip(*(_one(web, heard, cookie) for _ in range(_CALLS)), strict=True)
        cost = portal.spent().since(spent).over(_CALLS)
        streams = (cpu.seconds([portal.processes.running["calls"].pid]) - stream) / _CALLS * 1000
        statements = (sql.sent() - before) / _CALLS
        event, card, bare = statistics.median(events), statistics.median(cards), _bare()
        wrong = (f"до карточки {card:.0f} мс, нужно ≤ {MOST}",) if card > MOST else ()
        return Row(
            "hotline", "хук → карточка", size, statements, cost.all + streams, weights[0],
            ratio_to_limit=bare / card, broken=wrong,
            note=f"медиана {card:.0f} мс (событие у {_DESKS + 1} столов через {event:.0f}), голый NOTIFY → LISTEN"
            f" {bare:.1f} мс; поток {streams:.1f} мс CPU; нужно ≤ {MOST} мс",
        )  # fmt: skip


def _one(
    web: http.client.HTTPConnection, heard: http.client.HTTPResponse, cookie: dict[str, str]
) -> tuple[float, float, int]:
    """Milliseconds from the hook to the event and to the whole card; its bytes."""
    began = time.perf_counter()
    call = _ring(web)
    while _call_of(heard.readline()) != call:
        pass
    event = time.perf_counter()
    page = _said(web, "GET", f"/desk/hotline/calls/{call}", None, cookie)
    return (event - began) * 1000, (time.perf_counter() - began) * 1000, len(page)


def _ring(web: http.client.HTTPConnection) -> int:
    """The call's id."""
    body = wire.write(wire.Notice(str(uuid4()), wire.Event.RINGING, clock.now(), _PHONE))
    signed = wire.sign(body, secret=_SECRET, at=int(time.time()))
    found: int = json.loads(_said(web, "POST", "/api/v1/calls", body, {"X-Otklik-Signature": signed}))["call"]
    return found


def _said(
    web: http.client.HTTPConnection, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> bytes:
    web.request(method, path, body, headers)
    answer = web.getresponse()
    found = answer.read()
    if answer.status != 200:
        raise Stop(f"Портал ответил не то: {method} {path}: {answer.status} {found[:200].decode()}")
    return found


def _call_of(line: bytes) -> int | None:
    if not line.startswith(b"data: "):
        return None
    found: int = json.loads(line.removeprefix(b"data: "))["call"]
    return found


@contextmanager
def _desk(port: int, cookie: dict[str, str]) -> Iterator[http.client.HTTPResponse]:
    connected = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    connected.request("GET", PATH, headers=cookie)
    answer = connected.getresponse()
    if answer.status != 200:
        raise Stop(f"Поток звонков ответил {answer.status}")
    answer.readline()  # «retry»: it listens
    try:
        yield answer
    finally:
        answer.close()
        connected.close()


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def _session() -> str:
    """Of an operator who has just signed in."""
    user = User.objects.filter(role=User.Role.OPERATOR).first()
    user = user or User.objects.create_user("bench-operator@example.test", name="Оператор", role="operator")
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def _given(past: int) -> None:
    """The caller has written before."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE appeals_appeal SET author_phone = '' WHERE author_phone = %s", [_PHONE])
        cursor.execute(
            "UPDATE appeals_appeal SET author_phone = %s"
            " WHERE id IN (SELECT id FROM appeals_appeal ORDER BY id DESC LIMIT %s)",
            [_PHONE, past],
        )


def _bare() -> float:
    """Milliseconds of a NOTIFY to a LISTEN of this very process, median."""
    found = settings.DATABASES["default"]
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    login: dict[str, Any] = {key: found[column] for key, column in named.items()}
    took = []
    with (
        psycopg.connect(**login, autocommit=True) as ear,
        psycopg.connect(**login, autocommit=True) as mouth,
    ):
        ear.execute(f"LISTEN {CHANNEL}")
        for _ in range(_CALLS):
            began = time.perf_counter()
            mouth.execute("SELECT pg_notify(%s, 'x')", [CHANNEL])
            next(ear.notifies(timeout=_TIMEOUT, stop_after=1))
            took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)
