"""What staff brought by a page: kept, tried, taken when they say so. A small table at once, the rest by a job.

Every step may run twice.
"""

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from otklik.configuration import moving
from otklik.configuration.models import Upload
from otklik.configuration.tables import CONFIGURATION, KINDS, Asked, laid
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.kit.importing import BadFile
from otklik.people.models import User

AT_ONCE: Final = (
    4_000  # bytes of a table that the request itself tries and takes: some twenty works, half a second
)
_PATIENCE: Final = 60  # seconds, until a request that takes a small table must be dead
KEPT: Final = timedelta(days=30)  # how long a table and what came of it can be looked at
_State = Upload.State
# What is done in each state that waits for it: the state of success; whether it is a trial.
_JOBS: Final = {_State.TRYING: (_State.READY, True), _State.TAKING: (_State.TAKEN, False)}
AGAIN: Final = (_State.KEPT, _State.READY, _State.REFUSED)


class BadUpload(Refusal):
    """Cannot be done with this upload; the text says why."""

    code = "bad_upload"
    status = 422


def keep(raw: bytes, *, title: str, by: User, now: datetime, kind: str = CONFIGURATION) -> int:
    """Keep the file for `begin`; its id. Raises BadUpload: empty, too big."""
    most = KINDS[kind].most
    if not raw.strip():
        raise BadUpload(_("Файл пустой. Выберите другой."))
    if len(raw) > most:
        raise BadUpload(_("Файл больше %(mb)d МБ. Разделите его на части.") % {"mb": most // 10**6})
    key = uuid4()
    default_storage.save(_path(key), ContentFile(raw))
    what: dict[str, Any] = {"kind": kind, "size": len(raw), "title": title[:150], "file": key}
    return Upload.objects.create(by=by, at=now, state=_State.KEPT, **what).pk


def begin(upload_id: int, said: Mapping[str, Any] | None = None) -> None:
    """Have a kept one tried, or one that was tried tried anew with other words.

    Raises BadUpload: it is being tried or taken; another configuration is open, then the file is gone.
    """
    try:
        with transaction.atomic():
            upload = _locked(upload_id)
            if upload.state not in AGAIN:
                raise BadUpload(_("Этот файл уже проверяется или записан. Загрузите его снова."))
            _wait(upload, _State.TRYING, asked=dict(said or {}), outcome={}, trouble="")
    except IntegrityError as e:
        drop(upload_id)
        raise BadUpload(_("Уже загружена другая выгрузка. Примите её или откажитесь от неё.")) from e
    _soon(upload)


def order(upload_id: int, *, by: User, now: datetime) -> None:
    """Somebody takes it. A repeat changes nothing. Raises BadUpload: with mistakes, dropped, nothing in it."""
    with transaction.atomic():
        upload = _locked(upload_id)
        if upload.state in (_State.TAKING, _State.TAKEN):
            return
        outcome = moving.from_json(upload.outcome)
        if upload.state != _State.READY or outcome is None or not may_be_taken(upload, outcome):
            raise BadUpload(_("Этот файл принять нельзя: посмотрите, что с ним не так."))
        _wait(upload, _State.TAKING, by=by, at=now)
    _soon(upload)


def may_be_taken(upload: Upload, outcome: moving.Outcome) -> bool:
    """Of a table the rows that are right; a configuration as a whole."""
    return outcome.changes_something and (outcome.good or upload.kind != CONFIGURATION)


def drop(upload_id: int) -> None:
    """Not wanted; a repeat changes nothing. Raises BadUpload: it was taken, or its rows go in already."""
    with transaction.atomic():
        upload = _locked(upload_id)
        if upload.state in (_State.TAKING, _State.TAKEN):
            raise BadUpload(_("Этот файл уже принят."))
        Upload.objects.filter(pk=upload_id).update(state=_State.DROPPED)
    default_storage.delete(_path(upload.file))


def latest() -> Upload | None:
    """The configuration that came last."""
    return (
        Upload.objects.filter(kind=CONFIGURATION)
        .exclude(state__in=[_State.KEPT, _State.DROPPED])
        .order_by("-pk")
        .first()
    )


def work(upload_id: int, *, now: datetime) -> None:
    """Try or take, as the state says. What was dropped meanwhile stays so."""
    upload = Upload.objects.select_related("by").get(pk=upload_id)
    was = _State(upload.state)
    if was not in _JOBS:
        return
    done, dry_run = _JOBS[was]
    with nullcontext() if KINDS[upload.kind].by_row else transaction.atomic():
        try:
            outcome = _run(upload, dry_run=dry_run, now=now)
        except BadFile as bad:
            became: dict[str, Any] = {"state": _State.REFUSED, "trouble": bad.text[:500]}
        else:  # mistakes of a configuration are shown, not taken
            state = done if outcome.good or upload.kind != CONFIGURATION else _State.READY
            became = {"state": state, "trouble": "", "outcome": outcome.as_json()}
        Upload.objects.filter(pk=upload_id, state=was).update(**became)


def forget_old(*, now: datetime) -> int:
    """Tables and their files after a month; return how many. A configuration stays, it says who took it."""
    old = list(Upload.objects.exclude(kind=CONFIGURATION).filter(at__lt=now - KEPT)[:1000])
    for upload in old:
        default_storage.delete(_path(upload.file))
        upload.delete()
    return len(old)


@app.task(queue="configuration")
def work_later(*, upload_id: int) -> None:
    work(upload_id, now=clock.now())


def _run(upload: Upload, *, dry_run: bool, now: datetime) -> moving.Outcome:
    """Raises BadFile."""
    try:
        with default_storage.open(_path(upload.file)) as kept:
            raw = kept.read()
    except FileNotFoundError as e:
        raise BadFile(_("Файла уже нет. Загрузите его снова.")) from e
    with laid(raw, upload.title) as path:
        asked = Asked(dry_run, upload.by, now, upload.asked, lambda rows: _seen(upload.pk, rows))
        return KINDS[upload.kind].run(path, asked)


def _wait(upload: Upload, state: str, **more: Any) -> None:
    """The job is queued with the state: none of them is without the other. That of a small one finds something to do
    only where the request was killed.
    """
    Upload.objects.filter(pk=upload.pk).update(state=state, seen=0, **more)
    if _is_small(upload):
        work_later.configure(schedule_in={"seconds": _PATIENCE}).defer(upload_id=upload.pk)
    else:
        work_later.defer(upload_id=upload.pk)


def _soon(upload: Upload) -> None:
    if _is_small(upload):
        work(upload.pk, now=clock.now())


def _is_small(upload: Upload) -> bool:
    return upload.kind != CONFIGURATION and upload.size <= AT_ONCE


def _seen(upload_id: int, rows: int) -> None:
    Upload.objects.filter(pk=upload_id).update(seen=rows)


def _locked(upload_id: int) -> Upload:
    return Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)


def _path(file: UUID) -> str:
    return f"configurations/{file.hex}.zip"
