"""What the stand remembers, in SQLite beside the spool: cards, planned steps, what came, what was sent."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from otklik.integrations.msed.stand.card import Card, Fate, Stage

_TABLES: Final = """
create table if not exists document (
    place integer primary key,  -- the running number in ВХ-… and ИСХ-…
    source_uid text not null,
    document_uid text not null,
    card text not null,
    fate text not null,
    times integer not null default 1,  -- how often it came
    unique (source_uid, document_uid)
);
create table if not exists arrived (
    source_uid text not null,
    message_uid text not null,
    at real not null,
    times integer not null default 1,
    primary key (source_uid, message_uid)
);
create table if not exists step (
    id integer primary key,
    place integer not null,
    stage text not null,
    due real not null,
    sent_at real
);
create index if not exists step_waiting on step (due, id) where sent_at is null;
create table if not exists sent (
    message_uid text primary key,
    stage text not null,
    times integer not null default 1,
    acknowledged integer  -- 1 accepted, 0 not accepted, null not heard of
);
"""


class Step(NamedTuple):
    id: int
    stage: Stage
    place: int
    card: Card
    fate: Fate


class Memory:
    """One process at a time. Nothing is kept until `commit`."""

    def __init__(self, file: Path) -> None:
        self._base = sqlite3.connect(file)
        self._base.execute("pragma journal_mode=wal")
        self._base.execute("pragma synchronous=normal")
        self._base.executescript(_TABLES)

    def commit(self) -> None:
        self._base.commit()

    def close(self) -> None:
        self._base.close()

    def saw(self, source_uid: str, message_uid: str, at: float) -> float:
        """Count a message; the moment when it came first (`at` if this is the first time)."""
        row = self._base.execute(
            "insert into arrived (source_uid, message_uid, at) values (?, ?, ?)"
            " on conflict do update set times = times + 1 returning at",
            (source_uid, message_uid, at),
        ).fetchone()
        return float(row[0])

    def file(self, card: Card, fate: Fate) -> int | None:
        """Running number of a new document; None if it was here before (it is then counted)."""
        place, times = self._base.execute(
            "insert into document (source_uid, document_uid, card, fate) values (?, ?, ?, ?)"
            " on conflict (source_uid, document_uid) do update set times = times + 1 returning place, times",
            (card.portal_uid, card.document_uid, card.to_json(), fate.value),
        ).fetchone()
        return int(place) if times == 1 else None

    def fate_of(self, card: Card) -> Fate:
        row = self._base.execute(
            "select fate from document where source_uid = ? and document_uid = ?",
            (card.portal_uid, card.document_uid),
        ).fetchone()
        return Fate(row[0])

    def plan(self, place: int, stages: Sequence[tuple[Stage, float]]) -> None:
        """stages: with the moment when each is due."""
        rows = [(place, stage.value, due) for stage, due in stages]
        self._base.executemany("insert into step (place, stage, due) values (?, ?, ?)", rows)

    def due(self, now: float, limit: int) -> list[Step]:
        rows = self._base.execute(
            "select step.id, stage, place, card, fate from step join document using (place)"
            " where sent_at is null and due <= ? order by due, step.id limit ?",
            (now, limit),
        )
        return [
            Step(id_, Stage(stage), place, Card.from_json(card), Fate(fate))
            for id_, stage, place, card, fate in rows
        ]

    def waiting(self) -> int:
        """Steps planned and not yet sent."""
        return int(self._base.execute("select count(*) from step where sent_at is null").fetchone()[0])

    def sent(self, message_uid: str, stage: Stage, now: float, *, step: int | None = None) -> None:
        self._base.execute(
            "insert into sent (message_uid, stage) values (?, ?) on conflict do update set times = times + 1",
            (message_uid, stage.value),
        )
        if step is not None:
            self._base.execute("update step set sent_at = ? where id = ?", (now, step))

    def acknowledged(self, message_uid: str, *, accepted: bool) -> None:
        self._base.execute("update sent set acknowledged = ? where message_uid = ?", (accepted, message_uid))

    def totals(self) -> dict[str, int]:
        """For people and tests: documents and messages, doubled ones, steps waiting, sent, acknowledged."""
        queries = {
            "documents": "select count(*) from document",
            "documents_again": "select coalesce(sum(times - 1), 0) from document",
            "messages_again": "select coalesce(sum(times - 1), 0) from arrived",
            "waiting": "select count(*) from step where sent_at is null",
            "sent": "select count(*) from sent",
            "acknowledged": "select count(*) from sent where acknowledged = 1",
            "not_accepted": "select count(*) from sent where acknowledged = 0",
        }
        return {name: int(self._base.execute(query).fetchone()[0]) for name, query in queries.items()}
