"""What an authority's answer says, read from the words of its document.

MEDO has no field for the decision. Our agreement with partners (docs/exchange.md): the summary begins with a
line «Решение: решено | разъяснено | запланировано до 21.12.2026 | отказано». Without that line the whole summary
is the text and the decision counts as «explained»: the mildest claim, made on nobody's behalf.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from otklik.appeals.lifecycle import Decision

_LINE = re.compile(r"^\s*решение\s*:\s*(?P<words>[^\n]+)\n?", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_WORDS: tuple[tuple[str, Decision], ...] = (
    ("отказ", Decision.REFUSED),
    ("запланир", Decision.PLANNED),
    ("разъясн", Decision.EXPLAINED),
    ("решен", Decision.SOLVED),
)


class Doubt(StrEnum):
    """Why an answer looks formal: pointed out to who writes it, never a bar."""

    SHORT = "short"
    TEMPLATE = "template"  # nothing was added to a template


class Reading(NamedTuple):
    decision: Decision
    planned_on: date | None  # only with PLANNED, and only where a real date is named
    text: str


def read(summary: str) -> Reading:
    """Decision, planned date and text of an answer's summary. Never fails: unclear words mean EXPLAINED."""
    line = _LINE.match(summary)
    if not line:
        return Reading(Decision.EXPLAINED, None, summary.strip())
    words = line["words"].lower()
    decision = next((d for stem, d in _WORDS if stem in words), Decision.EXPLAINED)
    planned = _date(words) if decision is Decision.PLANNED else None
    return Reading(decision, planned, summary[line.end() :].strip())


def doubts(text: str, *, templates: Iterable[str], shortest: int) -> list[Doubt]:
    """What in the answer looks formal. templates: with the appeal's own values. shortest: characters, 0 never."""
    plain = " ".join(text.split())
    found = [Doubt.SHORT] if len(plain) < shortest else []
    if plain and plain in {" ".join(template.split()) for template in templates}:
        found.append(Doubt.TEMPLATE)
    return found


def _date(words: str) -> date | None:
    found = _DATE.search(words)
    if not found:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
