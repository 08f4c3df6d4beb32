"""Finding articles by words: exactly, then with misprints put right, then by any of the words.

Ranking thousands of matches takes long, so of each kind of match CANDIDATES are ranked: first those whose title,
topics or lead have the words. One statement a try; measured by `./bench knowledge`.
"""

from dataclasses import dataclass
from typing import Any, Final

from otklik.kit.replica import rows
from otklik.knowledge import editing, markup
from otklik.knowledge.models import Audience

CANDIDATES: Final = 200
SHOWN: Final = 20
LONGEST: Final = 200  # characters of a question that are looked at
_WORDS: Final = 6  # that are put right
_MANY: Final = 40  # words of a text that are looked for one by one
_WEIGHTS: Final = "{0.1, 0.4, 0.6, 1.0}"


@dataclass(frozen=True, slots=True)
class Hit:
    code: str
    title: str
    lead: str
    language: str


@dataclass(frozen=True, slots=True)
class Found:
    rows: list[Hit]  # the likeliest first, SHOWN at most
    meant: str  # what was looked for where it is not what was typed; "" else


def find(typed: str, *, audience: str, language: str) -> Found:
    """audience: citizens, business or "" for both. Texts in `language`, else Russian ones. At most five statements."""
    said = markup.folded(typed[:LONGEST])
    if not said:
        return Found([], "")
    for spoken in dict.fromkeys((language, "ru")):
        if found := _matching(said, audience, spoken, every=True):
            return Found(found, "")
    meant = corrected(said)
    if meant and (found := _matching(meant, audience, "ru", every=True)):
        return Found(found, meant)
    return Found(_matching(meant or said, audience, "ru", every=False), meant)


def like_text(text: str, *, audience: str, language: str, size: int) -> list[Hit]:
    """Articles that share words with a longer text, the likeliest first. One statement."""
    said = " ".join(dict.fromkeys(markup.folded(text).split()[:_MANY]))
    return _matching(said, audience, language, every=False)[:size] if said else []


def corrected(said: str) -> str:
    """The words with those that no title has put right by those that look like them; "" where nothing changes."""
    asked = [word for word in said.split() if len(word) > 3 and word.isalpha()][:_WORDS]
    better = dict(rows(_NEAREST, {"words": asked})) if asked else {}
    made = " ".join(better.get(word, word) for word in said.split())
    return made if made != said else ""


def _matching(said: str, audience: str, language: str, *, every: bool) -> list[Hit]:
    values: dict[str, Any] = {
        "words": said,
        "config": editing.config(language),
        "language": language,
        "audiences": [Audience.EVERYBODY.value, audience] if audience else list(Audience.values),
        "weights": _WEIGHTS,
        "most": CANDIDATES,
        "shown": SHOWN,
    }
    return [Hit(*row) for row in rows(_ALL if every else _ANY, values)]


_AND: Final = "plainto_tsquery(%(config)s::regconfig, %(words)s)"
# Any of the words: the same lexemes with «or» between them.
_OR: Final = f"replace({_AND}::text, '&', '|')::tsquery"


def _statement(query: str, columns: tuple[str, ...], least: str) -> str:
    """least: rank below which a match is chance."""
    found = " UNION ".join(
        f"(SELECT t.id FROM knowledge_text t, asked WHERE t.{column} @@ query AND language = %(language)s"
        " AND audience = ANY(%(audiences)s) LIMIT %(most)s)"
        for column in columns
    )
    return (
        f"WITH asked AS MATERIALIZED (SELECT {query} AS query), found AS ({found}),"
        " ranked AS (SELECT t.article_id, t.title, t.lead, t.language,"
        " ts_rank(%(weights)s::float4[], t.tsv, query) AS rank"
        " FROM found JOIN knowledge_text t USING (id), asked)"
        f" SELECT a.code, r.title, r.lead, r.language FROM ranked r JOIN knowledge_article a ON a.id = r.article_id"
        f" WHERE r.rank >= {least} ORDER BY r.rank DESC, r.article_id DESC LIMIT %(shown)s"
    )


_ALL: Final = _statement(_AND, ("head", "tsv"), "0")
_ANY: Final = _statement(_OR, ("head",), "0.04")
# A known word, in whatever form, stands for itself. PostgreSQL's `%` is 0.3 of the trigrams in common.
_NEAREST: Final = """
SELECT said.word, CASE WHEN near.stem = said.stem THEN said.word ELSE near.word END
FROM (SELECT word, left(coalesce((ts_lexize('pg_catalog.russian_stem', word))[1], word), 40) AS stem
      FROM unnest(%(words)s::text[]) word) said, LATERAL (
    SELECT word, stem FROM knowledge_word known WHERE known.stem %% said.stem
    ORDER BY similarity(known.stem, said.stem) DESC, known.word LIMIT 1
) near
"""
