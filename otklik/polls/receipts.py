"""The code that a voter is given: a commitment to the ballot that anybody makes again from the published row.

It proves that the ballot was counted as it was cast. It says nothing of who the voter is, and we keep no tie to them.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from otklik.polls import recount
from otklik.polls.asking import Question

Chance = Callable[[str], str]


def _by_chance(_what: str) -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Sealed:
    receipt: str
    salt: str  # published with the ballot
    blind: str  # never published: hides texts; "" where there is none


def seal(
    poll_code: str, questions: Sequence[Question], answers: Mapping[str, Any], *, chance: Chance = _by_chance
) -> Sealed:
    """answers: as `answers.checked` gives them. Two ballots with the same answers have different receipts.

    chance: 32 signs for «salt» and for «blind».
    """
    kinds = {question.code: question.kind for question in questions}
    texts = any(kinds[code] == "text" for code in answers)
    salt, blind = chance("salt"), chance("blind") if texts else ""
    shown = recount.published(kinds, answers, blind)
    return Sealed(recount.receipt(poll_code, salt, shown), salt, blind)


def normal(typed: str) -> str:
    """A code as somebody typed it: «abcd-efgh …». "" for what can be none."""
    code = recount.typed_code(typed)
    return code if re.fullmatch(f"[A-Z2-7]{{{recount.RECEIPT}}}", code) else ""
