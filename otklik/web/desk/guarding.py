"""What a moderator must see of an appeal before everybody does."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from otklik.appeals import labels
from otklik.appeals.queries import words
from otklik.appeals.queries.card import Card
from otklik.appeals.rules import personal, profanity
from otklik.appeals.rules.spans import Mark, Span, laid_out
from otklik.web.marked import marked


@dataclass(frozen=True, slots=True)
class Legend:
    mark: str
    words: str
    n: int


def context(found: Card) -> dict[str, Any]:
    """What the parts `desk/_marks.html` and its neighbours show of the appeal. One statement."""
    spans = _spans(found.text)
    return {"marked_text": _marked(found.text, spans), "legend": _legend(spans)}


def _spans(text: str) -> list[Span]:
    return laid_out([*profanity.marks(text, words.listed()), *personal.marks(text)])


def _marked(text: str, spans: list[Span]) -> Markup:
    return marked(text, spans)


def _legend(spans: list[Span]) -> list[Legend]:
    """How many of each kind, in the order of the kinds."""
    counts = {mark: sum(span.mark is mark for span in spans) for mark in Mark}
    return [Legend(mark.value, str(labels.MARK[mark]), n) for mark, n in counts.items() if n]
