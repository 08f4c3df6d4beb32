"""Every night all public appeals as files for everybody; the last ones stay."""

import hashlib
import json
import logging
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

from otklik.stats.models import Dump
from otklik.stats.opendata import formats, package
from otklik.stats.opendata.rows import batches

log = logging.getLogger(__name__)
_PIECE: Final = 1 << 20  # bytes


def due(*, now: datetime) -> bool:
    """From settings.DUMP_HOUR on, once a day."""
    local = timezone.localtime(now)
    return local.hour >= settings.DUMP_HOUR and not Dump.objects.filter(on=local.date()).exists()


def make(*, now: datetime) -> Dump:
    """Write today's files, keep the last settings.DUMPS days. Made again on the same day, they are replaced.

    The row is written when all files are whole: what the page offers is always complete.
    """
    on = timezone.localdate(now)
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="dump-", dir=settings.DATA) as made:
        folder = Path(made)
        rows = formats.write(folder, batches())
        files = [_told(folder / name, media) for name, media in formats.MEDIA.items()]
        told = package.package(files, rows=rows, made_at=now)
        dictionary = folder / package.NAME
        dictionary.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        files.append(_told(dictionary, "application/json"))
        for file in files:
            with (folder / str(file["name"])).open("rb") as raw:
                default_storage.save(path(on.isoformat(), str(file["name"])), File(raw))
    made_now, _new = Dump.objects.update_or_create(
        on=on, defaults={"made_at": now, "rows": rows, "files": files}
    )
    _forget()
    return made_now


def path(on: str, name: str) -> str:
    """Where the storage keeps a file of that day."""
    return f"open-data/{on}/{name}"


def _told(file: Path, media: str) -> dict[str, Any]:
    digest = hashlib.sha256()
    with file.open("rb") as raw:
        while piece := raw.read(_PIECE):
            digest.update(piece)
    return {"name": file.name, "bytes": file.stat().st_size, "sha256": digest.hexdigest(), "media": media}


def _forget() -> None:
    """The row first: nothing is offered that is not there."""
    for old in Dump.objects.order_by("-on")[settings.DUMPS :]:
        old.delete()
        for file in old.files:
            default_storage.delete(path(old.on.isoformat(), file["name"]))
