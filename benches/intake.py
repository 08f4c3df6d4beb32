"""Filing by HTTP: what one costs altogether, whether that grows, and how many a second beside pgbench."""

import statistics
from typing import Final
from uuid import UUID

from django.db import connection
from django.test import Client

from benches import cpu, filings, keeping, load, sql
from benches.portal import DATABASE, Portal, Spent, letters
from benches.rows import Row
from otklik.appeals.models import Appeal
from otklik.outbox.models import Message
from tools.say import Stop

STATEMENTS: Final = 12  # limits of the issue
CPU_MS: Final = 30.0
SHARE: Final = 0.12
FLAT: Final = 1.3  # «flat»: what the clock of a shared machine may add from the smallest size to the largest
_FEW, _MANY, _AT_ONCE = 20, 100, 8
_ROUNDS: Final = 3  # the cheapest counts: neighbours on the machine only ever add
_BENCH: Final = 60  # transactions of each of pgbench's clients in a round


class Intake:
    def __init__(self, smallest: dict[str, float]) -> None:
        self._smallest = smallest  # milliseconds of each request, from which growth is counted
        self._transactions = 0  # of each of pgbench's clients so far

    def measure(self, size: int) -> list[Row]:
        script = _script()
        bench = self._pgbench(script)
        with Portal() as portal:
            load.fire(portal.port, _asks(_FEW, signed_in=False), at_once=4)  # both warm
            statements = {signed_in: _statements(portal, signed_in=signed_in) for signed_in in (False, True)}
            rate, ratio, limit = self._throughput(portal, script)
            portal.start_worker()
            portal.wait(
                lambda: not Message.objects.filter(sent_at=None).exists(), "письма о первых обращениях"
            )
            rows = [
                self._cost(portal, size, bench, signed_in=signed_in, statements=statements[signed_in])
                for signed_in in (False, True)
            ]
            portal.end_worker()
            rows.append(keeping.measured(portal, size, rows[0].cpu_ms or 0))
        words = [f"{ratio:.3f} от pgbench, нужно {SHARE}"] if ratio < SHARE else []
        note = f"{rate:.0f} подач/с, те же SQL в pgbench {limit:.0f}/с; нужно ≥ {SHARE}"
        return [
            *rows,
            Row("intake", "8 подач сразу", size, ratio_to_limit=ratio, note=note, broken=tuple(words)),
        ]

    def _cost(self, portal: Portal, size: int, bench: float, *, signed_in: bool, statements: float) -> Row:
        """One filing with all that follows, up to its letter."""
        rounds = [_filed(portal, signed_in=signed_in) for _ in range(_ROUNDS)]
        spent, heard = min(rounds, key=lambda one: one[0].all)
        cpu_ms = spent.all
        request = "подача со входом" if signed_in else "подача без входа"
        growth = cpu_ms / self._smallest.setdefault(request, cpu_ms)
        shares = f"{spent.web:.1f} + {spent.database:.1f} + {spent.worker:.1f}"
        return Row(
            "intake", request, size, statements, cpu_ms, heard.bytes, bench / cpu_ms, growth,
            note=f"портал + PostgreSQL + рабочий {shares} мс; p50 {heard.p50_ms:.0f} мс;"
            f" нужно ≤ {STATEMENTS} SQL, ≤ {CPU_MS:.0f} мс",
            broken=_broken(statements, cpu_ms, growth),
        )  # fmt: skip

    def _pgbench(self, script: str) -> float:
        """CPU milliseconds of PostgreSQL for the statements of one filing, sent by pgbench."""
        before = cpu.seconds([DATABASE])
        self._bench(script)
        return (cpu.seconds([DATABASE]) - before) / (_BENCH * _AT_ONCE) * 1000

    def _bench(self, script: str) -> float:
        """A round of pgbench; filings a second. Its letters are nobody's: they count as sent."""
        first = self._transactions
        keys = [
            UUID(sql.pooled(client, n))
            for client in range(_AT_ONCE)
            for n in range(first + 1, first + _BENCH + 1)
        ]
        filings.drafts(len(keys), keys=keys)
        rate = sql.pgbench(script, clients=_AT_ONCE, transactions=_BENCH, first=first)
        self._transactions += _BENCH
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE outbox_message SET state = 'sent', sent_at = now() WHERE about IN"
                " (SELECT number FROM appeals_appeal WHERE client_key = ANY(%s))",
                [keys],
            )
        return rate

    def _throughput(self, portal: Portal, script: str) -> tuple[float, float, float]:
        """Ours, the ratio, the limit: medians of rounds that take turns, so that neighbours disturb both alike."""
        ours, theirs = [], []
        for _ in range(_ROUNDS):
            theirs.append(self._bench(script))
            asks = _asks(_BENCH * 2, signed_in=False)
            ours.append(load.fire(portal.port, asks, at_once=_AT_ONCE).per_second)
        ratio = statistics.median(our / their for our, their in zip(ours, theirs, strict=True))
        return statistics.median(ours), ratio, statistics.median(theirs)


def _script() -> str:
    """The statements of one filing, listened to in this process and made repeatable.

    A filing that drew a number already taken has a second try in it: then another is listened to.
    """
    statements, appeal = _listened()
    while sum('INSERT INTO "appeals_appeal"' in statement for statement in statements) > 1:
        statements, appeal = _listened()
    ids = {"appeals_appeal": appeal.pk}
    text = sql.as_script(statements, key=appeal.client_key, number=appeal.number, ids=ids)
    if "outbox_message" not in text or ":key" not in text or "right(:number" not in text:
        raise ValueError("the script of a filing lost its keys")
    return text


def _listened() -> tuple[list[str], Appeal]:
    """One filing in this process. Raises Stop."""
    (draft_id,) = filings.drafts(1)
    ask = filings.filing(draft_id)
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies.load(ask.headers["Cookie"])
    with sql.captured() as statements:
        answer = client.post(ask.path, filings.AUTHOR)
    if answer.status_code != 302:
        raise Stop(f"Подача в самом испытании не удалась: {answer.status_code}")
    return statements, Appeal.objects.get(client_key=draft_id)


def _asks(count: int, *, signed_in: bool) -> list[load.Ask]:
    return [filings.filing(draft_id, signed_in=signed_in) for draft_id in filings.drafts(count)]


def _filed(portal: Portal, *, signed_in: bool) -> tuple[Spent, load.Round]:
    """Milliseconds of one filing with its letter, and what the client saw."""
    asks, there = _asks(_MANY, signed_in=signed_in), letters()
    before = portal.spent()
    heard = load.fire(portal.port, asks, at_once=2)
    portal.wait(lambda: letters() >= there + _MANY, "письма о поданных обращениях")
    return portal.spent().since(before).over(_MANY), heard


def _statements(portal: Portal, *, signed_in: bool) -> float:
    """SQL of one filing as PostgreSQL counted it; nobody else is at work then."""
    asks = _asks(_FEW, signed_in=signed_in)
    before = sql.sent()
    load.fire(portal.port, asks, at_once=1)
    return (sql.sent() - before) / _FEW


def _broken(statements: float, cpu_ms: float, growth: float) -> tuple[str, ...]:
    told = (
        (statements > STATEMENTS, f"{statements:g} SQL, нужно ≤ {STATEMENTS}"),
        (cpu_ms > CPU_MS, f"{cpu_ms:.1f} мс, нужно ≤ {CPU_MS:.0f}"),
        (growth > FLAT, f"рост {growth:.2f}, нужно ≤ {FLAT}"),
    )
    return tuple(words for is_broken, words in told if is_broken)
