"""Notifications: how fast one worker drains a queue of them, what a kill does to it, what the daily letter costs."""

import os
import random
import signal
import smtplib
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from benches import cpu
from benches.portal import DATA, DATABASE, free
from benches.rows import Row
from benches.sink import LINE
from otklik.kit import clock
from otklik.outbox import email, wording
from otklik.outbox.models import Message
from otklik.people import digest, letters
from tools import shell
from tools.environment import BIN, ROOT
from tools.processes import Processes
from tools.say import Stop

PER_SECOND: Final = 200  # limit of the issue
_MOST: Final = 100_000  # notifications; as many as appeals where those are fewer
_NEWS: Final = 100  # one person in so many has news for the daily letter
_BARE: Final = 5_000  # letters of the bare loop
_KILLS: Final = 5
_PATIENCE: Final = 900  # seconds
_PEOPLE: Final = """
INSERT INTO people_user (password, is_superuser, email, name, role, is_active, joined_at, wants_letters, pace)
SELECT '!', false, 'reader' || n || '@example.test', 'Вера Полевая', 'citizen', true, now(), true, 'daily'
FROM generate_series(1, %s) AS n ON CONFLICT DO NOTHING
"""
_QUEUED: Final = """
INSERT INTO outbox_message (kind, channel, user_id, "to", about, context, state, once, created_at, due_at)
SELECT 'published', 'email', id, email, '', jsonb_build_object('number', '123-456-789', 'topic', 'Яма на дороге',
  'address', 'Липовка, ул. Новая, 5', 'name', name, 'page', %s::text, 'answer_by', ''), %s, '', %s, %s
FROM people_user WHERE email LIKE 'reader%%@example.test' AND id %% %s = 0 LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Sink:
    port: int
    file: Path

    def count(self) -> int:
        return self.file.stat().st_size // LINE

    def letters(self) -> Counter[int]:
        return Counter(int(line) for line in self.file.read_bytes().splitlines())


class Outbox:
    def measure(self, size: int) -> list[Row]:
        many = min(_MOST, size)
        _run("DELETE FROM outbox_message")
        _run(_PEOPLE, many)
        _run("VACUUM (ANALYZE) people_user")
        return [self._digest(size, many), self._drain(size, many), self._killed(size, max(many // 5, 200))]

    def _drain(self, size: int, many: int) -> Row:
        """Nobody is killed: the rate of all, which the limit is for, and that of the best tenth beside it."""
        with _a_sink() as sink:
            bare = _bare(sink.port)
        with _a_sink() as sink, _a_worker(sink.port) as processes:
            _queue(many)
            marks, before = [_wait(sink, 1)], _spent(processes)
            for tenth in range(1, 11):
                marks.append(_wait(sink, many * tenth // 10))
            spent = _spent(processes) - before
            _settled()
        rate = many / (marks[-1] - marks[0])
        best = many / 10 / min(after - earlier for earlier, after in pairwise(marks))
        found = sink.letters()
        wrong = [f"{rate:.0f} писем/с, нужно ≥ {PER_SECOND}"] if rate < PER_SECOND else []
        if len(found) != many or set(found.values()) != {1}:
            wrong.append(f"дошло {len(found)} разных из {many}, копий {sum(found.values())}")
        return Row(
            "outbox", "письма в SMTP", size, cpu_ms=spent / many * 1000, ratio_to_limit=rate / bare,
            note=f"{many} писем: {rate:.0f}/с, лучшая десятая {best:.0f}/с, голый smtplib {bare:.0f}/с;"
            f" нужно ≥ {PER_SECOND}/с",
            broken=tuple(wrong),
        )  # fmt: skip

    def _killed(self, size: int, many: int) -> Row:
        """The worker is killed with -9 at moments of chance; every letter comes, and twice only what it had in hand."""
        luck = random.Random(20261125)  # noqa: S311  # repeatable
        with _a_sink() as sink, _a_worker(sink.port) as processes:
            _queue(many)
            for kill in range(_KILLS):
                _wait(sink, many * (kill + 1) // (_KILLS + 2))
                time.sleep(luck.uniform(0, 0.5))
                shell.end(processes.running["worker"], signal.SIGKILL)
                processes.start("worker", "worker")
            _wait(sink, many)
            _settled()
        found = sink.letters()
        twice = sum(1 for copies in found.values() if copies > 1)
        wrong = [f"потеряно {many - len(found)}"] if len(found) != many else []
        if twice > _KILLS or max(found.values()) > 2:
            wrong.append(f"дважды {twice}, нужно не больше одного на убийство")
        return Row(
            "outbox", "убийства рабочего", size,
            note=f"{many} писем, {_KILLS} убийств -9: потеряно {many - len(found)}, дважды {twice}"
            " (взято сервером, не отмечено нами)",
            broken=tuple(wrong),
        )  # fmt: skip

    def _digest(self, size: int, many: int) -> Row:
        """Of so many people one in a hundred has news."""
        now = clock.now()
        moment = digest.latest_moment(now)
        held = (_page(), "held", moment, moment)
        _run(_QUEUED.replace("%s, %s\nFROM", "%s - interval '1 hour', %s\nFROM"), *held, _NEWS, many)
        statements: list[str] = []

        def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            statements.append(sql)
            return execute(sql, params, many, context)

        began, before = time.monotonic(), cpu.seconds([os.getpid(), DATABASE])
        with connection.execute_wrapper(listen):
            written = digest.write_due(now=now)
        took, spent = time.monotonic() - began, cpu.seconds([os.getpid(), DATABASE]) - before
        began = time.monotonic()
        digest.write_due(now=now)
        quiet = (time.monotonic() - began) * 1000
        _run("DELETE FROM outbox_message")
        return Row(
            "outbox", "ежедневное письмо", size, len(statements), spent / max(written, 1) * 1000,
            note=f"{many} человек, новости у {written}: {took * 1000:.0f} мс;"
            f" когда новостей нет ни у кого, 1 запрос, {quiet:.1f} мс",
        )  # fmt: skip


def _page() -> str:
    return f"{settings.BASE_URL}/appeals/123456789"


def _queue(many: int) -> None:
    _run("DELETE FROM outbox_message")
    now = clock.now()
    _run(_QUEUED, _page(), "waiting", now, now, 1, many)
    _run("VACUUM (ANALYZE) outbox_message")


def _wait(sink: Sink, count: int) -> float:
    """The moment at which so many letters have come. Raises Stop."""
    end = time.monotonic() + _PATIENCE
    while sink.count() < count:
        if time.monotonic() > end:
            raise Stop(f"дошло {sink.count()} писем из {count}")
        time.sleep(0.01)
    return time.monotonic()


def _settled() -> None:
    """Until every row says so too: after a kill the claims of the dead are taken up a minute later."""
    end = time.monotonic() + 150
    while Message.objects.filter(state=Message.State.WAITING).exists():
        if time.monotonic() > end:
            raise Stop("не все письма отмечены отправленными")
        time.sleep(0.2)


def _spent(processes: Processes) -> float:
    """CPU seconds of the worker and of PostgreSQL."""
    return cpu.seconds([processes.running["worker"].pid, DATABASE])


def _bare(port: int) -> float:
    """Letters a second of a loop that sends the same bytes over one connection and does nothing else."""
    _queue(1)
    message = Message.objects.get()
    more = letters.finish(message) or {}
    raw = email.letter(message, wording.text_of(message, more, {}), more).raw()
    with smtplib.SMTP("127.0.0.1", port) as server:
        began = time.monotonic()
        for _ in range(_BARE):
            server.sendmail(settings.DEFAULT_FROM_EMAIL, [message.to], raw)
        return _BARE / (time.monotonic() - began)


@contextmanager
def _a_sink() -> Iterator[Sink]:
    sink = Sink(free(), DATA / f"sink-{time.monotonic_ns()}")
    sink.file.touch()
    argv = [str(BIN / "python"), "-m", "benches.sink", str(sink.port), str(sink.file)]
    with (DATA / "log/sink.log").open("ab") as log:
        process = shell.start(argv, log, env=os.environ, cwd=ROOT)
    try:
        _listens(sink.port)
        yield sink
    finally:
        shell.end(process, signal.SIGTERM)


def _listens(port: int) -> None:
    for _ in range(500):
        try:
            smtplib.SMTP("127.0.0.1", port).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise Stop("почтовый сервер измерения не начал работать")


@contextmanager
def _a_worker(port: int) -> Iterator[Processes]:
    own = {"OTKLIK_MAIL": "smtp", "OTKLIK_SMTP_HOST": "127.0.0.1", "OTKLIK_SMTP_PORT": str(port)}
    processes = Processes(DATA, {**os.environ, **own, "OTKLIK_LOG": "WARNING"})
    processes.start("worker", "worker")
    try:
        yield processes
    finally:
        processes.stop()


def _run(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
