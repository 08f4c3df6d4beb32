"""What the portal's database and the stand's memory say after the storm, read past the portal's own code."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from tests.fault.people import Spot, Subject


@contextmanager
def the_books(database: str) -> Iterator["Books"]:
    """Shut whatever happens: left open by a test that failed, they would fail the next one too."""
    with psycopg.connect(database, autocommit=True) as base:
        yield Books(base)


class Books:
    """Each method is one question to the database."""

    def __init__(self, base: psycopg.Connection) -> None:
        self._base = base

    def subjects(self) -> list[Subject]:
        """For each kind some topics that ask for nothing of their own."""
        rows = self._rows(
            "SELECT kind, category, code FROM ("
            " SELECT kind, c.code AS category, t.code, row_number() OVER (PARTITION BY kind ORDER BY t.id) AS place"
            " FROM classifier_topic t JOIN classifier_category c ON c.id = t.category_id, unnest(t.kinds) AS kind"
            " WHERE t.active AND t.emergency_advice = '' AND t.fields = '[]') AS topics"
            " WHERE place <= 4 ORDER BY place, kind"
        )
        return [Subject(*row) for row in rows]

    def spots(self) -> list[Spot]:
        """A house in each of many settlements."""
        rows = self._rows(
            "SELECT DISTINCT ON (s.settlement_id) s.settlement_id, s.kind || ' ' || s.name || ', ' || h.number"
            " FROM places_house h JOIN places_street s ON s.id = h.street_id WHERE h.point IS NOT NULL"
            " ORDER BY s.settlement_id, h.id LIMIT 100"
        )
        return [Spot(*row) for row in rows]

    def numbers(self) -> dict[UUID, str]:
        return dict(self._rows("SELECT client_key, number FROM appeals_appeal"))

    def states(self) -> Counter[str]:
        return Counter(dict(self._rows("SELECT state, count(*) FROM appeals_appeal GROUP BY state")))

    def publications(self) -> Counter[str]:
        """How often each appeal was published, by its key as text."""
        rows = self._rows(
            "SELECT appeal_id::text, count(*) FROM appeals_journalrow WHERE move = 'publish' GROUP BY 1"
        )
        return Counter(dict(rows))

    def documents(self) -> Counter[UUID]:
        """How often each document of an appeal stands in the ledger."""
        return Counter(
            dict(
                self._rows(
                    "SELECT d.document_uid, count(p.id) FROM appeals_dispatch d LEFT JOIN exchange_packet p"
                    " ON p.document_uid = d.document_uid AND p.direction = 'out' AND p.kind = 'document' GROUP BY 1"
                )
            )
        )

    def packets(self) -> Counter[tuple[str, str, str]]:
        """How many packets by direction, kind and state."""
        rows = self._rows(
            "SELECT direction, kind, state, count(*) FROM exchange_packet GROUP BY direction, kind, state"
        )
        return Counter({(direction, kind, state): n for direction, kind, state, n in rows})

    def answers(self) -> Counter[int]:
        """How many answers each appeal has that is owed one."""
        return Counter(
            dict(
                self._rows(
                    "SELECT a.id, count(w.id) FROM appeals_appeal a LEFT JOIN appeals_answer w ON w.appeal_id = a.id"
                    " WHERE a.kind <> 'thanks' GROUP BY a.id"
                )
            )
        )

    def letters(self) -> dict[int, bool]:
        """Whether the portal believes it sent the letter, by its key."""
        return dict(self._rows("SELECT id, sent_at IS NOT NULL FROM outbox_message"))

    def letters_of_an_appeal_twice(self) -> list[Any]:
        return self._rows(
            "SELECT about, kind FROM outbox_message WHERE about <> '' GROUP BY about, kind HAVING count(*) > 1"
        )

    def jobs(self) -> Counter[str]:
        """What is left in the queue; a finished job is deleted."""
        return Counter(dict(self._rows("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")))

    def _rows(self, question: str) -> list[Any]:
        return self._base.execute(question.encode()).fetchall()


def arrived(spool: Path) -> Counter[UUID]:
    """How often each document came to the stand."""
    base = sqlite3.connect(f"file:{spool / 'stand/stand.sqlite3'}?mode=ro", uri=True)
    try:
        return Counter({UUID(uid): n for uid, n in base.execute("select document_uid, times from document")})
    finally:
        base.close()
