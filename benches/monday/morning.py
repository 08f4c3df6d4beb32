"""Ten moderators at one portal, each a browser of its own, until nobody waits any more. What became of the queue is
looked up afterwards (`audit`): every appeal decided once, every author told once, what is published handed over once.
"""

import os
import statistics
import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import Final

from benches import desk
from benches.monday import audit
from benches.monday.moderator import Moderator, Worked, signed_in
from benches.portal import Portal, Spent
from benches.rows import Row
from tools.say import Stop

MODERATORS: Final = 10
LEAST: Final = 300  # decisions a minute: the limit of the issue
_PATIENCE: Final = 900  # seconds for letters and packets


@dataclass(frozen=True, slots=True)
class Morning:
    appeals: int  # that waited when the ten began
    alone: list[Row]  # what each request costs, with everything still waiting
    seconds: float  # until the last decision
    settled: float  # until every letter was sent and every packet lay in the spool
    load: tuple[float, float]  # average of a minute, before and after
    spent: Spent
    worked: list[Worked]
    states: dict[str, int]
    wrong: dict[str, int]  # what must be 0

    @property
    def decided(self) -> Counter[str]:
        return sum((one.decided for one in self.worked), Counter[str]())

    @property
    def a_minute(self) -> float:
        return self.decided.total() * 60 / self.seconds

    @property
    def broken(self) -> list[str]:
        """What keeps the trial from being a success, in words."""
        found = [f"{what}: {count}" for what, count in self.wrong.items() if count]
        if self.a_minute < LEAST:
            found.append(f"решений в минуту {self.a_minute:.0f}, нужно ≥ {LEAST}")
        return found + [f"{row.request}: {words}" for row in self.alone for words in row.broken]

    def waited(self, kind: str, percent: int) -> float:
        """Milliseconds."""
        seconds = [one for worked in self.worked for one in worked.seconds[kind]]
        return statistics.quantiles(seconds, n=100)[percent - 1] * 1000


def spend(*, appeals: int) -> Morning:
    """Raises Stop: a page of a moderator failed, or decisions are not carried out."""
    deadlocks = audit.deadlocks()
    with Portal(OTKLIK_DEMO="1", OTKLIK_LOG="WARNING", OTKLIK_DB_POOL="8") as portal:
        alone = desk.alone(portal, size=appeals)
        waiting = audit.waiting()
        people = [
            Moderator(portal.port, signed_in(f"monday-m{n}@example.test"), n) for n in range(MODERATORS)
        ]
        portal.start_worker()
        load, before, began = os.getloadavg()[0], portal.spent(), time.monotonic()
        _all_work(people)
        portal.wait(audit.all_done, "решения исполнены, письма и пакеты ушли", seconds=_PATIENCE)
        settled, spent = time.monotonic() - began, portal.spent().since(before)
    worked = [one.worked for one in people]
    return Morning(
        appeals=waiting,
        alone=alone,
        seconds=max(one.ended for one in worked) - began,
        settled=settled,
        load=(load, os.getloadavg()[0]),
        spent=spent,
        worked=worked,
        states=audit.states(),
        wrong={
            **audit.wrong(filed=appeals),
            "второе нажатие не отклонено": sum(one.repeated - one.refused_repeats for one in worked),
            "взаимных блокировок в базе": audit.deadlocks() - deadlocks,
        },
    )


def _all_work(people: list[Moderator]) -> None:
    failed: list[BaseException] = []

    def one(moderator: Moderator) -> None:
        try:
            moderator.work()
        except Exception as e:  # noqa: BLE001  # told below, in the thread of the bench
            failed.append(e)

    threads = [threading.Thread(target=one, args=(moderator,)) for moderator in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise Stop(f"Модератор не смог работать: {failed[0]!r}")
