"""Ten moderators at one portal, each a browser of its own, until nobody waits any more. What became of the queue is
looked up afterwards: every appeal decided once, every author told once, what is published handed over once.
"""

import statistics
import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Count
from django.test import Client

from benches.monday.moderator import Moderator, Worked
from benches.portal import Portal, Spent
from otklik.appeals.lifecycle import Attention, Move, State
from otklik.appeals.models import Appeal, Dispatch, JournalRow
from otklik.outbox.models import Message
from otklik.people.models import User
from tools.say import Stop

MODERATORS: Final = 10
_DECISIONS: Final = (Move.PUBLISH, Move.REFUSE, Move.ASK)
_LETTERS: Final = ("published", "refused", "question")


@dataclass(frozen=True, slots=True)
class Morning:
    appeals: int
    seconds: float  # until the queue was empty
    settled: float  # until everything decided was carried out too
    spent: Spent
    worked: list[Worked]
    states: dict[str, int]
    wrong: dict[str, int]  # what must be 0

    @property
    def decided(self) -> Counter[str]:
        return sum((one.decided for one in self.worked), Counter[str]())

    def waited(self, kind: str, percent: int) -> float:
        """Milliseconds."""
        seconds = [one for worked in self.worked for one in worked.seconds[kind]]
        return statistics.quantiles(seconds, n=100)[percent - 1] * 1000


def spend(*, appeals: int) -> Morning:
    """Raises Stop: a page of a moderator failed, or decisions are not carried out."""
    deadlocks = _deadlocks()
    with Portal(worker=True, OTKLIK_DEMO="1", OTKLIK_LOG="WARNING", OTKLIK_DB_POOL="8") as portal:
        people = [Moderator(portal.port, _signed_in(n), seed=n) for n in range(MODERATORS)]
        before, began = portal.spent(), time.monotonic()
        _all_work(people)
        seconds = time.monotonic() - began
        portal.wait(_nothing_waits, "решения модераторов исполнены")
        settled, spent = time.monotonic() - began, portal.spent().since(before)
    return Morning(
        appeals=appeals,
        seconds=seconds,
        settled=settled,
        spent=spent,
        worked=[one.worked for one in people],
        states=dict(Appeal.objects.values_list("state").annotate(n=Count("pk")).order_by("-n")),
        wrong={**_wrong(), "взаимных блокировок в базе": _deadlocks() - deadlocks},
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


def _signed_in(n: int) -> dict[str, str]:
    """Cookies of a session; a token of CSRF needs no more than to be the same in cookie and form."""
    user = User.objects.create_user(f"monday-{n}@example.test", name=f"Модератор {n}", role="moderator")
    client = Client()
    client.force_login(user)
    return {"sessionid": client.cookies["sessionid"].value, "csrftoken": f"{n:032}"}


def _nothing_waits() -> bool:
    return not Appeal.objects.filter(state=State.MODERATION).exists()


def _wrong() -> dict[str, int]:
    decided = JournalRow.objects.filter(move__in=_DECISIONS).values("appeal").annotate(n=Count("pk"))
    letters = Message.objects.filter(kind__in=_LETTERS).values("about").annotate(n=Count("pk"))
    sent = Dispatch.objects.values("appeal").annotate(n=Count("pk"))
    public = Appeal.objects.filter(state__in=[State.PUBLISHED, State.SENDING, State.REGISTERED])
    return {
        "остались в очереди": Appeal.objects.filter(state=State.MODERATION).count(),
        "решены дважды": decided.filter(n__gt=1).count(),
        "авторам написали дважды": letters.filter(n__gt=1).count(),
        "отправлены дважды": sent.filter(n__gt=1).count(),
        "опубликованы, но без исполнителя и не на столе": public.filter(authority=None, attention="").count(),
        "на столе с неизвестной причиной": public.exclude(attention="")
        .exclude(attention__in=list(Attention))
        .count(),
    }


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        found: int = cursor.fetchone()[0]
    return found
