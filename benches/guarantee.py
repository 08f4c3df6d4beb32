"""The nightly check that nothing is stuck, one run of the reminders and the figures for monitoring: by the clock."""

import time
from collections.abc import Callable
from typing import Final

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benches import cpu
from benches.portal import DATABASE
from benches.rows import Row
from otklik.kit import clock
from otklik.oversight import guarantee, metrics, reminders

SECONDS: Final = 30  # limit of the issue for the check, at 10 million appeals


class Guarantee:
    def measure(self, size: int) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) appeals_appeal")
        return [
            _row("ночная проверка", size, lambda: guarantee.suspicious(now=clock.now()), limit=SECONDS),
            _row("напоминания, один проход", size, _reminded),
            _row("/metrics", size, lambda: metrics.text(now=clock.now())),
        ]


def _reminded() -> int:
    """Taken back: the next run finds the same."""
    with transaction.atomic():
        written = reminders.write(now=clock.now())
        transaction.set_rollback(True)
    return written


def _row(request: str, size: int, run: Callable[[], object], *, limit: float | None = None) -> Row:
    with CaptureQueriesContext(connection) as told:
        before, own, began = cpu.seconds([DATABASE]), time.process_time(), time.monotonic()
        found = run()
        took = time.monotonic() - began
        spent = time.process_time() - own + cpu.seconds([DATABASE]) - before
    slowest = max(told.captured_queries, key=lambda query: float(query["time"]))
    count = len(found) if isinstance(found, list) else found
    what = f"найдено {count}, " if isinstance(count, int) else ""
    return Row(
        "guarantee",
        request,
        size,
        statements=len(told),
        cpu_ms=spent * 1000,
        note=f"{what}{took:.2f} с по часам{f' из {limit:.0f}' if limit else ''};"
        f" дольше всех {slowest['time']} с: {' '.join(slowest['sql'].split())[:60]}",
        broken=(f"дольше {limit:.0f} с: {took:.1f}",) if limit and took > limit else (),
    )
