"""Addresses of public pages to measure: filters that many appeals pass and few, words common and rare, every zoom."""

# ruff: noqa: S608  # SQL of our own constants

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db import connection

from otklik.appeals.lifecycle import ANSWERED, PUBLIC
from otklik.appeals.queries import lists
from otklik.appeals.queries.filters import Filter
from otklik.kit import clock

SEVERAL: Final = 30  # different addresses of one kind of page, taken in turn
_PUBLIC: Final = "state IN ('" + "', '".join(sorted(PUBLIC)) + "')"
_SAMPLE: Final = (
    20_000  # newest public appeals, from which filters are chosen: pages of 10M are no dearer to choose
)


@dataclass(frozen=True, slots=True)
class Limit:
    """What the issue allows. None: it says nothing of it."""

    statements: float
    cpu_ms: float
    growth: float
    bytes: int | None = None  # compressed
    cold: float = math.inf  # statements of the page in a process that keeps nothing yet


@dataclass(frozen=True, slots=True)
class Page:
    request: str
    paths: Sequence[str]
    limit: Limit | None
    status: int = 200
    cookie: str = ""  # of a reader who is signed in


LIST: Final = Limit(6, 15, 1.5, 20_480)
SEARCH: Final = Limit(6, 20, 2)
TILE: Final = Limit(2, 8, 1.5, 20_480)
NEARBY: Final = Limit(2, 5, 1.5)
CARD: Final = Limit(6, 12, 1.3)  # «1×»: what the clock of a shared machine may add
STATISTICS: Final = Limit(8, 25, 1.5)


def chosen() -> list[Page]:
    return [
        *_lists(),
        *_searches(),
        *_tiles(),
        *_beside_map(),
        *_nearby(),
        *_open311(),
        *_cards(),
        *_statistics(),
        Page("главная", ["/"], None),
    ]


def _lists() -> list[Page]:
    often, seldom = _pair("DESC"), _pair("ASC")
    made: dict[str, list[dict[str, str]]] = {
        "начало": [{}],
        "глубоко": _deep(0.5),
        "в самом конце": _deep(0.99),
        "рубрика": [{"category": value} for value in _values("c.code")],
        "рубрика × город": [{"category": often["category"], "settlement": often["settlement"]}],
        "тема × село, редкая": [{"topic": seldom["topic"], "settlement": seldom["settlement"]}],
        "территория × орган": [{"area": often["area"], "authority": often["authority"]}],
        "тема × территория": [{"topic": often["topic"], "area": often["area"]}],
        "стадия × просрочено": [{"stage": "registered", "overdue": "1"}],
        "город × фото": [{"settlement": often["settlement"], "photo": "1"}],
        "село × оценка 1": [{"settlement": seldom["settlement"], "rating": "1"}],
        "рубрика × с ответом": [{"category": often["category"], "answered": "1"}],
        "тема × даты": [{"topic": often["topic"], "since": "2020-03-01", "until": "2020-03-31"}],
        "популярные": [{"sort": "heat"}],
        "популярные × орган": [{"sort": "heat", "authority": often["authority"]}],
        "по рубрикам": [{"sort": "category"}],
        "по рубрикам × территория": [{"sort": "category", "area": often["area"]}],
    }  # fmt: skip
    pages = [
        Page(f"список, {name}", [_at("/appeals", tab="problem", **one) for one in made[name]], LIST)
        for name in made
    ]
    return [*pages, Page("список, решения", ["/appeals?tab=answers"], LIST)]


def _searches() -> list[Page]:
    middling, rare = _words()
    (number,) = numbers(1)
    words = {
        "частое слово": "соседи",
        "среднее слово": middling,
        "редкое слово": rare,
        "два слова": "яма дорога",
        "слово и город": "снег Верхнеокск",
        "номер": f"{number[:3]} {number[3:6]}-{number[6:]}",
        "с опечаткой": "Верхнеоксг ямы",
        "ничего": "абырвалг",
    }
    found = [
        Page(f"поиск, {name}", [_at("/search", q=said)], SEARCH, status=302 if name == "номер" else 200)
        for name, said in words.items()
    ]
    hints = [_at("/search/suggest", q=said) for said in ("Верхн", "улица Школ", number[:4], "снег")]
    return [*found, Page("подсказки поиска", hints, SEARCH)]


