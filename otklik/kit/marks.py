"""Has it changed since the person looked? A form carries the mark of what it showed; who saves later is told."""

import hashlib
import json
from typing import Any

from otklik.kit.errors import Refusal


class Changed(Refusal):
    """Somebody else saved in between; nothing of theirs is overwritten unseen."""

    code = "changed"
    status = 409


def mark(value: Any) -> str:
    """The same for the same content, whatever order the keys of its dicts came in. 16 letters."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
