"""Pieces of a text that a moderator must see: where, and what they are. Pure."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple


class Mark(StrEnum):
    """Why a piece is marked."""

    PHONE = "phone"
    EMAIL = "email"
    CARD = "card"
    PASSPORT = "passport"
    SNILS = "snils"
    INN = "inn"
    CAR = "car"
    FLAT = "flat"  # beside somebody's name
    NAME = "name"
    PROFANITY = "profanity"
    BY_HAND = "by_hand"  # a moderator chose it


class Span(NamedTuple):
    """text[start:end]. Spans of one text are ordered, not empty and do not overlap."""

    start: int
    end: int
    mark: Mark


def laid_out(found: Iterable[Span]) -> list[Span]:
    """`found` in order; of two that overlap the one that was found first stays."""
    spans = [span for span in found if span.end > span.start]
    taken = bytearray(max((span.end for span in spans), default=0))
    kept = list[Span]()
    for span in spans:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept)


def pieces(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, Span | None]]:
    """The whole text in order, cut at the spans; None beside what is in none."""
    at = 0
    for span in spans:
        if span.start > at:
            yield text[at : span.start], None
        yield text[span.start : span.end], span
        at = span.end
    if at < len(text):
        yield text[at:], None