def _tiles() -> list[Page]:
    lon, lat = _middle()
    pages = []
    for zoom in range(4, 18):
        path = "/tiles/appeals/{}/{}/{}.mvt".format(zoom, *_tile(lon, lat, zoom))
        pages.append(Page(f"плитка z{zoom}", [path], TILE))
        if zoom in (6, 10, 13, 16):
            filters = {"kind": "problem", "category": _pair("DESC")["category"], "state": "closed"}
            pages.append(Page(f"плитка z{zoom} с отбором", [_at(path, **filters)], TILE))
    return pages


def _beside_map() -> list[Page]:
    """Boxes from some houses to everything, around the biggest city and around a village of few."""
    (village,) = _rows(
        f"SELECT ST_X(point), ST_Y(point) FROM appeals_appeal WHERE {_PUBLIC} AND point IS NOT NULL"
        f" AND settlement_id = {int(_pair('ASC')['settlement'])} LIMIT 1"
    )
    filters: tuple[dict[str, str], ...] = (
        {},
        {"category": _pair("ASC")["category"], "stage": "closed"},
        {"kind": "thanks", "stage": "sending"},
    )
    boxes = [(lon, lat, up) for lon, lat in (_middle(), village) for up in (0.003, 0.01, 0.03, 0.1, 0.5, 3)]
    paths = [
        _at("/map/list", bbox=f"{lon - 2 * up},{lat - up},{lon + 2 * up},{lat + up}", **said)
        for said in filters
        for lon, lat, up in boxes
    ]
    return [Page("список у карты", paths, TILE)]


def _nearby() -> list[Page]:
    rows = _rows(
        f"SELECT ST_X(point), ST_Y(point) FROM appeals_appeal WHERE {_PUBLIC} AND point IS NOT NULL"
        f" ORDER BY published_at DESC LIMIT {SEVERAL}"
    )
    paths = [_at("/api/v1/nearby", lat=f"{lat:.6f}", lon=f"{lon:.6f}", radius="2000") for lon, lat in rows]
    return [Page("рядом, 20", paths, NEARBY)]


def _open311() -> list[Page]:
    """Fifty requests of the last ninety days: the issue allows no figures. Boxes as beside the map."""
    lon, lat = _middle()
    boxes = [
        f"{lon - 2 * up},{lat - up},{lon + 2 * up},{lat + up}" for up in (0.001, 0.003, 0.01, 0.03, 0.5, 3)
    ]
    often, seldom = ([_pair(order)["topic"], *_values("t.code")] for order in ("DESC", "ASC"))
    made: dict[str, list[dict[str, str]]] = {
        "всё": [{}],
        "страница 20": [{"page": "20"}],
        "коробка": [{"bbox": box} for box in boxes],
        "три темы": [{"service_code": ",".join(often[:3])}, {"service_code": ",".join(seldom[-3:])}],
        "двадцать тем": [{"service_code": ",".join(dict.fromkeys(often[:21]))}],
        "коробка × три темы": [{"bbox": box, "service_code": ",".join(seldom[-3:])} for box in boxes],
    }
    asked = [
        Page(f"Open311, {name}", [_at("/open311/v2/requests.json", **one) for one in said], None)
        for name, said in made.items()
    ]
    updates = "/open311/v2/servicerequestupdates.json"
    return [
        *asked,
        Page("Open311, обновления", [_at(updates, page_size=str(size)) for size in (50, 1000)], None),
    ]


def _cards() -> list[Page]:
    return [
        Page(
            "карточка обращения", [f"/appeals/{number}" for number in numbers(SEVERAL, answered=False)], CARD
        ),
        Page(
            "карточка с ответом", [f"/appeals/{number}" for number in numbers(SEVERAL, answered=True)], CARD
        ),
    ]


def _statistics() -> list[Page]:
    """Many questions of each kind: what is kept for two seconds answers few of them."""
    categories = _values("c.code")
    areas = _column(
        "SELECT DISTINCT value FROM stats_evertotal WHERE dim = 'area' AND value <> '' ORDER BY 1"
    )
    authorities = _column("SELECT code FROM authorities_authority ORDER BY code")
    kinds = ("", "problem", "proposal", "thanks")
    made: dict[str, list[dict[str, str]]] = {
        "всё": [{}],
        "всё, иной год": [
            {"period": "own", "from": since, "to": until, "kind": kind}
            for kind in kinds
            for since, until in years()
        ],
        "рубрика": [{"category": one, "kind": kind} for kind in kinds for one in categories],
        "территория": [{"area": one, "kind": kind} for kind in kinds for one in areas],
        "территория × рубрика": [{"area": one, "category": other} for one in areas for other in categories],
        "орган": [{"authority": one} for one in authorities],
    }
    return [
        Page(f"статистика, {name}", [_at("/statistics", **one) for one in said], STATISTICS)
        for name, said in made.items()
    ]


