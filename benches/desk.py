"""The moderators' desk while 10,000 appeals wait: the queue, an opened appeal, a decision and what it brings about."""

import re
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from benches import cpu, sql
from benches.monday import audit
from benches.monday.moderator import Moderator, signed_in
from benches.portal import DATABASE, Portal
from benches.rows import Row
from otklik.appeals.steps import deciding
from otklik.kit import clock
from tools.say import Stop

WAITING: Final = 10_000
_PAGE: Final = 8  # SQL of a queue page: the limit of the issue
_DECISION: Final = 15  # … of a decision: publish, route, queue
_TIMES: Final = 20  # of each request
_DEEP: Final = 20  # pages on
_NEXT: Final = re.compile(r'rel="next" href="([^"]+)"')
_QUEUES: Final = {
    "очередь, начало": "/desk/",
    "очередь, меньше 8 часов": "/desk/?left=soon",
    "очередь, слово в тексте": f"/desk/?words={quote('дом')}",
    "очередь, такого слова нет": f"/desk/?words={quote('ъъъъ')}",
}
# Of what was neither sent nor answered: such an appeal has left no rows elsewhere.
_WAIT: Final = """
UPDATE appeals_appeal SET state = 'moderation', state_since = received_at, attention = '', original_id = NULL,
    published_at = NULL, closed_at = NULL, question_by = NULL, area = '', has_photo = false, heat = 0,
    moderate_by = now() + (id %% 48 - 8) * interval '1 hour'
WHERE id IN (SELECT id FROM appeals_appeal WHERE state IN ('moderation', 'refused', 'withdrawn', 'duplicate')
             ORDER BY state <> 'moderation', id DESC LIMIT %s)
"""


class Desk:
    def measure(self, size: int) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute(_WAIT, [WAITING])
            cursor.execute("VACUUM (ANALYZE) appeals_appeal")
        with Portal(OTKLIK_STAFF_SECOND_FACTOR="0") as portal:
            return alone(portal, size=size)


def alone(portal: Portal, *, size: int) -> list[Row]:
    """What the requests of one moderator cost. No worker may run: what is decided here is carried out here.

    Raises Stop: the portal has no next appeal.
    """
    me = _Alone(portal, size)
    rows = [
        me.row(words, lambda path=path: me.browser.queue(path), most=_PAGE)  # type: ignore[misc]
        for words, path in _QUEUES.items()
    ]
    deep = me.deep()
    rows += [
        me.row("очередь, глубоко", lambda: me.browser.queue(deep), most=_PAGE),
        me.row("взять следующее", me.next),
        me.row("открыть обращение", lambda: me.browser.open(me.held)),
        me.row("решить и взять следующее", me.publish, most=_DECISION),
        me.carried_out(),
    ]
    me.browser.free(me.held)
    return rows


class _Alone:
    def __init__(self, portal: Portal, size: int) -> None:
        self.portal, self.size = portal, size
        self.browser = Moderator(portal.port, signed_in(f"desk-{size}@example.test"), seed=0)
        self.waiting, self.held = audit.waiting(), 0

    def next(self) -> None:
        self.held = _there(self.browser.next(after=self.held))

    def publish(self) -> None:
        self.held = _there(self.browser.decide(self.held, "publish"))

    def deep(self) -> str:
        """Address of a page far down."""
        path = "/desk/"
        for _ in range(_DEEP):
            if found := _NEXT.search(self.browser.queue(path)):
                path = unescape(found[1])
        return path

    def row(self, request: str, ask: Callable[[], object], *, most: int | None = None) -> Row:
        """most: statements. The first time does not count: it reads what the process keeps."""
        ask()
        before, spent, took = sql.sent(), self.portal.spent(), []
        for _ in range(_TIMES):
            began = time.perf_counter()
            ask()
            took.append(time.perf_counter() - began)
        cost = self.portal.spent().since(spent).over(_TIMES)
        statements = (sql.sent() - before) / _TIMES
        median = statistics.median(took) * 1000
        said = f"портал + PostgreSQL {cost.web:.1f} + {cost.database:.1f} мс; p50 {median:.0f} мс"
        return self._row(request, statements, cost.all, said, most)

    def carried_out(self) -> Row:
        """What was published above, as the clock does it: journal, letter, routing, document, job."""
        before, own, database = sql.sent(), time.process_time(), cpu.seconds([DATABASE])
        many = deciding.carry_out_due(now=clock.now() + timedelta(seconds=settings.UNDO_SECONDS + 1))
        spent = time.process_time() - own + cpu.seconds([DATABASE]) - database
        statements = (sql.sent() - before) / many
        return self._row("исполнить решение", statements, spent * 1000 / many, f"решений {many}", _DECISION)

    def _row(self, request: str, statements: float, cpu_ms: float, said: str, most: int | None) -> Row:
        broken = most is not None and statements > most
        return Row(
            "desk", request, self.size, statements, cpu_ms,
            note=f"ждут {self.waiting}; {said}" + (f"; нужно ≤ {most} SQL" if most else ""),
            broken=(f"{statements:.1f} SQL, нужно ≤ {most}",) if broken else (),
        )  # fmt: skip


def _there(appeal: int | None) -> int:
    if appeal is None:
        raise Stop("Портал не дал следующего обращения, а очередь не пуста")
    return appeal
