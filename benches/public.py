"""Pages that everybody reads: SQL, CPU and compressed bytes, beside their bare SQL and a bare page of Django."""

import gzip
import http.client
from collections.abc import Sequence
from typing import Final

from django.db import connection
from django.test import Client

from benches import addresses, cpu, directory, load, sql
from benches.addresses import Limit, Page
from benches.portal import DATABASE, Bare, Portal, Spent
from benches.rows import Row

_MANY, _FEW, _AT_ONCE = 80, 20, 2
_ROUNDS: Final = 2  # the cheaper counts: neighbours on the machine only ever add
_HEADERS: Final = {"Accept-Encoding": "gzip", "Accept-Language": "ru"}  # as every browser asks


class Public:
    def __init__(self, smallest: dict[str, float]) -> None:
        self._smallest = smallest  # milliseconds of each request, from which growth is counted

    def measure(self, size: int) -> list[Row]:
        with Portal() as portal, Bare() as bare:
            pages = [*addresses.chosen(), *directory.chosen()]
            return [self._measured(portal, bare, page, size) for page in pages]

    def _measured(self, portal: Portal, bare: Bare, page: Page, size: int) -> Row:
        status, weight, plain = _seen(portal.port, page.paths[0])
        if status != page.status:
            return Row("public", page.request, size, broken=(f"ответ {status}: {page.paths[0]}",))
        asks = [
            load.Ask(page.paths[i % len(page.paths)], headers=_HEADERS, status=page.status)
            for i in range(_MANY)
        ]
        load.fire(portal.port, asks[:_FEW], at_once=_AT_ONCE)  # warm
        before = sql.sent()
        load.fire(portal.port, asks[:_FEW], at_once=1)
        statements = (sql.sent() - before) / _FEW
        spent, heard = min((_round(portal, asks) for _ in range(_ROUNDS)), key=lambda one: one[0].all)
        django, raw = _bare_page(bare, weight), _bare_sql(page.paths)
        growth = spent.all / self._smallest.setdefault(page.request, spent.all)
        return Row(
            "public", page.request, size, statements, spent.all, weight, django / spent.all, growth,
            ratio_to_sql=raw / spent.all,
            note=f"портал + PostgreSQL {spent.web:.1f} + {spent.database:.1f} мс, голый SQL {raw:.2f}, голый Django"
            f" {django:.2f}; p50 {heard.p50_ms:.0f} мс{'' if plain else '; без сжатия ' + str(heard.bytes)}"
            f"{_allowed(page.limit)}",
            broken=_broken(page.limit, statements, spent.all, weight, growth),
        )  # fmt: skip


def _round(portal: Portal, asks: Sequence[load.Ask]) -> tuple[Spent, load.Round]:
    """Milliseconds of one page, and what the client saw."""
    before = portal.spent()
    heard = load.fire(portal.port, asks, at_once=_AT_ONCE)
    return portal.spent().since(before).over(len(asks)), heard


def _seen(port: int, path: str) -> tuple[int, int, bool]:
    """Status, bytes compressed (by us where the portal leaves it to the proxy), and whether the portal compressed."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=load.TIMEOUT)
    asked.request("GET", path, headers=_HEADERS)
    answer = asked.getresponse()
    body = answer.read()
    asked.close()
    packed = answer.getheader("Content-Encoding") == "gzip"
    return answer.status, len(body if packed else gzip.compress(body, 5)), packed


def _bare_page(bare: Bare, size: int) -> float:
    """CPU milliseconds of a bare page of Django of so many bytes."""
    many, rounds = _MANY * 2, []  # cheap, and the clock of /proc ticks in 10 ms
    for _ in range(_ROUNDS):
        before = bare.spent()
        load.fire(bare.port, [load.Ask(f"/{size}")] * many, at_once=_AT_ONCE)
        rounds.append((bare.spent() - before) / many * 1000)
    return min(rounds)


def _bare_sql(paths: Sequence[str]) -> float:
    """CPU milliseconds of PostgreSQL for the statements of one page, listened to here and sent by psycopg."""
    client, told = Client(SERVER_NAME="127.0.0.1", headers=_HEADERS), []
    client.get(paths[0])  # what is kept in memory is there from the second page on
    for path in paths[:_FEW]:
        with sql.captured() as statements:
            client.get(path)
        told.append([words for words in statements if words not in ("BEGIN", "COMMIT")])
    rounds, turns = [], max(1, _MANY // len(told))
    for _ in range(_ROUNDS):
        before = cpu.seconds([DATABASE])
        with connection.cursor() as cursor:
            for _ in range(turns):
                for page in told:
                    for words in page:
                        cursor.execute(words)
                        if cursor.description:
                            cursor.fetchall()
        rounds.append((cpu.seconds([DATABASE]) - before) / (turns * len(told)) * 1000)
    return min(rounds)


def _allowed(limit: Limit | None) -> str:
    if limit is None:
        return ""
    size = f", ≤ {limit.bytes} байт" if limit.bytes else ""
    return f"; нужно ≤ {limit.statements:g} SQL, ≤ {limit.cpu_ms:g} мс{size}, рост ≤ {limit.growth}"


def _broken(
    limit: Limit | None, statements: float, cpu_ms: float, weight: int, growth: float
) -> tuple[str, ...]:
    if limit is None:
        return ()
    told = (
        (statements > limit.statements, f"{statements:g} SQL, нужно ≤ {limit.statements:g}"),
        (cpu_ms > limit.cpu_ms, f"{cpu_ms:.1f} мс, нужно ≤ {limit.cpu_ms:g}"),
        (limit.bytes is not None and weight > limit.bytes, f"{weight} байт, нужно ≤ {limit.bytes}"),
        (growth > limit.growth, f"рост {growth:.2f}, нужно ≤ {limit.growth}"),
    )
    return tuple(words for is_broken, words in told if is_broken)
