"""Photos and documents of an answer that is being written, sent by an official or taken from a contractor."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals.models import ErrandItem, Reply, ReplyFile
from otklik.appeals.steps import handing
from otklik.appeals.steps.answer import PHOTO_NAMES
from otklik.appeals.steps.replying import Desk, OnSignature
from otklik.files import documents, photos
from otklik.kit.errors import Refusal

DOCUMENTS: Final = 10  # of one answer at most


class TooMany(Refusal):
    """More photos or documents than an answer has."""

    code = "too_many_files"
    status = 422


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    raw: bytes

    @property
    def is_photo(self) -> bool:
        return self.name.lower().endswith(PHOTO_NAMES)


def attach(desk: Desk, uploads: Sequence[Upload], *, now: datetime) -> None:
    """Keep the files with the answer that is being written. The same file again is there once.

    Raises handing.NotHere, OnSignature, TooMany, photos.BadPhoto, documents.BadDocument; those before stay.
    """
    for upload in uploads:
        key = _open(desk).key
        file_id = uuid5(key, hashlib.sha256(upload.raw).hexdigest())
        if upload.is_photo:
            photos.keep(upload.raw, photo_id=file_id)
        else:
            documents.check(upload.raw, upload.name)
            documents.keep(upload.raw, file_id=file_id)
        _add(desk, [(file_id, upload.name[-300:], upload.is_photo)], now=now)


@transaction.atomic
def take(desk: Desk, item_ids: Sequence[UUID], *, now: datetime) -> None:
    """Photos that a contractor sent become photos of the answer; a note is added to its text, once.

    Raises handing.NotHere, OnSignature, TooMany.
    """
    items = ErrandItem.objects.filter(
        pk__in=item_ids, errand__appeal=desk.appeal_id, errand__authority=desk.authority_id
    ).order_by("at", "pk")
    chosen = list(items)
    _add(desk, [(item.pk, str(_("Фото сделанного")), True) for item in chosen if item.is_photo], now=now)
    reply = _open(desk)
    fresh = [item.text for item in chosen if not item.is_photo and item.text not in reply.text]
    if fresh:
        reply.text = "\n\n".join(filter(None, [reply.text.rstrip(), *fresh]))
        reply.save(update_fields=["text"])


@transaction.atomic
def detach(desk: Desk, file_id: UUID) -> None:
    """Take the file out. A repeat does nothing. Raises handing.NotHere, OnSignature."""
    handing.at_authority(desk.appeal_id, desk.authority_id)
    reply = _open(desk)
    file = reply.files.filter(pk=file_id).first()
    if file is None:
        return
    file.delete()
    if ErrandItem.objects.filter(pk=file_id).exists():
        return  # the contractor's own: it may be taken again
    if file.is_photo:
        photos.drop(file_id)
    else:
        documents.drop(file_id)


@transaction.atomic
def _add(desk: Desk, files: Sequence[tuple[UUID, str, bool]], *, now: datetime) -> None:
    handing.at_authority(desk.appeal_id, desk.authority_id)
    reply = _open(desk)
    there = dict(reply.files.values_list("pk", "is_photo"))
    there |= {file_id: is_photo for file_id, _title, is_photo in files}
    pictures = sum(there.values())
    if pictures > settings.PHOTOS or len(there) - pictures > DOCUMENTS:
        most = {"photos": settings.PHOTOS, "files": DOCUMENTS}
        raise TooMany(_("К ответу можно приложить до %(photos)d фото и до %(files)d документов.") % most)
    rows = [
        ReplyFile(id=file_id, reply=reply, title=title, is_photo=is_photo, added_at=now)
        for file_id, title, is_photo in files
    ]
    ReplyFile.objects.bulk_create(rows, ignore_conflicts=True)


def _open(desk: Desk) -> Reply:
    """Raises OnSignature; Reply.DoesNotExist: nothing is being written."""
    reply = Reply.objects.get(appeal=desk.appeal_id, authority=desk.authority_id)
    if reply.state == Reply.State.SIGNING:
        raise OnSignature(_("Ответ на подписи. Заберите его, чтобы править."))
    return reply
