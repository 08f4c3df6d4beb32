"""What a query that found nothing may have meant: names of places and words of topics that are spelt much like it."""

from collections.abc import Iterable
from typing import Final

from otklik.appeals.rules import words as rules
from otklik.kit.replica import rows

_SHORTEST: Final = 4  # letters of a word that is worth a guess
_WORDS: Final = 6  # of a query that are looked up
_LIKE: Final = 0.28
# The names nearest to each word; a street's index gives the words of its name.
_NEAREST: Final = """
SELECT said.word, near.key FROM unnest(%(words)s::text[]) said (word), LATERAL (
    (SELECT key FROM places_settlement ORDER BY key <->> said.word LIMIT 8)
    UNION (SELECT key FROM (SELECT key FROM places_street ORDER BY key <->> said.word LIMIT 40) street)
    UNION (SELECT replace(lower(title), 'ё', 'е') FROM classifier_topic WHERE active
           ORDER BY title <->> said.word LIMIT 8)
) near
"""


def corrected(typed: str) -> str:
    """The query with its misspelt words put right, or with the other keyboard layout; "" where nothing is like it.

    One statement, none where no word is long enough.
    """
    other = rules.other_layout(typed)
    words = rules.plain(other or typed).lower().split()
    asked = [word for word in words if len(word) >= _SHORTEST and word.isalpha()][:_WORDS]
    if not asked:
        return other
    names: dict[str, set[str]] = {}
    for word, name in rows(_NEAREST, {"words": asked}):
        names.setdefault(word, set()).update(rules.plain(name).split())
    better = [_best(word, names.get(word, ())) for word in words]
    return " ".join(better) if better != rules.plain(typed).lower().split() else ""


def _best(word: str, known: Iterable[str]) -> str:
    """The known word that is meant; the word itself where it is known, or where none is near enough."""
    most = 1 if len(word) < 6 else 2
    near = [
        (rules.steps_apart(word, one, most=most), -rules.likeness(word, one), one)
        for one in known
        if len(one) >= _SHORTEST and rules.likeness(word, one) >= _LIKE
    ]
    best = min(near, default=(most + 1, 0.0, word))
    return best[2] if best[0] <= most else word
