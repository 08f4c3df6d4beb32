"""Working days left until the term, in words and in the colour of urgency."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.appeals.rules.deadlines import working_days_between
from otklik.kit.workdays import is_working

SOON: Final = 2  # working days: from here on it is a warning


@dataclass(frozen=True, slots=True)
class Left:
    words: str
    tone: str  # "bad", "waiting", ""


def left(answer_by: date | None, *, today: date) -> Left:
    if answer_by is None:
        return Left(_("без срока"), "")
    days = working_days_between(today, answer_by, is_working=is_working)
    if answer_by < today:
        late = max(1, -days)
        words = ngettext("просрочено на %(n)d раб. день", "просрочено на %(n)d раб. дн.", late)
        return Left(words % {"n": late}, "bad")
    if answer_by == today:
        return Left(_("ответить сегодня"), "bad")
    words = ngettext("остался %(n)d раб. день", "осталось %(n)d раб. дн.", days) % {"n": days}
    return Left(words, "waiting" if days <= SOON else "")
