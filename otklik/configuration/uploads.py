"""A configuration that came by a page: kept, tried by a job, taken by a job when the administrator says so.

Every step may run twice.
"""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from otklik.configuration import moving
from otklik.configuration.models import Upload
from otklik.configuration.package import MOST_BYTES
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.kit.importing import BadFile
from otklik.people.models import User

_State = Upload.State
# What a job does in each state that waits for one: the state of success; whether it is a trial.
_JOBS: Final = {_State.TRYING: (_State.READY, True), _State.TAKING: (_State.TAKEN, False)}


class BadUpload(Refusal):
    """Cannot be done with this upload; the text says why."""

    code = "bad_upload"
    status = 422


def begin(raw: bytes, *, title: str, by: User, now: datetime) -> int:
    """Keep the file, have it tried; its id. Raises BadUpload: empty, too big, another one is open."""
    if not raw:
        raise BadUpload(_("Файл пустой. Выберите выгрузку настроек (.zip)."))
    if len(raw) > MOST_BYTES:
        raise BadUpload(_("Файл больше %(mb)d МБ: это не выгрузка настроек.") % {"mb": MOST_BYTES // 10**6})
    key = uuid4()
    try:
        with transaction.atomic():
            upload = Upload.objects.create(by=by, at=now, title=title[:150], file=key)
            work_later.defer(upload_id=upload.pk)
    except IntegrityError as e:
        raise BadUpload(_("Уже загружена другая выгрузка. Примите её или откажитесь от неё.")) from e
    default_storage.save(_path(upload), ContentFile(raw))
    return upload.pk


def order(upload_id: int, *, by: User, now: datetime) -> None:
    """The administrator takes it; a job does. A repeat changes nothing. Raises BadUpload: with mistakes, dropped."""
    with transaction.atomic():
        upload = _locked(upload_id)
        if upload.state in (_State.TAKING, _State.TAKEN):
            return
        outcome = moving.from_json(upload.outcome)
        if upload.state != _State.READY or outcome is None or not outcome.good:
            raise BadUpload(_("Эту выгрузку принять нельзя: посмотрите, что с ней не так."))
        upload.state, upload.by, upload.at = _State.TAKING, by, now
        upload.save(update_fields=["state", "by", "at"])
        work_later.defer(upload_id=upload_id)


def drop(upload_id: int) -> None:
    """Not wanted; a repeat changes nothing. Raises BadUpload: it was taken."""
    with transaction.atomic():
        upload = _locked(upload_id)
        if upload.state == _State.TAKEN:
            raise BadUpload(_("Эта выгрузка уже принята."))
        Upload.objects.filter(pk=upload_id).update(state=_State.DROPPED)
    default_storage.delete(_path(upload))


def latest() -> Upload | None:
    return Upload.objects.exclude(state=_State.DROPPED).order_by("-pk").first()


def work(upload_id: int, *, now: datetime) -> None:
    """Try or take, as the state says. The row is held meanwhile: who drops it waits."""
    with transaction.atomic():
        upload = _locked(upload_id)
        state = _State(upload.state)
        if state not in _JOBS:
            return
        done, dry_run = _JOBS[state]
        try:
            outcome = _run(upload, dry_run=dry_run, now=now)
        except BadFile as bad:
            upload.state, upload.trouble = _State.REFUSED, bad.text[:500]
        else:
            upload.outcome = outcome.as_json()
            upload.state = done if outcome.good else _State.READY  # mistakes are shown, not taken
        upload.save(update_fields=["state", "trouble", "outcome"])


@app.task(queue="configuration")
def work_later(*, upload_id: int) -> None:
    work(upload_id, now=clock.now())


def _run(upload: Upload, *, dry_run: bool, now: datetime) -> moving.Outcome:
    """Raises BadFile."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "configuration.zip")
        try:
            with default_storage.open(_path(upload)) as kept:
                path.write_bytes(kept.read())
        except FileNotFoundError as e:
            raise BadFile(_("Файл ещё не записан. Загрузите его снова.")) from e
        return moving.take(path, dry_run=dry_run, by=upload.by, now=now)


def _locked(upload_id: int) -> Upload:
    return Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)


def _path(upload: Upload) -> str:
    return f"configurations/{upload.file.hex}.zip"
