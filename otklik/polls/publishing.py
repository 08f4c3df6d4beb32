"""The end of the work on a poll: the table of its ballots for everybody, the final counts, the texts for moderators.

The table is JSON Lines, packed by gzip. First a line that says what was asked and how the count came out; then a line
for each ballot by its receipt: {"answers", "area", "receipt", "salt"}. `recount` reads it, and says how.
"""

import gzip
import hashlib
import logging
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from otklik.polls import asking, counting, protocol, queries, recount, telling
from otklik.polls.lifecycle import State
from otklik.polls.models import Ballot, Notice, Poll, Right, Tally

log = logging.getLogger(__name__)
BATCH: Final = 5_000  # ballots read at once
_PIECE: Final = 1 << 20  # bytes

_TEXTS: Final = """
INSERT INTO polls_text (id, poll_id, question, text, state)
SELECT gen_random_uuid(), b.poll_id, q.code, b.answers ->> q.code, 'waiting'
FROM polls_ballot b JOIN polls_question q ON q.poll_id = b.poll_id AND q.kind = 'text' AND b.answers ? q.code
WHERE b.poll_id = %s ORDER BY gen_random_uuid()
"""


def path(table: UUID) -> str:
    """Where the storage keeps the table."""
    return f"polls/{table}.jsonl.gz"


def finish(poll_id: int, *, now: datetime) -> None:
    """Count the last ballots, mix all of them, publish. Killed anywhere, it is done again from where it was.

    The row is written when the file is whole. Does nothing unless the poll has ended and is not counted yet.
    """
    if not Poll.objects.filter(pk=poll_id, state=State.ENDED).exists():
        return
    counting.fold_poll(poll_id, least=1)
    counting.mix_all(poll_id)
    poll = queries.draft(poll_id)
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="poll-", dir=settings.DATA) as made:
        file = Path(made, "table")
        counts = _write(file, poll)
        table, digest = uuid5(NAMESPACE_OID, f"otklik.poll.{poll_id}"), _sha256(file)
        with file.open("rb") as raw:
            default_storage.save(path(table), File(raw))
    rights = Right.objects.filter(poll=poll.id).count()  # once in the life of a poll
    protocol.write(poll, counts, table=table, digest=digest, rights=rights, now=now)
    _close(poll, counts, table=table, digest=digest, now=now)


def sweep() -> None:
    """Dead rows of the time before the mixing go out of the tables: they still had the order of the votes. Does nothing
    within a transaction.
    """
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM polls_ballot, polls_right")


@transaction.atomic
def _close(poll: asking.Poll, counts: counting.Counts, *, table: UUID, digest: str, now: datetime) -> None:
    row = Poll.objects.select_for_update().get(pk=poll.id)
    if row.state != State.ENDED:
        return
    kept = Tally.objects.filter(poll=row, n__gt=0).values_list("question", "answer", "n")
    if _total(kept) != _total((q, a, n) for (_area, q, a), n in counts.items()):
        log.error(
            "poll %s: kept counts differed from the ballots; those of the ballots are published", row.code
        )
    Tally.objects.filter(poll=row).delete()
    with connection.cursor() as cursor:
        counting.add(row.pk, counts, cursor)
        cursor.execute("DELETE FROM polls_text WHERE poll_id = %s", [row.pk])
        cursor.execute(_TEXTS, [row.pk])
    row.state, row.counted_at, row.table, row.table_sha256 = State.COUNTED, now, table, digest
    row.save(update_fields=["state", "counted_at", "table", "table_sha256"])
    telling.note(row.pk, row.voters, Notice.What.RESULTS)


def _total(marks: Any) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for question, answer, n in marks:
        found[question, answer] = found.get((question, answer), 0) + n
    return found


def _write(file: Path, poll: asking.Poll) -> counting.Counts:
    """Rows go to a file beside first: what the first line says is known after the last."""
    rows, counts, digest = file.with_suffix(".rows"), counting.Counts(), hashlib.sha256()
    with rows.open("wb") as out:
        for line, marks in _rows(poll):
            counts.update(marks)
            digest.update(line)
            out.write(line)
    with (
        file.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as out,
    ):
        out.write(_line(_head(poll, counts, digest.hexdigest())))
        with rows.open("rb") as written:
            while piece := written.read(_PIECE):
                out.write(piece)
    return counts


def _rows(poll: asking.Poll) -> Iterator[tuple[bytes, list[tuple[str, str, str]]]]:
    """(line, marks to be counted) by receipt. Each batch is a statement of its own."""
    kinds = {question.code: question.kind for question in poll.questions}
    last = ""
    while batch := list(Ballot.objects.filter(poll=poll.id, receipt__gt=last).order_by("receipt")[:BATCH]):
        for b in batch:
            shown = recount.published(kinds, b.answers, b.blind)
            line = _line({"answers": shown, "area": b.area, "receipt": b.receipt, "salt": b.salt})
            yield line, [(b.area, question, answer) for question, answer in recount.marks(kinds, shown)]
        last = batch[-1].receipt


def _line(value: object) -> bytes:
    return recount.canonical(value).encode() + b"\n"


def _head(poll: asking.Poll, counts: counting.Counts, digest: str) -> dict[str, object]:
    return {
        "format": recount.FORMAT,
        "poll": poll.code,
        "languages": list(poll.languages),
        "title": poll.title,
        "voters": poll.voters,
        "quorum": poll.quorum,
        "opens_at": _moment(poll.opens_at),
        "closes_at": _moment(poll.closes_at),
        "ended_at": _moment(poll.ended_at),
        "ended_why": poll.ended_why,
        "questions": [
            {"code": q.code, "kind": q.kind, "text": q.text}
            | {"options": [{"code": o.code, "text": o.text} for o in q.options]}
            for q in poll.questions
        ],
        "rights": Right.objects.filter(poll=poll.id).count(),  # once in the life of a poll
        "ballots": sum(n for (_area, question, _answer), n in counts.items() if not question),
        "totals": sorted([*mark, n] for mark, n in counts.items()),
        "rows_sha256": digest,
    }


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""


def _sha256(file: Path) -> str:
    with file.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()
