"""What the moderator decided a moment ago, in words: what can be taken back, and what came to nothing."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from otklik.appeals.queries.waiting import Decided
from otklik.appeals.rules import number as numbers

VERBS: Final[dict[str, Promise]] = {
    "publish": gettext_lazy("Публикация"),
    "refuse": gettext_lazy("Отказ"),
    "ask": gettext_lazy("Вопрос автору"),
}
SHOWN: Final = 5  # decisions at once; who is quicker takes back the newest ones


@dataclass(frozen=True, slots=True)
class Undoable:
    together: UUID
    words: str
    seconds: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Told:
    undoable: list[Undoable]
    troubles: list[tuple[int, str]]  # appeal, words


def told(decided: list[Decided], now: datetime) -> Told:
    """decided: the newest first; those of a batch stand together."""
    live = [one for one in decided if not one.trouble]
    groups = [list(rows) for _together, rows in groupby(live, key=lambda one: one.together)]
    return Told(
        [_undoable(rows, now) for rows in groups[:SHOWN]],
        [(one.appeal_id, _trouble(one)) for one in decided if one.trouble],
    )


def _undoable(rows: list[Decided], now: datetime) -> Undoable:
    first = rows[0]
    if len(rows) == 1:
        what = f"№ {numbers.spoken(first.number)}, {first.topic}"
    else:
        what = ngettext("%(n)d обращение", "%(n)d обращений", len(rows)) % {"n": len(rows)}
    seconds = max(0, int((first.due_at - now).total_seconds()))
    return Undoable(first.together, f"{VERBS[first.verb]}: {what}", seconds, first.due_at)


def _trouble(one: Decided) -> str:
    return _("Решение не исполнено: %(what)s, № %(number)s. %(why)s") % {
        "what": VERBS[one.verb],
        "number": numbers.spoken(one.number),
        "why": one.trouble,
    }