def years() -> list[tuple[str, str]]:
    """Twelve months each, as the form sends them, ending month by month further back."""
    day = clock.now().date()
    ends = [day.year * 12 + day.month - 1 - back for back in range(20)]
    return [(_month(end - 11), _month(end)) for end in ends]


def _month(n: int) -> str:
    return f"{n // 12}-{n % 12 + 1:02}"


def _pair(order: str) -> dict[str, str]:
    """The commonest or the rarest of the pairs of settlement and topic, with all that stands in such an appeal."""
    row = _rows(
        "SELECT c.code, p.code, a.settlement_id, a.area, b.code, count(*) FROM"
        f" (SELECT * FROM appeals_appeal WHERE {_PUBLIC} AND kind = 'problem' ORDER BY published_at DESC"
        f" LIMIT {_SAMPLE}) a JOIN classifier_topic p ON p.id = a.topic_id JOIN classifier_category c"
        " ON c.id = a.category_id JOIN authorities_authority b ON b.id = a.authority_id WHERE settlement_id IS NOT NULL"
        f" GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 {order}, 2, 3 LIMIT 1"
    )[0]
    return dict(zip(("category", "topic", "settlement", "area", "authority"), map(str, row), strict=False))


def _values(column: str) -> list[str]:
    return sorted(
        _column(
            f"SELECT DISTINCT {column} FROM classifier_category c JOIN classifier_topic t ON t.category_id = c.id"
        )
    )


def _column(statement: str) -> list[str]:
    return [str(value) for (value,) in _rows(statement)]


def _deep(share: float) -> list[dict[str, str]]:
    """Pages around that share of the list, by cursors as the list itself makes them."""
    ((first, last),) = _rows(
        f"SELECT min(published_at), max(published_at) FROM appeals_appeal WHERE {_PUBLIC}"
    )
    at = (last - (last - first) * share).date()
    days = [max(at - timedelta(days=n), first.date() + timedelta(days=2)) for n in range(SEVERAL)]
    pages = [lists.page(Filter(tab="problem", until=day), today=date.max) for day in days]
    return [{"from": page.older} for page in pages if page.older]


def _words() -> tuple[str, str]:
    """Of the names in «…» one that stands in some texts of a thousand and one of the rarest."""
    rows = _rows(
        "SELECT lower(word[1]), count(*) FROM bench_tail, regexp_matches(text, '«([а-яёА-ЯЁ]+)»', 'g') word"
        " GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return rows[100][0], rows[-1][0]


def _middle() -> tuple[float, float]:
    """Of the biggest city: of its houses with closed problems of the commonest category the busiest.

    A house of that kind has something to show at every zoom and through the filter, at a thousand appeals too:
    a tile where nothing lies answers 204.
    """
    often = _pair("DESC")
    return _rows(
        "SELECT ST_X(point), ST_Y(point) FROM (SELECT (array_agg(point))[1] AS point, count(*) AS n FROM"
        " (SELECT a.address, a.point FROM appeals_appeal a JOIN classifier_category c ON c.id = a.category_id"
        f" WHERE state = 'closed' AND kind = 'problem' AND c.code = '{often['category']}'"
        f" AND settlement_id = {int(often['settlement'])} ORDER BY published_at DESC LIMIT {_SAMPLE}) newest"
        " GROUP BY address) houses ORDER BY n DESC, 1 LIMIT 1"
    )[0]


def _tile(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    of, sine = 2**zoom, math.sin(math.radians(lat))
    return int((lon + 180) / 360 * of), int((0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * of)


def numbers(count: int, *, answered: bool | None = None) -> list[str]:
    """Numbers of public appeals from everywhere in the table."""
    said = {None: "true", True: "answered_at IS NOT NULL", False: "answered_at IS NULL"}[answered]
    if answered:
        said += " AND state IN ('" + "', '".join(sorted(ANSWERED)) + "')"
    top = _rows("SELECT max(id) FROM appeals_appeal")[0][0]
    found: list[str] = []
    for place in range(count):
        found += [
            number
            for (number,) in _rows(
                f"SELECT number FROM appeals_appeal WHERE id >= {place * top // count} AND {_PUBLIC} AND {said}"
                " AND point IS NOT NULL ORDER BY id LIMIT 1"
            )
        ]
    return found


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _at(path: str, **words: str) -> str:
    return f"{path}?{urlencode(words)}" if words else path
