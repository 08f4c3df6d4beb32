"""The stream of calls: for operators only, nothing personal, nothing lost when a desk or the database was cut off."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from otklik.hotline import calls
from otklik.hotline.models import CallEvent
from otklik.hotline.tests.given import PHONE, an_operator
from otklik.integrations.telephony import wire
from otklik.kit import clock
from otklik.people.models import User
from otklik.web.hotline import stream

pytestmark = [pytest.mark.desks, pytest.mark.django_db(transaction=True)]

PATIENCE = 10  # seconds


class Desk:
    """A browser that listens."""

    def __init__(
        self, cookie: str, *, query: str = "", path: str = stream.PATH, headers: dict[str, str] | None = None
    ):
        said = {"cookie": cookie, **(headers or {})}
        self.scope = {
            "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in said.items()],
        }  # fmt: skip
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.left = asyncio.Event()
        self.task = asyncio.create_task(stream.application(self.scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.heard.put(message)

    async def begun(self) -> dict[str, Any]:
        found = await asyncio.wait_for(self.heard.get(), PATIENCE)
        return {"status": found["status"], **{k.decode(): v.decode() for k, v in found["headers"]}}

    async def next(self) -> str:
        body: bytes = (await asyncio.wait_for(self.heard.get(), PATIENCE))["body"]
        return body.decode()

    async def leave(self) -> None:
        self.left.set()
        await asyncio.wait_for(self.task, PATIENCE)


def cookie_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def ring(id: str = "1") -> int:
    notice = wire.Notice(id, wire.Event.RINGING, clock.now(), PHONE, operator="101")
    try:
        calls.announce(notice, now=clock.now())
        return CallEvent.objects.latest("id").pk
    finally:
        connection.close()  # of this thread; the pool has four


def run(story: Callable[[], Awaitable[None]]) -> None:
    """Each in a loop of its own, as each process has one."""

    async def told() -> None:
        stream.hub.ears = None
        try:
            await story()
        finally:
            stream.hub.close()

    # In a thread of its own: a browser of another test may have left its loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, told()).result()
    assert stream.hub.desks == set()


async def until_heard(desk: Desk) -> None:
    """The process listens: what rings now is heard."""
    while stream.hub.last == 0:
        await asyncio.to_thread(ring, f"warm-{clock.now()}")
        await asyncio.sleep(0.05)


@pytest.fixture(autouse=True)
def _deaf():
    stream.hub.last = 0


def data_of(text: str) -> Any:
    line = next(line for line in text.splitlines() if line.startswith("data: "))
    return json.loads(line.removeprefix("data: "))


def test_a_desk_hears_of_a_call_and_nothing_personal():
    cookie = cookie_of(an_operator())

    async def story() -> None:
        desk = Desk(cookie)
        began = await desk.begun()
        assert (began["status"], began["content-type"]) == (200, "text/event-stream; charset=utf-8")
        assert await desk.next() == "retry: 1000\n\n"
        await until_heard(desk)
        event = await asyncio.to_thread(ring, "mine")
        while data_of(text := await desk.next())["id"] != event:
            pass
        assert text.startswith(f"id: {event}\nevent: call\n")
        assert PHONE[2:] not in text
        assert data_of(text)["extension"] == "101"
        await desk.leave()

    run(story)


def test_a_desk_that_was_cut_off_gets_what_it_missed():
    cookie = cookie_of(an_operator())
    first, second, third = ring("1"), ring("2"), ring("3")

    async def story() -> None:
        by_header = Desk(cookie, headers={"last-event-id": str(first)}, query=f"after={third}")
        by_address = Desk(cookie, query=f"after={second}")
        for desk, wanted in ((by_header, [second, third]), (by_address, [third])):
            await desk.begun()
            text = await desk.next()
            told = [part.partition("data: ")[2] for part in text.split("\n\n")]
            assert [json.loads(one)["id"] for one in told if one] == wanted
            await desk.leave()

    run(story)


@pytest.mark.parametrize("role", ["citizen", "moderator", "clerk", "analyst"])
def test_others_do_not_listen(role):
    cookie = cookie_of(User.objects.create_user(f"{role}@example.test", "pass", name="Имя", role=role))

    async def story() -> None:
        for said in (cookie, "", f"{settings.SESSION_COOKIE_NAME}=nonsense", "a=\x01;;=", cookie + "x"):
            desk = Desk(said)
            assert (await desk.begun())["status"] == 403

    run(story)


def test_staff_without_a_second_factor_do_not_listen(settings):
    settings.STAFF_SECOND_FACTOR = True
    cookie = cookie_of(an_operator())

    async def story() -> None:
        assert (await Desk(cookie).begun())["status"] == 403

    run(story)


def test_there_is_nothing_else_at_other_addresses():
    async def story() -> None:
        assert (await Desk("", path="/desk/hotline/").begun())["status"] == 404

    run(story)


def test_only_our_own_pages_may_read_it_from_another_port(settings):
    settings.BASE_URL = "http://127.0.0.1:8000"
    cookie = cookie_of(an_operator())

    async def story() -> None:
        for origin, allowed in (("http://127.0.0.1:8000", True), ("http://evil.example", False)):
            desk = Desk(cookie, headers={"origin": origin})
            assert ("access-control-allow-origin" in await desk.begun()) is allowed
            await desk.leave()

    run(story)


def test_rights_that_are_taken_away_end_the_stream(monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT", 0.05)
    operator = an_operator()
    cookie = cookie_of(operator)

    async def story() -> None:
        desk = Desk(cookie)
        await desk.begun()
        await asyncio.to_thread(take_rights)
        await asyncio.wait_for(desk.task, PATIENCE)

    run(story)


def take_rights() -> None:
    try:
        User.objects.update(role="citizen")
    finally:
        connection.close()


def test_after_a_lost_connection_the_process_listens_again_and_reads_what_it_missed():
    cookie = cookie_of(an_operator())

    async def story() -> None:
        desk = Desk(cookie)
        await desk.begun()
        await desk.next()
        await until_heard(desk)
        event = await asyncio.to_thread(cut_and_ring)
        while data_of(await desk.next())["id"] != event:
            pass
        await desk.leave()

    run(story)


def cut_and_ring() -> int:
    """The listening connection is ended; a call rings while nobody hears."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN otklik%' OR"
            " (query = 'SELECT 1' AND datname = current_database() AND pid <> pg_backend_pid())"
        )
        assert cursor.rowcount
    return ring("while deaf")
