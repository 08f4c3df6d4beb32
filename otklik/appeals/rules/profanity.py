"""Words that a region does not want on its portal, however they are disguised. Pure."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from otklik.appeals.rules.spans import Mark, Span

# As they look, not as they sound.
_LOOKS: Final = str.maketrans("ёabcehkmnopptxyu0346@", "еавсенкмпорртхуиозчба")
_TOKEN: Final = re.compile(r"[^\W_](?:[\w@]|[*.\-](?=[^\W_]))*")
_INSIDE: Final = re.compile(r"[*.\-_]")


class Listed(NamedTuple):
    """A word of the list, folded already."""

    folded: str
    is_beginning: bool  # matches every word that begins so


def folded(word: str) -> str:
    """Small letters, «ё» as «е», Latin look-alikes as Cyrillic, a repeated letter once, no signs inside."""
    plain = _INSIDE.sub("", word.lower()).translate(_LOOKS)
    return "".join(sign for sign, _same in groupby(plain))


def marks(text: str, listed: Sequence[Listed]) -> list[Span]:
    """Words of the text that the list names, in order."""
    whole = frozenset(one.folded for one in listed if not one.is_beginning)
    beginnings = tuple(one.folded for one in listed if one.is_beginning)
    return [
        Span(*match.span(), Mark.PROFANITY)
        for match in _TOKEN.finditer(text)
        if _is_listed(match[0], whole, beginnings)
    ]


def _is_listed(word: str, whole: frozenset[str], beginnings: tuple[str, ...]) -> bool:
    return any(form in whole or form.startswith(beginnings) for form in _forms(word))


def _forms(word: str) -> Iterable[str]:
    """The word as one and, where signs cut it, each piece: «не-слово» and «с*лово»."""
    yield folded(word)
    if pieces := _INSIDE.split(word):
        yield from (folded(piece) for piece in pieces if len(pieces) > 1)
