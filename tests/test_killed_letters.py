"""The worker is killed with -9 while it sends letters: none is lost, twice comes only the one that it had in hand.

`./bench outbox` does the same with many more.
"""

from collections.abc import Iterator
from random import Random
from time import monotonic, sleep

import psycopg
import pytest

from tests.fault.portal import Portal, a_database, a_portal
from tests.fault.post_office import PostOffice, a_post_office

pytestmark = pytest.mark.people

LETTERS = 400
KILLS = 3


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with a_post_office() as found:
        yield found


@pytest.fixture
def portal(tmp_path, office) -> Iterator[Portal]:
    mail = {"OTKLIK_MAIL": "smtp", "OTKLIK_SMTP_PORT": str(office.port)}
    with a_database() as database, a_portal(tmp_path, database=database, **mail) as found:
        found.run("migrate", "--verbosity", "0")
        yield found


def test_letters_survive_the_death_of_the_worker(office, portal):
    luck = Random(20261125)  # noqa: S311  # repeatable
    with psycopg.connect(portal.database, autocommit=True) as base:
        base.execute(
            'INSERT INTO outbox_message (kind, channel, "to", about, context, state, once)'
            " SELECT 'password-changed', 'email', n || '@example.test', '', '{\"name\": \"Вера\"}', 'waiting', ''"
            " FROM generate_series(1, %s) AS n",
            [LETTERS],
        )
        for kill in range(KILLS):
            portal.start("worker", "worker")
            wait_for(office, LETTERS * (kill + 1) // (KILLS + 2))
            sleep(luck.uniform(0, 0.1))
            portal.kill("worker")
            a_minute_passes(base)
        portal.start("worker", "worker")
        wait_for(office, LETTERS)
        until(lambda: waiting(base) == 0)
        wanted = {f"<otklik-{key}@example.test>" for (key,) in base.execute("SELECT id FROM outbox_message")}
    assert set(office.letters) == wanted
    twice = [copies for copies in office.letters.values() if len(copies) > 1]
    assert len(twice) <= KILLS  # taken by the server, and the kill came before our row said so
    assert all(len(copies) == 2 for copies in twice)
    assert all(first.as_bytes() == again.as_bytes() for first, again in twice)


def a_minute_passes(base: psycopg.Connection) -> None:
    """What a dead worker holds, its claims and the clock, is free after a while; nobody is alive meanwhile."""
    base.execute("UPDATE outbox_message SET due_at = now() WHERE state = 'waiting'")
    base.execute("UPDATE jobs_lease SET until = NULL")


def waiting(base: psycopg.Connection) -> int:
    (found,) = base.execute("SELECT count(*) FROM outbox_message WHERE state = 'waiting'").fetchone() or (0,)
    return int(found)


def wait_for(office: PostOffice, letters: int) -> None:
    until(lambda: len(office.letters) >= letters)


def until(true, *, seconds: float = 90) -> None:
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end
        sleep(0.01)
