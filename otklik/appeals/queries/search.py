"""The search: which public appeals a reader may mean, the likeliest first. Nothing personal is looked through.

Ranking all matches of a common word takes seconds, so the newest CANDIDATES matches are ranked. They are found by
climbing the scales of time that `searchable` keeps with the words: today and yesterday, then eight days, sixty-four,
five hundred and twelve, everything; the next scale is looked at only where the last gave too few. All in one statement.

To cut a rare word by time costs more than all its matches, and of a very common one the newest documents have enough:
PostgreSQL, asked how many it expects, says which way to go.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from otklik.appeals import searchable
from otklik.appeals.queries import lists
from otklik.appeals.rules import words as rules
from otklik.kit.replica import rows

CANDIDATES: Final = 300
SORTS: Final = ("best", "date")
FEW: Final = 2_500  # expected matches that are all looked at
_MUCH: Final = 0.2  # of all documents: a word so common is found among the newest LOOKED_AT many times over
LOOKED_AT: Final = 6_000
_FADES: Final = 365.0  # days: so much older counts as a rank e times lower
_FLOOR: Final = 0.001  # of ranks, which may be 0


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is asked beside the words. "" narrows nothing."""

    kind: str = ""  # a lifecycle.Kind value
    category: str = ""  # code
    area: str = ""  # OKTMO

    def tokens(self) -> list[str]:
        said = {"k": self.kind, "c": self.category, "a": self.area}
        return [searchable.token(name, value) for name, value in said.items() if value]


@dataclass(frozen=True, slots=True)
class Found:
    meant: bool  # False: nothing but stop words, signs or exclusions: everything would match
    ids: list[int]  # of this page, the likeliest first
    total: int  # at most CANDIDATES
    more: bool  # there are older ones that were not looked at


def find(typed: str, narrowed: Narrowed, *, sort: str, start: int, now: datetime) -> Found:
    """A page of lists.PAGE appeals from the `start`-th on. Two statements, seldom three, whatever the size and page.

    typed: as people write it; "phrases" and -exclusions count. sort: one of SORTS.
    """
    query = rules.websearch(typed)
    if not query:
        return Found(meant=False, ids=[], total=0, more=False)
    values: dict[str, Any] = {"query": query, "start": start, "page": lists.PAGE, "most": CANDIDATES}
    values["tokens"] = _tsquery(" & ", narrowed.tokens())
    today = searchable.day(now)
    for n, scale in enumerate(searchable.SCALES):
        # The present piece alone may have begun a minute ago.
        pieces = (today // scale, today // scale - 1)
        values[f"scale_{n}"] = _tsquery(" | ", [searchable.token(str(n), piece) for piece in pieces])
    way = _way(values)
    ((meant, total, ids),) = rows(_SEARCH[sort, way], values)
    if way == "newest" and total <= CANDIDATES:  # not so common lately: older ones may match too
        ((meant, total, ids),) = rows(_SEARCH[sort, "climb"], values)
    return Found(meant=meant, ids=ids or [], total=min(total, CANDIDATES), more=total > CANDIDATES)


def _tsquery(sign: str, tokens: list[str]) -> str:
    """Lexemes as they are, quoted for a cast to tsquery."""
    return sign.join("'" + token.replace("\\", "\\\\").replace("'", "''") + "'" for token in tokens)


def _way(values: dict[str, Any]) -> str:
    """all, newest or climb. Nothing is read: the estimate comes from what ANALYZE saw, and may be wrong both ways."""
    ((plan,),) = rows(_EXPECTED, values)
    found, every = (part["Plan Rows"] for part in plan[0]["Plan"]["Plans"])
    return "all" if found <= FEW else "newest" if found > every * _MUCH else "climb"


_EXPECTED: Final = (
    "EXPLAIN (FORMAT JSON) SELECT FROM appeals_searchdocument"
    f" WHERE tsv @@ (websearch_to_tsquery('{searchable.CONFIG}', %(query)s::text) && %(tokens)s::text::tsquery)"
    " UNION ALL SELECT FROM appeals_searchdocument"
)


def _step(n: int, documents: str = "appeals_searchdocument", *, window: str = "", rule: str = "") -> str:
    """One part of the WITH, its bracket open: those of the documents that match."""
    return (
        f"step_{n} AS MATERIALIZED (SELECT appeal_id, published_at FROM {documents}"
        f" WHERE (SELECT meant FROM said) {rule}"
        f" AND tsv @@ (SELECT query && %(tokens)s::tsquery{window} FROM said)"
    )


def _steps() -> list[str]:
    """Each step is a constant false where an earlier one found enough: PostgreSQL then does not even begin it."""
    steps, enough = list[str](), ""
    for n in range(len(searchable.SCALES) + 1):
        window = f" && %(scale_{n})s::tsquery" if n < len(searchable.SCALES) else ""
        steps.append(f"{_step(n, window=window, rule=enough)})")
        enough += f" AND (SELECT count(*) FROM step_{n}) <= %(most)s"
    return steps


_BY_FILING: Final = f"(SELECT * FROM appeals_searchdocument ORDER BY appeal_id DESC LIMIT {LOOKED_AT}) newest"
_WAYS: Final = {
    "climb": _steps(),
    "all": [f"{_step(0)})"],
    # In the order of filing, nearly that of publication. Lazily: it ends where enough are found.
    "newest": [f"{_step(0, _BY_FILING)} LIMIT %(most)s + 1)"],
}


def _search(order: str, steps: list[str]) -> str:
    found = " UNION ".join(f"SELECT * FROM step_{n}" for n in range(len(steps)))
    return (
        f"WITH asked AS MATERIALIZED (SELECT websearch_to_tsquery('{searchable.CONFIG}', %(query)s) AS query),"
        " said AS MATERIALIZED (SELECT query, querytree(query) NOT IN ('', 'T') AS meant FROM asked),"
        f" {', '.join(steps)},"
        f" newest AS MATERIALIZED (SELECT * FROM ({found}) f"
        " ORDER BY published_at DESC, appeal_id DESC LIMIT %(most)s + 1),"
        " looked AS (SELECT * FROM newest ORDER BY published_at DESC, appeal_id DESC LIMIT %(most)s),"
        f" page AS ({order} OFFSET %(start)s LIMIT %(page)s)"
        " SELECT (SELECT meant FROM said), (SELECT count(*) FROM newest), (SELECT array_agg(appeal_id) FROM page)"
    )


_BEST: Final = (
    "SELECT appeal_id FROM looked JOIN appeals_searchdocument d USING (appeal_id), said ORDER BY"
    f" ln(greatest(ts_rank_cd(d.tsv, query), {_FLOOR}))"
    f" + extract(epoch FROM looked.published_at) / 86400 / {_FADES} DESC, appeal_id DESC"
)
_BY_DATE: Final = "SELECT appeal_id FROM looked ORDER BY published_at DESC, appeal_id DESC"
_SEARCH: Final = {
    (sort, way): _search(order, steps)
    for sort, order in {"best": _BEST, "date": _BY_DATE}.items()
    for way, steps in _WAYS.items()
}
