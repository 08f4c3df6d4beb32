"""What staff bring by a page: how much of it, and the importer that takes it. `uploads` keeps and tries them."""

import codecs
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from otklik.business.imports import import_measures
from otklik.cadastre import tables
from otklik.configuration import moving, package
from otklik.configuration.moving import Outcome
from otklik.kit.importing import BadFile, Report
from otklik.kit.kept import forget
from otklik.knowledge.imports import import_articles
from otklik.people.models import User
from otklik.reference.imports import import_table
from otklik.reference.tables import TABLES
from otklik.works.imports import import_file
from otklik.works.publishing import Owner

CONFIGURATION: Final = "configuration"
_MB: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """How an upload is to be taken."""

    dry_run: bool
    by: User | None
    now: datetime
    said: Mapping[str, Any]  # what the form asked beside the file
    seen: Callable[[int], None]  # is told how many rows were read; only what is a transaction a row tells it


@dataclass(frozen=True, slots=True)
class Kind:
    run: Callable[[Path, Asked], Outcome]  # raises BadFile
    most: int = 5 * _MB  # bytes
    by_row: bool = False  # a row is a transaction: killed in the middle, the rows before stay


def _table(take: Callable[[Path, Asked], Report], **more: Any) -> Kind:
    def run(path: Path, asked: Asked) -> Outcome:
        try:
            return Outcome("", "", [moving.told("", "", take(path, asked))], [])
        finally:  # what a trial wrote is gone again
            forget()

    return Kind(run, **more)


def _plain(take: Callable[..., Report], path: Path, asked: Asked) -> Report:
    return take(path, dry_run=asked.dry_run, by=asked.by, now=asked.now)


def _land(path: Path, asked: Asked) -> Report:
    about = {**asked.said["about"], "valid_from": date.fromisoformat(asked.said["about"]["valid_from"])}
    said: dict[str, Any] = {"about": tables.About(**about), "columns": asked.said["columns"]}
    return _plain(partial(tables.load, **said), path, asked)


def _works(path: Path, asked: Asked) -> Report:
    owner = Owner(asked.said["authority_id"])
    return _plain(partial(import_file, owner=owner, seen=asked.seen), path, asked)


KINDS: Final[Mapping[str, Kind]] = {
    CONFIGURATION: Kind(
        lambda path, asked: moving.take(path, dry_run=asked.dry_run, by=asked.by, now=asked.now),
        package.MOST_BYTES,
    ),
    "articles": _table(partial(_plain, import_articles), most=20 * _MB),
    "measures": _table(partial(_plain, import_measures)),
    "land": _table(_land),
    "works": _table(_works, by_row=True),
    **{f"reference-{name}": _table(partial(_plain, partial(import_table, name))) for name in TABLES},
}


@contextmanager
def laid(raw: bytes, title: str) -> Iterator[Path]:
    """A file for the importers, which tell what it is by its suffix; a BadFile names it as whoever brought it does."""
    begins = raw.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    suffix = ".zip" if raw.startswith(b"PK") else ".csv"
    if title.lower().endswith(".json") or begins in (b"[", b"{"):
        suffix = ".json"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"upload{suffix}")
        path.write_bytes(raw)
        try:
            yield path
        except BadFile as bad:
            raise BadFile(bad.text.replace(str(path), f"«{title[:150]}»")) from bad
