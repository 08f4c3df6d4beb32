"""The search: which public appeals a reader may mean, the likeliest first. Nothing personal is looked through.

Ranking all matches of a common word takes seconds, so the newest CANDIDATES matches are ranked. They are found by
going back in time, by spans that the tokens of `searchable` cut: single days, then about as much again as has been
looked through; the next span is looked at only where the earlier ones gave too few. All in one statement.
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


def find(
    typed: str, narrowed: Narrowed, *, sort: str, start: int, now: datetime, size: int = lists.PAGE
) -> Found:
    """A page of `size` appeals from the `start`-th on. One statement, whatever the size and page.

    typed: as people write it; "phrases" and -exclusions count. sort: one of SORTS.
    """
    query = rules.websearch(typed)
    if not query:
        return Found(meant=False, ids=[], total=0, more=False)
    values: dict[str, Any] = {"query": query, "start": start, "page": size, "most": CANDIDATES}
    values["tokens"] = _tsquery(" & ", narrowed.tokens())
    for n, tokens in enumerate(_spans(searchable.day(now))):
        values[f"span_{n}"] = _tsquery(" | ", tokens)
    ((meant, total, ids),) = rows(_SEARCH[sort], values)
    return Found(meant=meant, ids=ids or [], total=min(total, CANDIDATES), more=total > CANDIDATES)


def _spans(today: int) -> list[list[str]]:
    """Tokens of each span, the newest first. What is older than all of them is found without a token."""
    eights, months = today // 8, today // 64  # the longer a span, the larger the pieces that it consists of
    begins = [today - back for back in (0, 1, 2, 3, 5)]
    begins += [8 * (eights - back) for back in (1, 3, 7)] + [64 * (months - back) for back in (1, 3, 7)]
    ends = [today, *(begin - 1 for begin in begins)]
    return [searchable.span(first, last) for first, last in zip(begins, ends, strict=False)]


_SPANS: Final = len(_spans(0))


def _tsquery(sign: str, tokens: list[str]) -> str:
    """Lexemes as they are, quoted for a cast to tsquery."""
    return sign.join("'" + token.replace("\\", "\\\\").replace("'", "''") + "'" for token in tokens)


def _step(n: int) -> str:
    """The matches of a span; a constant false where earlier ones found enough: PostgreSQL then does not even begin it.

    The span is a condition of its own: so the index leaps over what lies outside it, in each list of documents.
    """
    span = f" AND tsv @@ %(span_{n})s::tsquery" if n < _SPANS else ""
    got = " + ".join(f"(SELECT count(*) FROM step_{earlier})" for earlier in range(n)) or "0"
    return (
        f"step_{n} AS MATERIALIZED (SELECT appeal_id, published_at FROM appeals_searchdocument"
        f" WHERE (SELECT meant FROM said) AND {got} <= %(most)s"
        f" AND tsv @@ (SELECT query && %(tokens)s::tsquery FROM said){span})"
    )


def _search(order: str) -> str:
    steps = range(_SPANS + 1)
    found = " UNION ".join(f"SELECT * FROM step_{n}" for n in steps)
    return (
        f"WITH asked AS MATERIALIZED (SELECT websearch_to_tsquery('{searchable.CONFIG}', %(query)s) AS query),"
        " said AS MATERIALIZED (SELECT query, querytree(query) NOT IN ('', 'T') AS meant FROM asked),"
        f" {', '.join(map(_step, steps))},"
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
_SEARCH: Final = {"best": _search(_BEST), "date": _search(_BY_DATE)}
