"""Working days left until the term, in words and in the colour of urgency."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from otklik.web.citizen import countdown

SOON: Final = 2  # working days: from here on it is a warning


@dataclass(frozen=True, slots=True)
class Left:
    words: str
    tone: str  # "bad", "waiting", ""


def left(answer_by: date | None, *, today: date) -> Left:
    if answer_by is None:
        return Left(_("без срока"), "")
    days = countdown.working_days_left(answer_by, today=today)
    tone = "bad" if answer_by <= today else "waiting" if days <= SOON else ""
    return Left(countdown.left(answer_by, today=today), tone)
