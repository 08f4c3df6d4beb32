"""How much is left of the moderator's time, in words and with a tone."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from otklik.appeals.queries.waiting import SOON


@dataclass(frozen=True, slots=True)
class Left:
    words: str  # «осталось 3 ч 20 мин»
    tone: str  # good, waiting (few hours), bad (late)


def left(due: datetime, *, now: datetime) -> Left:
    minutes = int(abs(due - now).total_seconds() // 60)
    if due < now:
        return Left(_("просрочено на %(time)s") % {"time": _span(minutes)}, "bad")
    tone = "waiting" if minutes < SOON * 60 else "good"
    return Left(_("осталось %(time)s") % {"time": _span(minutes)}, tone)


def _span(minutes: int) -> str:
    """Two units at most: a longer one makes the minutes idle."""
    hours, rest = divmod(minutes, 60)
    if hours >= 100:
        return _("%(days)d дн. %(hours)d ч") % {"days": hours // 24, "hours": hours % 24}
    if hours:
        return _("%(hours)d ч %(minutes)d мин") % {"hours": hours, "minutes": rest}
    return _("%(minutes)d мин") % {"minutes": rest}
