"""The classifier's data file as the demo reads it: the same file that `otklik import classifier` takes."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from otklik import classifier

FILE: Final = Path(classifier.__file__).parent / "data" / "classifier.json"


@dataclass(frozen=True, slots=True)
class DemoTopic:
    code: str
    category: str
    kinds: tuple[str, ...]
    fields: tuple[dict[str, Any], ...]  # declarations of own fields
    term_days: int
    duty: str
    emergency: bool


@lru_cache(maxsize=1)
def topics() -> dict[str, DemoTopic]:
    """By code, in the order of the file."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))["topics"]
    return {
        row["code"]: DemoTopic(
            code=row["code"],
            category=row["category"],
            kinds=tuple(row["kinds"]),
            fields=tuple(row["fields"]),
            term_days=row["term_days"],
            duty=row["duty"],
            emergency=bool(row["emergency_advice"]),
        )
        for row in rows
    }
