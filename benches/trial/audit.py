"""Nothing lost, nothing doubled: our ledger, the folders of the spool and the stand's own memory must agree."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db.models import Count

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Dispatch
from otklik.exchange.models import Packet
from otklik.exchange.queries import TROUBLE
from otklik.outbox.models import Message


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    lost: int
    doubled: int


def packets(spool: Path) -> list[Finding]:
    """Each line compares who said it with who must have heard it."""
    out = list(Packet.objects.filter(direction="out").values_list("message_uid", flat=True))
    documents = list(
        Packet.objects.filter(direction="out", kind="document").values_list("document_uid", flat=True)
    )
    taken = list(Packet.objects.filter(direction="in").values_list("message_uid", flat=True))
    with closing(sqlite3.connect(f"file:{spool / 'stand/stand.sqlite3'}?mode=ro", uri=True)) as memory:
        arrived = _heard(memory, "select message_uid, times from arrived")
        filed = _heard(memory, "select document_uid, times from document")
        said = _heard(memory, "select message_uid, times from sent")
        unheard = memory.execute(
            "select count(*) from sent where acknowledged is not 1 and stage <> 'receipt'"
        ).fetchone()[0]
    return [
        _compared(
            "документы: назначения → реестр",
            Dispatch.objects.values_list("document_uid", flat=True),
            documents,
        ),
        _compared("документы: реестр → карточки стенда", documents, filed),
        _compared("исходящие: реестр → память стенда", out, arrived),
        _compared("входящие: память стенда → реестр", said, taken),
        _folders("исходящие: реестр → разобрано стендом", len(out), spool / "stand/processed"),
        _folders("входящие: реестр → разобрано нами", len(taken), spool / "processed"),
        Finding("остались в очередях обмена", _count(spool, ("to_msed", "from_msed")), 0),
        Finding("в карантине (у нас и у стенда)", _count(spool, ("quarantine", "stand/quarantine")), 0),
        Finding("документы без квитанции, тревоги реестра", _troubles(), 0),
        Finding("сообщения стенда без нашей квитанции", unheard, 0),
    ]


def lives() -> list[Finding]:
    """Each appeal closed; each letter sent; each document answered once."""
    answers = Dispatch.objects.annotate(answers=Count("answer"))
    return [
        Finding("обращения не закрыты", Appeal.objects.exclude(state=State.CLOSED).count(), 0),
        Finding(
            "ответы по документам", answers.filter(answers=0).count(), answers.filter(answers__gt=1).count()
        ),
        Finding("письма не отправлены", Message.objects.filter(sent_at=None).count(), 0),
    ]


def _troubles() -> int:
    waiting = Packet.objects.filter(direction="out", kind="document").exclude(state="delivered")
    return waiting.count() + Packet.objects.filter(TROUBLE).count()


def _heard(memory: sqlite3.Connection, query: str) -> list[UUID]:
    """Each uid as often as it was heard."""
    return [UUID(uid) for uid, times in memory.execute(query) for _ in range(times)]


def _compared(what: str, said: Iterable[UUID | None], heard: list[UUID | None] | list[UUID]) -> Finding:
    told = set(said)
    known = set(heard)
    return Finding(what, len(told - known), len(heard) - len(known) + len(known - told))


def _folders(what: str, said: int, folder: Path) -> Finding:
    there = sum(1 for day in folder.iterdir() for packet in day.iterdir() if packet.is_dir())
    return Finding(what, max(0, said - there), max(0, there - said))


def _count(spool: Path, names: Iterable[str]) -> int:
    return sum(1 for name in names if (spool / name).is_dir() for _ in (spool / name).iterdir())
