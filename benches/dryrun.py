"""The dry run of changed duties over the last appeals, beside one bare SQL statement that chooses for each of them."""

import time
from typing import Final

from django.db import connection, transaction

from benches import cpu
from benches.portal import DATABASE
from benches.rows import Row
from otklik.appeals import rehearsal
from otklik.authorities import drafting, rules
from otklik.authorities.drafting import Put
from otklik.authorities.models import Rehearsal
from otklik.kit import clock
from otklik.people.models import User

SECONDS: Final = 60  # limit of the issue, for 100,000 appeals
_CHOSEN: Final = """
(SELECT d.authority_id FROM {table} d JOIN authorities_authority b ON b.id = d.authority_id AND b.active
 WHERE d.subject IN (t.code, t.duty) AND d.territory_code IN (p.code, left(p.code, 8), '')
 ORDER BY d.subject <> t.code, length(d.territory_code) DESC, d.rank LIMIT 1)
"""
# The same question of every appeal by itself, as a join: what moves, by topic and territory.
_BARE: Final = """
CREATE TEMP TABLE bench_planned ON COMMIT DROP AS
SELECT subject, territory_code, rank, authority_id FROM authorities_duty d WHERE NOT EXISTS (
    SELECT FROM authorities_dutydraft n WHERE n.subject = d.subject AND n.territory_code = d.territory_code
    AND n.rank = d.rank)
UNION ALL SELECT subject, territory_code, rank, authority_id FROM authorities_dutydraft WHERE authority_id IS NOT NULL;
CREATE INDEX ON bench_planned (subject, territory_code, rank);
ANALYZE bench_planned;
SELECT coalesce(sum(n), 0) FROM (
    SELECT count(*) n FROM (
        SELECT a.topic_id, p.code, {before} was, {after} becomes
        FROM (SELECT topic_id, territory_id FROM appeals_appeal WHERE state NOT IN ('unconfirmed', 'refused')
              ORDER BY id DESC LIMIT {size}) a
        JOIN classifier_topic t ON t.id = a.topic_id JOIN places_territory p ON p.id = a.territory_id
    ) asked WHERE was IS DISTINCT FROM becomes GROUP BY topic_id, code, was, becomes) moved
"""


class Dryrun:
    def measure(self, size: int) -> list[Row]:
        drafted = _draft()
        most = min(size, rehearsal.MOST)
        run = Rehearsal.objects.create(asked_at=clock.now(), draft="bench", size=most)
        began, own, database = time.monotonic(), time.process_time(), cpu.seconds([DATABASE])
        rehearsal.replay(run)
        took, own, database = (
            time.monotonic() - began,
            time.process_time() - own,
            cpu.seconds([DATABASE]) - database,
        )
        bare, moved = _bare(most)
        drafting.drop()
        ours = sum(run.found.get(name, 0) for name in ("moved", "lost", "gained"))
        broken = [f"{took:.1f} с, нужно ≤ {SECONDS}"] if took > SECONDS else []
        broken += [] if ours == moved else [f"переместилось {ours}, голый SQL говорит {moved}"]
        note = f"{took:.2f} с по часам, нужно ≤ {SECONDS}; правил изменено {drafted}, переместилось бы {ours}"
        return [
            Row(
                "dryrun",
                f"проверка правил, {run.seen} обращений",
                size,
                cpu_ms=(own + database) * 1000,
                ratio_to_sql=bare / max(own + database, 0.001),
                note=note,
                broken=tuple(broken),
            ),
            Row(
                "dryrun",
                "голый SQL по каждому обращению",
                size,
                cpu_ms=bare * 1000,
                note=f"переместилось {moved}",
            ),
        ]


def _draft() -> int:
    """Every third rule to another body, every tenth away; how many changes that are."""
    drafting.drop()
    by = User.objects.filter(role=User.Role.ADMIN).order_by("pk").first()
    bodies = sorted(rules.bodies())
    puts = [
        Put(rule.key, None if n % 10 == 0 else bodies[n % len(bodies)])
        for n, rule in enumerate(sorted(rules.in_force(), key=lambda rule: rule.key))
        if n % 10 == 0 or n % 3 == 0
    ]
    assert by is not None  # noqa: S101  # the demo has one
    return drafting.put(puts, by=by, now=clock.now())


def _bare(size: int) -> tuple[float, int]:
    """CPU seconds of PostgreSQL, and how many appeals would move."""
    statement = _BARE.format(
        before=_CHOSEN.format(table="authorities_duty"),
        after=_CHOSEN.format(table="bench_planned"),
        size=size,
    )
    before = cpu.seconds([DATABASE])
    with transaction.atomic(), connection.cursor() as cursor:
        *prepared, asked = statement.split(";\n")
        for one in prepared:
            cursor.execute(one)
        cursor.execute(asked)
        moved = int(cursor.fetchone()[0])
    return cpu.seconds([DATABASE]) - before, moved
