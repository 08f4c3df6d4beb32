"""The only writer of `Appeal.state`. Every move leaves one journal row in the same transaction.

With it goes a row of `Change`: figures and the map follow from it within seconds (`stats.folding`).
"""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otklik.appeals import labels
from otklik.appeals.lifecycle import MOVES, START, Kind, Move, State
from otklik.appeals.models import Appeal
from otklik.kit.errors import Refusal
from otklik.people.models import User


class WrongState(Refusal):
    """Someone was faster, or the page is stale."""

    code = "wrong_state"


def open_with(appeal: Appeal, *, state: State, actor: User | None, now: datetime) -> None:
    """Store the new appeal in its first state and write the first row of its journal."""
    if state not in START:
        raise ValueError(f"no life begins with {state}")
    appeal.state = state.value
    appeal.state_since = now
    appeal.save(force_insert=True)
    _write_down(appeal.pk, Move.RECEIVE, "", state, actor, now)


# The row and the mark of the change at once: a decision of a moderator makes two of each.
_WRITE_DOWN: Final = """
WITH changed AS (INSERT INTO appeals_change (appeal_id) VALUES (%s))
INSERT INTO appeals_journalrow (appeal_id, move, from_state, to_state, actor_id, at, reason, detail)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s::jsonb)
"""


# No savepoint: a refusal comes before anything is written, and each step has a transaction of its own around it.
@transaction.atomic(savepoint=False)
def move(  # noqa: PLR0913  # the one writer: all that changes with a state passes here
    appeal_id: int,
    by: Move,
    *,
    actor: User | None,
    now: datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    locked: Appeal | None = None,
) -> Appeal:
    """Apply `by` to the appeal and write it down; return the appeal, locked until commit.

    actor: who did it; None is the system itself. reason: words that the author may read. detail: numbers and names
    kept with the row. facts: columns of the appeal that change with the state, in the same UPDATE.
    locked: the appeal, where a move before this one in the same transaction returned it.
    Raises WrongState: the table in `lifecycle` has no such move from the present state.
    """
    leg = MOVES[by]
    # Who is told of the move, and about what: read along for the letters.
    known = Appeal.objects.select_related("topic", "author")
    appeal = locked or known.select_for_update(of=("self",)).get(pk=appeal_id)
    was = State(appeal.state)
    if was not in leg.sources or Kind(appeal.kind) not in leg.kinds:
        raise too_late(was)
    target = leg.target or was
    changed = set(facts or {})
    for name, value in (facts or {}).items():
        setattr(appeal, name, value)
    if target is not was:
        appeal.state = target.value
        appeal.state_since = now
        changed |= {"state", "state_since"}
    if changed:
        appeal.save(update_fields=changed)
    _write_down(appeal.pk, by, was, target, actor, now, reason, detail)
    return appeal


def _write_down(  # noqa: PLR0913  # the columns of a row
    appeal_id: int,
    by: Move,
    was: str,
    target: State,
    actor: User | None,
    now: datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    row = (appeal_id, by.value, str(was), target.value, actor.pk if actor else None, now, reason)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_DOWN, [appeal_id, *row, json.dumps(detail or {}, ensure_ascii=False)])


def move_each(  # noqa: PLR0913  # as `move`, and for how many
    waiting: QuerySet[Appeal],
    by: Move,
    *,
    now: datetime,
    limit: int,
    detail: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    then: Callable[[Appeal], None] | None = None,
) -> int:
    """What the clock does: apply `by` to each of `waiting`, `limit` at most; return how many it moved.

    Each appeal has a transaction of its own; one that somebody moved since we looked is passed over.
    then: what else belongs to that transaction (a letter).
    """
    moved = 0
    for appeal_id in list(waiting.values_list("pk", flat=True)[:limit]):
        with suppress(WrongState), transaction.atomic():
            appeal = move(appeal_id, by, actor=None, now=now, detail=detail, facts=facts)
            if then:
                then(appeal)
            moved += 1
    return moved


def told(*, by_phone: User | None, key: UUID | None) -> dict[str, Any]:
    """How the author said it, for the detail of a row: by an operator, by a program under its key."""
    return {**({"by_phone": True} if by_phone else {}), **({"key": str(key)} if key else {})}


def too_late(state: State) -> WrongState:
    """What is said to who wanted a move that is not possible from this state."""
    words = _("Так уже нельзя: обращение в состоянии «%(state)s». Обновите страницу.")
    return WrongState(words % {"state": labels.STATE[state]})
