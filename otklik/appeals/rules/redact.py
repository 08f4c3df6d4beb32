"""What everybody reads of a text of which a part is hidden. Pure.

A moderator hides an author's words and never writes other ones: whatever is typed, only what is missing counts.
"""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from otklik.appeals.rules.spans import Mark, Span, laid_out, pieces

HIDDEN: Final = "[скрыто]"
HIDDEN_ANSWER: Final = "[скрыто модератором]"  # to a question of the topic, whole
_TOKEN: Final = re.compile(r"\[скрыто\]|\w+|[^\w\s]")
# Pairs of equal tokens that are compared: beyond them (one word a thousand times) all between the ends is hidden.
_MOST: Final = 3_000_000


def public(full: str, spans: Sequence[Span]) -> str:
    """`full` with each span as HIDDEN."""
    return "".join(piece if span is None else HIDDEN for piece, span in pieces(full, spans))


def missing(full: str, edited: str) -> list[Span]:
    """What of `full` is not in `edited` any more: words and signs; blanks and added words do not count."""
    tokens = list(_TOKEN.finditer(full))
    one, two = [token[0] for token in tokens], _TOKEN.findall(edited)
    gone = [n for first, last in _gaps(one, two) for n in range(first, last)]
    found = list[Span]()
    for n in gone:
        start, end = tokens[n].span()
        if found and not full[found[-1].end : start].strip():
            start = found.pop().start
        found.append(Span(start, end, Mark.BY_HAND))
    return found


def named(spans: Sequence[Span], known: Sequence[Span]) -> list[Span]:
    """`spans` with the marks of what is known to lie in them."""
    return [
        span._replace(
            mark=next((k.mark for k in known if k.start < span.end and span.start < k.end), span.mark)
        )
        for span in spans
    ]


def joined(full: str, spans: Sequence[Span]) -> list[Span]:
    """In order; what overlaps goes, and neighbours with only blanks between become one."""
    found = list[Span]()
    for span in laid_out(spans):
        if found and not full[found[-1].end : span.start].strip():
            span = found.pop()._replace(end=span.end)
        found.append(span)
    return found


def _gaps(one: list[str], two: list[str]) -> list[tuple[int, int]]:
    """[first, last) of `one` that `two` has not."""
    start = _same(one, two)
    end = _same(one[start:][::-1], two[start:][::-1])
    left, right = one[start : len(one) - end], two[start : len(two) - end]
    counts = Counter(right)
    if sum(counts[token] for token in left) > _MOST:
        return [(start, start + len(left))]
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return [(start + a, start + b) for what, a, b, _c, _d in codes if what in ("replace", "delete")]


def _same(one: list[str], two: list[str]) -> int:
    """How many tokens are the same from the beginning."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
