"""The list of unwanted words as the administrator and the marks read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from otklik.appeals.models import Word
from otklik.appeals.rules.profanity import Listed
from otklik.kit.kept import kept

AGE: Final = 5  # seconds that another process may still mark by the list of before


@dataclass(frozen=True, slots=True)
class WordRow:
    id: int
    text: str
    is_beginning: bool
    by: str  # "": came with the portal
    at: datetime


def every() -> list[WordRow]:
    """By the alphabet: the list is short. One statement."""
    rows = Word.objects.select_related("by").order_by("folded")
    return [WordRow(w.pk, w.text, w.is_beginning, w.by.name if w.by else "", w.at) for w in rows]


@kept(AGE)
def listed() -> Sequence[Listed]:
    """For every appeal that a moderator opens. One statement, kept for AGE seconds."""
    return tuple(Listed(*row) for row in Word.objects.values_list("folded", "is_beginning"))
