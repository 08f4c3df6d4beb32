"""What a person types into the search, made ready to be looked for. Pure.

`WORDLESS` and `plain` are used on both sides: a document's text goes through the same folding in SQL (`searchable`).
"""

import re
from typing import Final

LONGEST: Final = 200  # characters of a query that are looked at
MOST: Final = 16  # words of it
NUMBER_DIGITS: Final = 9

# Signs that join words for PostgreSQL's parser (addresses, paths, numbers): each becomes a blank on both sides.
WORDLESS: Final = "./\\-–—_@:;&<>~+#*=^|'`,()[]{}?!$№«»„“”"
_BLANKS: Final = str.maketrans(WORDLESS + "ёЁ", " " * len(WORDLESS) + "еЕ")
_PIECE: Final = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_TYPED_NUMBER: Final = re.compile(r"[\s\d№#.,()–—-]*")  # «№ 481 270-356»: nothing but a number
_LETTER: Final = re.compile(r"[^\W_]")
_EN: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RU: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_LAYOUT: Final = str.maketrans(_EN + _EN.upper() + '~{}:"<>', _RU + _RU.upper() + "ЁХЪЖЭБЮ")
_VOWELS: Final = frozenset("аеиоуыэюя")
# Said beside what is looked for.
SMALL: Final = frozenset(
    ("в", "во", "на", "не", "нет", "за", "по", "из", "от", "до", "у", "с", "со", "о", "об", "к", "и", "а", "где", "как")
)  # fmt: skip


def plain(text: str) -> str:
    """Words only, one blank between, «ё» as «е»: as documents are kept."""
    return " ".join(text.translate(_BLANKS).replace('"', " ").split())


def websearch(typed: str) -> str:
    """The query for `websearch_to_tsquery`: words, "phrases", -without; other signs are blanks. "": no words."""
    pieces, left = list[str](), MOST
    for minus, phrase, word in _PIECE.findall(typed[:LONGEST]):
        without = minus or ("-" if word.startswith("-") else "")
        words = plain(phrase or word).split()[:left]
        if not words or not _LETTER.search("".join(words)):
            continue
        left -= len(words)
        whole = " ".join(words)
        if phrase or (without and len(words) > 1):
            whole = f'"{whole}"'
        pieces.append(without + whole)
    return " ".join(pieces)


def looks_like_number(typed: str) -> bool:
    """Nothing but digits, blanks and dashes, and about as many digits as a number of an appeal has."""
    digits = sum(c.isdecimal() for c in typed)
    exact = digits == NUMBER_DIGITS or ("№" in typed and digits > 0)
    return exact and _TYPED_NUMBER.fullmatch(typed) is not None


def other_layout(typed: str) -> str:
    """«zvf» typed with the wrong keyboard is «яма»; "" where it can't be so."""
    if not typed.isascii() or not any(c.isalpha() for c in typed):
        return ""
    made = typed.translate(_LAYOUT)
    words = [word for word in made.lower().split() if word.isalpha()]
    return made if words and all(_VOWELS & set(word) for word in words) else ""


def trigrams(word: str) -> frozenset[str]:
    """As pg_trgm cuts a word."""
    padded = f"  {word.lower()} "
    return frozenset(padded[n : n + 3] for n in range(len(padded) - 2))


def likeness(a: str, b: str) -> float:
    """0..1 as `similarity` of pg_trgm."""
    one, two = trigrams(a), trigrams(b)
    return len(one & two) / len(one | two)


def steps_apart(a: str, b: str, *, most: int) -> int:
    """Letters to change, add, drop or swap with the neighbour between two words; most + 1 where it is more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before, row = list[int](), list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)
