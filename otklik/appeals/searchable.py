"""What the search keeps of each public appeal: its words by weight, and tokens that a query narrows by.

Written from `stats.folding` for what changed, and by `rebuild` for everything. Weights: A topic, B address, C text,
D answers. Nothing else is taken: no name, no e-mail, no clarification.

Tokens are lexemes that no word can be, because they begin with «=»: kind, category, area, and the day of publication
at four scales (days, then eights, sixty-fours, five hundred and twelves of days). Any span of days is a few of them
(`span`), and the index intersects it with the words by itself, so that the newest matches of a common word cost as
little among ten million appeals as among ten thousand: `queries.search` goes back in time until it has enough.
"""

from datetime import datetime
from typing import Any, Final

from otklik.appeals import public
from otklik.appeals.rules.words import WORDLESS

CONFIG: Final = "public.otklik"  # made by migration 0012
SCALES: Final = (1, 8, 64, 512)  # days
STATISTICS: Final = 1000  # thousands of words whose share is known: by it the search chooses its way
_TABLE: Final = "appeals_searchdocument"

# As written in an address → also the words people look for.
_SPOKEN: Final = {
    "ул.": "улица", "пер.": "переулок", "пр-кт": "проспект", "пл.": "площадь", "наб.": "набережная", "ш.": "шоссе",
    "мкр.": "микрорайон", "б-р": "бульвар", "д.": "деревня дом", "г.": "город", "с.": "село", "п.": "поселок",
}  # fmt: skip


def day(moment: datetime) -> int:
    """Days since 1970, by which the tokens of time are cut."""
    return int(moment.timestamp() // 86_400)


def token(name: str, value: object) -> str:
    """name: k (kind), c (category code), a (area), or 0..3 for a scale of time."""
    return f"={name}:{value}"


def span(first: int, last: int) -> list[str]:
    """Tokens of which each day from first to last has exactly one: the largest pieces that fit."""
    tokens = []
    while first <= last:
        name, scale = next(
            (name, scale)
            for name, scale in reversed(list(enumerate(SCALES)))
            if first % scale == 0 and first + scale - 1 <= last
        )
        tokens.append(token(str(name), first // scale))
        first += scale
    return tokens


def refresh(cursor: Any, appeal_ids: list[int]) -> None:
    """Bring the documents of these appeals up to date: public ones are written, others are gone. Safe to repeat."""
    cursor.execute(_FORGET, [appeal_ids])
    cursor.execute(_WRITE, [appeal_ids])


def rebuild(cursor: Any) -> None:
    """Make every document anew beside the old ones, then change places: readers wait for a moment only.

    Inside a transaction; nobody may `refresh` meanwhile (`stats.folding` holds its lock).
    """
    fresh = f"{_TABLE}_new"
    cursor.execute(f"DROP TABLE IF EXISTS {fresh}")
    cursor.execute(f"CREATE TABLE {fresh} AS {_documents('true')}")
    for column in ("published_at", "tsv"):
        cursor.execute(f"ALTER TABLE {fresh} ALTER COLUMN {column} SET NOT NULL")
    cursor.execute(f"CREATE UNIQUE INDEX {fresh}_pkey ON {fresh} (appeal_id)")
    cursor.execute(f"CREATE INDEX {fresh}_words ON {fresh} USING gin (tsv) WITH (fastupdate = off)")
    cursor.execute(f"ALTER TABLE {fresh} ALTER COLUMN tsv SET STATISTICS {STATISTICS}")
    cursor.execute(f"ANALYZE {fresh}")
    cursor.execute(f"DROP TABLE {_TABLE}")
    cursor.execute(f"ALTER TABLE {fresh} RENAME TO {_TABLE}")
    cursor.execute(f"ALTER INDEX {fresh}_words RENAME TO search_words")
    cursor.execute(f"ALTER TABLE {_TABLE} ADD CONSTRAINT {_TABLE}_pkey PRIMARY KEY USING INDEX {fresh}_pkey")


def _documents(which: str) -> str:
    """SELECT of documents as the appeals are now. which: condition on the appeal `a`."""
    days = "floor(extract(epoch FROM a.published_at) / 86400)::int"
    tokens = ["'=k:' || a.kind", "'=c:' || c.code", "'=a:' || a.area"]
    tokens += [f"'={n}:' || {days} / {scale}" for n, scale in enumerate(SCALES)]
    # Functions of migration 0015, called for those only that have something.
    answers = "CASE WHEN a.answered_at IS NOT NULL THEN public.otklik_answers(a.id) END"
    # Of a cadastral number only the quarter, as everybody reads it (`Card.public_fields`).
    quarters = r"regexp_replace(public.otklik_field_values(a.fields), '(\d\d:\d\d:\d{6,7}):\d+', '\1', 'g')"
    fields = f"CASE WHEN a.fields <> '[]' THEN {quarters} END"
    words = " || ".join(
        (
            _weighed("t.title", "A"),
            _weighed(_address(), "B"),
            _weighed(f"left(a.text, 20000) || ' ' || coalesce({fields}, '')", "C"),
            _weighed(f"coalesce({answers}, '')", "D"),
        )
    )
    return (
        f"SELECT a.id AS appeal_id, a.published_at, array_to_tsvector(ARRAY[{', '.join(tokens)}]) || {words} AS tsv"
        " FROM appeals_appeal a JOIN classifier_topic t ON t.id = a.topic_id"
        " JOIN classifier_category c ON c.id = a.category_id"
        f" WHERE {public.shown('a')} AND {which}"
    )


def _weighed(text: str, weight: str) -> str:
    return f"setweight(to_tsvector('{CONFIG}', {_folded(text)}), '{weight}')"


def _folded(text: str) -> str:
    """As `rules.words.plain`."""
    signs = WORDLESS.replace("'", "''") + '"'
    return f"translate({text}, 'ёЁ{signs}', 'ее{' ' * (len(WORDLESS) + 1)}')"


def _address() -> str:
    text = "' ' || a.address"
    for written, spoken in _SPOKEN.items():
        text = f"replace({text}, ' {written} ', ' {written} {spoken} ')"
    return text


_SAID: Final = _documents("a.id = ANY(%s)")
_FORGET: Final = (
    f"DELETE FROM {_TABLE} d WHERE d.appeal_id = ANY(%s) AND NOT EXISTS"
    f" (SELECT FROM appeals_appeal a WHERE a.id = d.appeal_id"
    f" AND {public.shown('a')})"
)
# What stays the same is not written: a move from state to state costs the index nothing.
_WRITE: Final = (
    f"INSERT INTO {_TABLE} AS kept (appeal_id, published_at, tsv) {_SAID}"
    " ON CONFLICT (appeal_id) DO UPDATE SET published_at = excluded.published_at, tsv = excluded.tsv"
    " WHERE kept.tsv <> excluded.tsv OR kept.published_at <> excluded.published_at"
)
