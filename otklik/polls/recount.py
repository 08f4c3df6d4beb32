"""Counts a published table of ballots again. Runs by itself, without the portal: `python recount.py FILE`.

Only Python's own library, and nothing of ours: whoever mistrusts the portal takes this one file, reads it and runs it.
"""

import hashlib
import json
import math
from base64 import b32encode
from collections.abc import Iterator, Mapping
from typing import Any, Final

RECEIPT: Final = 26  # letters and figures: 130 bits
CELL: Final = 100  # cells of the map in a degree


def canonical(value: object) -> str:
    """The one spelling that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def receipt(poll: str, salt: str, answers: Mapping[str, Any]) -> str:
    """The commitment to a ballot. answers: as the table has them, see `published`."""
    digest = hashlib.sha256(canonical([poll, salt, answers]).encode()).digest()
    return b32encode(digest).decode()[:RECEIPT]


def published(kinds: Mapping[str, str], answers: Mapping[str, Any], blind: str) -> dict[str, Any]:
    """Answers as the table shows them: a text by its digest, a place by its cell. kinds: of the questions.

    blind: kept back, so that nobody finds a short text by trying.
    """
    return {code: _published(kinds[code], code, answer, blind) for code, answer in answers.items()}


def _published(kind: str, code: str, answer: Any, blind: str) -> Any:
    if kind == "text":
        return hashlib.sha256(canonical([blind, code, answer]).encode()).hexdigest()
    return cell(*answer) if kind == "place" else answer


def cell(lon: float, lat: float) -> str:
    """The south-western corner of the square of a hundredth of a degree: «55.75,37.61»."""
    south, west = math.floor(round(lat * CELL, 3)), math.floor(round(lon * CELL, 3))
    return f"{south / CELL:.2f},{west / CELL:.2f}"


def marks(kinds: Mapping[str, str], answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(question, answer) to be counted once for this ballot; ("", "") is the ballot itself. answers: `published`."""
    yield "", ""
    for code, answer in answers.items():
        yield code, ""
        match kinds[code]:
            case "single" | "place" | "scale":
                yield code, str(answer)
            case "multiple":
                yield from ((code, option) for option in answer)
            case "ranking":
                yield from ((code, f"{option}@{place}") for place, option in enumerate(answer, 1))
