"""Pages that everybody reads: SQL, CPU and compressed bytes, beside their bare SQL and a bare page of Django."""

import gzip
import http.client
import math
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from typing import Final

from django.db import connection
from django.test import Client

from benches import addresses, cpu, load, sql
from benches.addresses import Limit, Page
from benches.portal import DATABASE, Bare, Portal, Spent
from benches.rows import Row
from otklik.kit.kept import forget

_MANY, _FEW, _AT_ONCE = 80, 20, 2
_ROUNDS: Final = 2  # the cheaper counts: neighbours on the machine only ever add
_HEADERS: Final = {"Accept-Encoding": "gzip", "Accept-Language": "ru"}  # as every browser asks


class Pages:
    """A part whose rows are pages."""

    def __init__(self, part: str, smallest: dict[str, float]) -> None:
        self.part = part
        self._smallest = smallest  # milliseconds of each request, from which growth is counted

    def measured(self, pages: Sequence[Page], size: int) -> list[Row]:
        with Portal() as portal, Bare() as bare:
            return [self._measured(portal, bare, page, size) for page in pages]

    def _measured(self, portal: Portal, bare: Bare, page: Page, size: int) -> Row:
        headers = _headers(page)
        status, weight, plain = _seen(portal.port, page.paths[0], headers)
        if status != page.status:
            return Row(self.part, page.request, size, broken=(f"ответ {status}: {page.paths[0]}",))
        # One after the other and on: a page with more addresses than this is asked each of them once.
        asks = (load.Ask(path, headers=headers, status=page.status) for path in cycle(page.paths))
        load.fire(portal.port, list(islice(asks, _FEW)), at_once=_AT_ONCE)  # warm
        before = sql.sent()
        load.fire(portal.port, list(islice(asks, _FEW)), at_once=1)
        statements = (sql.sent() - before) / _FEW
        rounds = [_round(portal, list(islice(asks, _MANY))) for _ in range(_ROUNDS)]
        spent, heard = min(rounds, key=lambda one: one[0].all)
        django, (raw, cold) = _bare_page(bare, weight), _bare_sql(page)
        growth = spent.all / self._smallest.setdefault(page.request, spent.all)
        return Row(
            self.part, page.request, size, statements, spent.all, weight, django / spent.all, growth,
            ratio_to_sql=raw / spent.all,
            note=f"портал + PostgreSQL {spent.web:.1f} + {spent.database:.1f} мс, голый SQL {raw:.2f}, голый Django"
            f" {django:.2f}; первая после запуска {cold} SQL; p50 {heard.p50_ms:.0f} мс"
            f"{'' if plain else '; без сжатия ' + str(heard.bytes)}"
            f"{_allowed(page.limit)}",
            broken=_broken(page.limit, (statements, cold), spent.all, weight, growth),
        )  # fmt: skip


class Public(Pages):
    def __init__(self, smallest: dict[str, float]) -> None:
        super().__init__("public", smallest)

    def measure(self, size: int) -> list[Row]:
        return self.measured(addresses.chosen(), size)


def _headers(page: Page) -> dict[str, str]:
    return {**_HEADERS, **({"Cookie": page.cookie} if page.cookie else {})}


def _round(portal: Portal, asks: Sequence[load.Ask]) -> tuple[Spent, load.Round]:
    """Milliseconds of one page, and what the client saw."""
    before = portal.spent()
    heard = load.fire(portal.port, asks, at_once=_AT_ONCE)
    return portal.spent().since(before).over(len(asks)), heard


def _seen(port: int, path: str, headers: Mapping[str, str]) -> tuple[int, int, bool]:
    """Status, bytes compressed (by us where the portal leaves it to the proxy), and whether the portal compressed."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=load.TIMEOUT)
    asked.request("GET", path, headers=headers)
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


def _bare_sql(page: Page) -> tuple[float, int]:
    """CPU milliseconds of PostgreSQL for the statements of one page, listened to here and sent by psycopg; how many
    statements the page takes in a process that keeps nothing yet.
    """
    client, told = Client(SERVER_NAME="127.0.0.1", headers=_HEADERS), []
    client.cookies.load(page.cookie)
    client.get(page.paths[0])  # modules are loaded by the first page
    forget()
    with sql.captured() as first:
        client.get(page.paths[0])  # what is kept in memory is there from the next page on
    for path in page.paths[:_FEW]:
        with sql.captured() as statements:
            client.get(path)
        told.append([words for words in statements if words not in ("BEGIN", "COMMIT")])
    rounds, turns = [], max(1, _MANY // len(told))
    for _ in range(_ROUNDS):
        before = cpu.seconds([DATABASE])
        with connection.cursor() as cursor:
            for _ in range(turns):
                for asked in told:
                    for words in asked:
                        cursor.execute(words)
                        if cursor.description:
                            cursor.fetchall()
        rounds.append((cpu.seconds([DATABASE]) - before) / (turns * len(told)) * 1000)
    return min(rounds), len([words for words in first if words not in ("BEGIN", "COMMIT")])


def _allowed(limit: Limit | None) -> str:
    if limit is None:
        return ""
    size = f", ≤ {limit.bytes} байт" if limit.bytes else ""
    cpu_ms = f", ≤ {limit.cpu_ms:g} мс" if limit.cpu_ms < math.inf else ""
    growth = f", рост ≤ {limit.growth}" if limit.growth < math.inf else ""
    cold = f", и первая ≤ {limit.cold:g}" if limit.cold < math.inf else ""
    return f"; нужно ≤ {limit.statements:g} SQL{cold}{cpu_ms}{size}{growth}"


def _broken(
    limit: Limit | None, sent: tuple[float, int], cpu_ms: float, weight: int, growth: float
) -> tuple[str, ...]:
    if limit is None:
        return ()
    statements, cold = sent
    told = (
        (statements > limit.statements, f"{statements:g} SQL, нужно ≤ {limit.statements:g}"),
        (cold > limit.cold, f"первая после запуска: {cold} SQL, нужно ≤ {limit.cold:g}"),
        (cpu_ms > limit.cpu_ms, f"{cpu_ms:.1f} мс, нужно ≤ {limit.cpu_ms:g}"),
        (limit.bytes is not None and weight > limit.bytes, f"{weight} байт, нужно ≤ {limit.bytes}"),
        (growth > limit.growth, f"рост {growth:.2f}, нужно ≤ {limit.growth}"),
    )
    return tuple(words for is_broken, words in told if is_broken)
