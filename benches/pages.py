"""Pages that everybody reads: SQL, CPU and bytes of each, beside a bare server that hands out as many bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db import connection

from benches import load, sql
from benches.portal import Bare, Portal, Spent
from benches.rows import Row
from otklik.appeals.lifecycle import ANSWERED, PUBLIC
from otklik.appeals.models import Appeal
from otklik.kit import paging

STATEMENTS: Final = 6  # limit of the issue
_MANY, _FEW, _AT_ONCE = 80, 20, 2
_ROUNDS: Final = 2  # the cheaper counts: neighbours on the machine only ever add


@dataclass(frozen=True, slots=True)
class _Page:
    request: str
    paths: Sequence[str]  # taken in turn
    limited: bool = True  # the issue names a limit for it


class Pages:
    def __init__(self) -> None:
        self._smallest: dict[str, float] = {}

    def measure(self, size: int) -> list[Row]:
        with Portal() as portal, Bare() as bare:
            return [self._measured(portal, bare, page, size) for page in listed()]

    def _measured(self, portal: Portal, bare: Bare, page: _Page, size: int) -> Row:
        asks = [load.Ask(page.paths[i % len(page.paths)]) for i in range(_MANY)]
        load.fire(portal.port, asks[:_FEW], at_once=_AT_ONCE)  # warm
        before = sql.sent()
        load.fire(portal.port, asks[:_FEW], at_once=1)
        statements = (sql.sent() - before) / _FEW
        rounds = [self._round(portal, asks) for _ in range(_ROUNDS)]
        spent, heard = min(rounds, key=lambda one: one[0].all)
        cpu_ms = spent.all
        limit = self._limit(bare, heard.bytes)
        over = page.limited and statements > STATEMENTS
        return Row(
            "pages", page.request, size, statements, cpu_ms, heard.bytes, limit / cpu_ms,
            cpu_ms / self._smallest.setdefault(page.request, cpu_ms),
            note=f"портал + PostgreSQL {spent.web:.1f} + {spent.database:.1f} мс,"
            f" голый сервер {limit:.2f}; p50 {heard.p50_ms:.0f} мс"
            + (f"; нужно ≤ {STATEMENTS} SQL" if page.limited else ""),
            broken=(f"{statements:g} SQL, нужно ≤ {STATEMENTS}",) if over else (),
        )  # fmt: skip

    def _round(self, portal: Portal, asks: Sequence[load.Ask]) -> tuple[Spent, load.Round]:
        """Milliseconds of one page, and what the client saw."""
        before = portal.spent()
        heard = load.fire(portal.port, asks, at_once=_AT_ONCE)
        return portal.spent().since(before).over(len(asks)), heard

    def _limit(self, bare: Bare, size: int) -> float:
        """CPU milliseconds of the bare server for an answer of so many bytes."""
        many, rounds = _MANY * 4, []  # cheap, and the clock of /proc ticks in 10 ms
        for _ in range(_ROUNDS):
            before = bare.spent()
            load.fire(bare.port, [load.Ask(f"/{size}")] * many, at_once=_AT_ONCE)
            rounds.append((bare.spent() - before) / many * 1000)
        return min(rounds)


def listed() -> list[_Page]:
    cards = _numbers(100)
    answered = _numbers(100, answered=True)
    return [
        _Page("карточка обращения", [f"/appeals/{number}" for number in cards]),
        _Page("карточка с ответом", [f"/appeals/{number}" for number in answered]),
        _Page("список, начало", ["/appeals"]),
        _Page("список, глубоко", _deep()),
        _Page("список по категории", [f"/appeals?category={code}" for code in _categories()]),
        _Page("список решений", ["/appeals?tab=answers"]),
        _Page("главная", ["/"], limited=False),
        _Page("карта обращения", [f"/appeals/{number}/map.svg" for number in cards], limited=False),
    ]


def _numbers(count: int, *, answered: bool = False) -> list[str]:
    """Numbers of public appeals from everywhere in the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM appeals_appeal WHERE state = ANY(%s) AND point IS NOT NULL"
            " AND (answered_at IS NOT NULL OR NOT %s) ORDER BY md5(id::text) LIMIT %s",
            [sorted(ANSWERED if answered else PUBLIC), answered, count],
        )
        return [number for (number,) in cursor.fetchall()]


def _deep() -> list[str]:
    """Pages of the list near its end, by cursors as the list itself makes them."""
    oldest = Appeal.objects.filter(state__in=sorted(PUBLIC), kind="problem").order_by("published_at")
    found = []
    for row in oldest.only("published_at")[30:60]:
        place = Appeal.objects.filter(pk__in=[row.pk, oldest[0].pk]).only("published_at")
        cursor = paging.cut(place, column="published_at", cursor="", size=1).older
        found.append(f"/appeals?{urlencode({'tab': 'problem', 'from': cursor})}")
    return found


def _categories() -> list[str]:
    rows = Appeal.objects.filter(state__in=sorted(PUBLIC), kind="problem").values_list(
        "category__code", flat=True
    )
    return sorted(set(rows.order_by("id")[:500]))
