"""A dry run: the last appeals go through the duties in force and through the draft; what would move is shown.

Appeals of one topic on one territory go one way, so the database gathers them and each way is asked once, in memory
(`authorities.rules`, the same answers as `routing.responsible`). Nothing but the row of the dry run is written.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from otklik.appeals.lifecycle import State
from otklik.authorities import drafting, rules
from otklik.authorities.models import Rehearsal
from otklik.authorities.rules import Rules
from otklik.classifier.models import Topic
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.people.models import User
from otklik.places.models import Territory

MOST: Final = 100_000  # appeals of one dry run
CHUNK: Final = 10_000  # appeals gathered by one statement; the page sees each
SHOWN: Final = 500  # ways kept, the fullest ones
_EXAMPLES: Final = 3
# Those that a moderator lets or let through; the others are never routed.
_NEVER: Final = (State.UNCONFIRMED.value, State.REFUSED.value)
_GATHERED: Final = """
WITH newest AS MATERIALIZED (
    SELECT id, number, topic_id, territory_id FROM appeals_appeal
    WHERE id < %s AND state <> ALL(%s) ORDER BY id DESC LIMIT %s
)
SELECT topic_id, territory_id, count(*), (array_agg(concat_ws(' ', number, id) ORDER BY id DESC))[1:3], min(id)
FROM newest GROUP BY topic_id, territory_id
"""


class BadSize(Refusal):
    code = "bad_size"
    status = 422


@dataclass(slots=True)
class _Way:
    """Appeals of one topic on one territory."""

    n: int = 0
    examples: list[str] = field(default_factory=list)  # number and id, a blank between


_Ways = dict[tuple[int, int | None], _Way]


@transaction.atomic
def ask(*, size: int, by: User, now: datetime) -> Rehearsal:
    """Queue a dry run of the draft as it is now over the `size` newest appeals. Raises BadSize, NothingDrafted."""
    if not 1 <= size <= MOST:
        raise BadSize(_("Можно проверить от 1 до %(n)d последних обращений.") % {"n": MOST})
    rows = drafting.drafts()
    if not rows:
        raise drafting.NothingDrafted(_("Черновик пуст: проверять нечего."))
    made = Rehearsal.objects.create(asked_at=now, asked_by=by, draft=drafting.mark_of(rows), size=size)
    rehearse.defer(rehearsal_id=made.pk)
    return made


@app.task(queue="counts")
def rehearse(*, rehearsal_id: int) -> None:
    """Run twice, it finds the same twice. Whatever stops it, the page says so."""
    run = Rehearsal.objects.exclude(state=Rehearsal.State.DONE).filter(pk=rehearsal_id).first()
    if run is None:
        return
    try:
        replay(run)
    except BaseException:
        Rehearsal.objects.filter(pk=rehearsal_id).update(state=Rehearsal.State.FAILED, ended_at=clock.now())
        raise


def replay(run: Rehearsal) -> None:
    """Fill `run.found`. Progress is seen by others after each CHUNK."""
    rows = drafting.drafts()
    before = rules.in_force()
    after = rules.with_draft(before, rows)
    run.state, run.seen, run.draft = Rehearsal.State.RUNNING, 0, drafting.mark_of(rows)
    run.save(update_fields=["state", "seen", "draft"])
    ways: _Ways = {}
    last: int | None = 2**62
    while last is not None and run.seen < run.size:
        last = _gather(ways, below=last, most=min(CHUNK, run.size - run.seen))
        run.seen = sum(way.n for way in ways.values())
        run.save(update_fields=["seen"])
    run.found = compared(ways, before, after)
    run.state, run.ended_at = Rehearsal.State.DONE, clock.now()
    run.save(update_fields=["found", "state", "ended_at"])


def _gather(ways: _Ways, *, below: int, most: int) -> int | None:
    """Add the next appeals; the id to go on below, None when there are no more."""
    with connection.cursor() as cursor:
        cursor.execute(_GATHERED, [below, list(_NEVER), most])
        found = cursor.fetchall()
    for topic_id, territory_id, n, examples, _lowest in found:
        way = ways.setdefault((topic_id, territory_id), _Way())
        way.n += n
        way.examples = (way.examples + examples)[:_EXAMPLES]
    return min(row[4] for row in found) if found else None


def compared(ways: _Ways, before: Rules, after: Rules) -> dict[str, Any]:
    """What would move, the fullest ways first, as JSON: the sums, and rows of topic, place, from, to (codes, null for
    nobody), n, examples («number id»). Two statements.
    """
    topics = dict(Topic.objects.values_list("pk", "code"))
    duties = dict(Topic.objects.values_list("code", "duty"))
    places = dict(
        Territory.objects.filter(pk__in={place for _t, place in ways if place}).values_list("pk", "code")
    )
    sums: Counter[str] = Counter()
    moved: dict[tuple[str, str, str | None, str | None], _Way] = {}
    for (topic_id, territory_id), way in ways.items():
        sums["looked"] += way.n
        if territory_id is None:
            sums["no_place"] += way.n
            continue
        topic, place = topics[topic_id], places[territory_id]
        asked = {"topic_code": topic, "duty": duties[topic], "territory_code": place}
        was, becomes = before.responsible(**asked), after.responsible(**asked)
        came, goes = (rule.body.code if rule else None for rule in (was, becomes))
        sums["nobody"] += way.n if goes is None else 0
        if came != goes:
            sums["lost" if goes is None else "gained" if came is None else "moved"] += way.n
            known = moved.setdefault(
                (topic, place, came, goes), _Way()
            )  # versions of a territory share their code
            known.n, known.examples = known.n + way.n, (known.examples + way.examples)[:_EXAMPLES]
    order = sorted(moved.items(), key=lambda one: (one[0][3] is not None, -one[1].n, one[0][:2]))
    rows = [
        {"topic": t, "place": p, "from": f, "to": to, "n": way.n, "examples": way.examples}
        for (t, p, f, to), way in order[:SHOWN]
    ]
    return {**sums, "rows": rows, "left": max(len(order) - SHOWN, 0)}
