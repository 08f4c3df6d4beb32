"""What fails behind the portal must not be felt by who files: no mail server, no worker, no word from МСЭД."""

import statistics
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import connection

from benches import filings, load, msed
from benches.portal import Portal, free, letters
from benches.rows import Row
from otklik.integrations.msed import Version

SAME: Final = 1.3  # what the clock of a shared machine may add
_MANY, _WARM, _ROUNDS = 80, 20, 2
_HEALTHY: Final = "всё работает"
_STORED: Final = """
SELECT count(*), count(DISTINCT j.appeal_id), count(DISTINCT l.about), count(DISTINCT d.appeal_id),
       count(DISTINCT l.id) FILTER (WHERE l.state IN ('sent', 'waiting')),
       md5(string_agg(concat_ws('|', a.kind, a.channel, a.state, a.topic_id, a.text, a.fields, a.settlement_id,
           a.address, a.point, a.territory_id, a.author_name, a.author_email, j.move, l.kind, l.to), '/'
           ORDER BY a.topic_id, a.address))
FROM appeals_appeal a LEFT JOIN appeals_journalrow j ON j.appeal_id = a.id
LEFT JOIN outbox_message l ON l.about = a.number LEFT JOIN appeals_draft d ON d.appeal_id = a.id
WHERE a.client_key = ANY(%s)
"""


@dataclass(slots=True)
class _Seen:
    """Of each round: CPU of the portal for one filing, its median latency, what is stored."""

    cpu_ms: list[float] = field(default_factory=list)
    p50_ms: list[float] = field(default_factory=list)
    stored: list[tuple[object, ...]] = field(default_factory=list)


class Outage:
    def measure(self, size: int) -> list[Row]:
        seen = {
            name: _Seen() for name in (_HEALTHY, "почта не отвечает", "рабочий процесс стоит", "МСЭД молчит")
        }
        for _ in range(_ROUNDS):
            for name, found in seen.items():
                _look(name, found)
        whole = seen[_HEALTHY]
        return [_row(name, size, found, whole) for name, found in seen.items()]


def _row(name: str, size: int, found: _Seen, healthy: _Seen) -> Row:
    ours, theirs = statistics.mean(found.cpu_ms), statistics.mean(healthy.cpu_ms)
    slower = statistics.mean(found.p50_ms) / statistics.mean(healthy.p50_ms)
    same = len({*found.stored, *healthy.stored}) == 1
    told = (
        (ours / theirs > SAME, f"CPU подачи в {ours / theirs:.2f} раза больше"),
        (not same, f"записано не то же самое: {found.stored[0]} и {healthy.stored[0]}"),
    )
    stored = "записано то же" if same else "записано не то же"
    note = f"p50 {statistics.mean(found.p50_ms):.0f} мс, к здоровому {slower:.2f}; {stored}"
    return Row(
        "outage",
        name,
        size,
        cpu_ms=ours,
        ratio_to_limit=theirs / ours,
        note=note,
        broken=tuple(words for is_broken, words in told if is_broken),
    )


def _look(name: str, found: _Seen) -> None:
    """One round in this trouble. The portal sends documents to МСЭД meanwhile."""
    dead = {"OTKLIK_MAIL": "smtp", "OTKLIK_SMTP_HOST": "127.0.0.1", "OTKLIK_SMTP_PORT": str(free())}
    mail = dead if name == "почта не отвечает" else {}
    msed.dispatches(10, Version.V2_7_1)
    keys = filings.drafts(_MANY + _WARM)
    there = letters()
    with Portal(worker=name != "рабочий процесс стоит", stand=name != "МСЭД молчит", **mail) as portal:
        load.fire(portal.port, [filings.filing(key) for key in keys[:_WARM]], at_once=2)
        asks = [filings.filing(key) for key in keys[_WARM:]]
        before = portal.spent()
        heard = load.fire(portal.port, asks, at_once=2)
        found.cpu_ms.append(portal.spent().since(before).web / _MANY * 1000)
        found.p50_ms.append(heard.p50_ms)
        found.stored.append(_stored(keys))
        if not mail:  # what waited is not lost: a worker that comes writes every letter
            if name == "рабочий процесс стоит":
                portal.start_worker()
            portal.wait(lambda: letters() >= there + len(keys), "письма о поданных обращениях")
    _forget()


def _stored(keys: list[UUID]) -> tuple[object, ...]:
    """Appeals, those with a journal row, with a letter, with their draft; letters sent or queued; the words of all."""
    with connection.cursor() as cursor:
        cursor.execute(_STORED, [keys])
        return tuple(cursor.fetchone())


def _forget() -> None:
    """Nothing of this round is left to be done in the next."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("UPDATE outbox_message SET state = 'sent', sent_at = now() WHERE state = 'waiting'")
