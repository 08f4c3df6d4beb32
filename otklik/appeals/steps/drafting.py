"""Before stage 1. The wizard's draft: each page saves what it was told, the last one files the appeal.

The draft's id is the appeal's client key, so «Отправить» pressed three times files one appeal.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.appeals.lifecycle import Kind
from otklik.appeals.models import Appeal, Draft, Enclosure, Photo
from otklik.appeals.steps import bringing, intake
from otklik.classifier import fields as own_fields
from otklik.classifier.models import Topic
from otklik.files import documents, photos
from otklik.kit.errors import Refusal
from otklik.people.models import User

KEEP_DAYS = 30
DOCUMENTS = 5  # of one appeal at most


class NoDraft(Refusal):
    """Deleted after a month, or somebody else's."""

    code = "no_draft"
    status = 404


class TooManyPhotos(Refusal):
    code = "too_many_photos"
    status = 422


class TooManyDocuments(Refusal):
    code = "too_many_documents"
    status = 422


class AlreadyFiled(Refusal):
    """The draft has become an appeal: nothing can be changed in it."""

    code = "already_filed"


def begin(
    *, draft_id: UUID, kind: Kind, owner: User | None, now: datetime, said: Mapping[str, Any] | None = None
) -> None:
    """Store a draft of this kind with what was `said` elsewhere already, as its pages keep it. A repeat with the same
    id changes nothing.
    """
    data = {**(said or {}), "kind": kind.value}
    Draft.objects.get_or_create(id=draft_id, defaults={"owner": owner, "data": data, "updated_at": now})


def told(*, draft_id: UUID, said: Mapping[str, Any], now: datetime) -> None:
    """Add what a page was told to the draft. Raises NoDraft, AlreadyFiled."""
    with transaction.atomic():
        draft = locked(draft_id)
        draft.data = {**draft.data, **said}
        draft.updated_at = now
        draft.save(update_fields=["data", "updated_at"])


def said_of(draft_id: UUID) -> dict[str, Any]:
    """What the draft was told so far; empty where there is none."""
    found = Draft.objects.filter(pk=draft_id).values_list("data", flat=True).first()
    return found or {}


def add_photo(*, draft_id: UUID, client_id: UUID, raw: bytes, now: datetime) -> Photo:
    """Check a photo, write it anew and hang it on the draft. A repeat with the same client_id adds nothing.

    Raises NoDraft, AlreadyFiled, TooManyPhotos, photos.BadPhoto.
    """
    photo_id = bringing.own_id(draft_id, client_id)
    there = Photo.objects.filter(pk=photo_id).first()
    if there:
        return there
    size = photos.keep(raw, photo_id=photo_id)
    try:
        return _hung(draft_id, photo_id, size, now=now)
    except Refusal:
        photos.drop(photo_id)
        raise


def _hung(draft_id: UUID, photo_id: UUID, size: photos.Sizes, *, now: datetime) -> Photo:
    with transaction.atomic():
        draft = locked(draft_id)
        if there := draft.photos.filter(pk=photo_id).first():
            return there  # the same photo came twice at once
        taken = list(draft.photos.values_list("place", flat=True))
        if len(taken) >= settings.PHOTOS:
            raise TooManyPhotos(
                ngettext(
                    "К обращению можно приложить не больше %(n)d фото.",
                    "К обращению можно приложить не больше %(n)d фото.",
                    settings.PHOTOS,
                )
                % {"n": settings.PHOTOS}
            )
        return Photo.objects.create(
            id=photo_id,
            draft=draft,
            place=max(taken, default=-1) + 1,
            width=size.width,
            height=size.height,
            created_at=now,
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it came. name: as the author's file is called; code: of the question that it answers."""

    code: str
    name: str
    raw: bytes


def add_document(*, draft_id: UUID, asked: Collection[str], paper: Paper, now: datetime) -> None:
    """Hang a document on the draft. The same file again is there once.

    asked: codes of the topic's questions. What answered those of another topic does not count.

    Raises NoDraft, AlreadyFiled, TooManyDocuments, documents.BadDocument.
    """
    documents.check(paper.raw, paper.name)
    file_id = uuid5(draft_id, hashlib.sha256(paper.raw).hexdigest())
    with transaction.atomic():
        draft = locked(draft_id)
        hang_document(draft, draft.enclosures.filter(code__in=asked), file_id, paper, most=DOCUMENTS, now=now)


def hang_document(
    draft: Draft, there: QuerySet[Enclosure], file_id: UUID, paper: Paper, *, most: int, now: datetime
) -> bool:
    """Of a locked draft; whether it is new. Raises TooManyDocuments: `there` are as many as may be."""
    if there.filter(pk=file_id).exists():
        return False
    if there.count() >= most:
        raise TooManyDocuments(
            _("К обращению можно приложить не больше %(n)d документов.") % {"n": DOCUMENTS}
        )
    documents.keep(paper.raw, file_id=file_id)
    said = {"draft": draft, "code": paper.code, "title": paper.name[-300:], "added_at": now}
    Enclosure.objects.update_or_create(id=file_id, defaults=said)
    return True


@transaction.atomic
def drop_document(*, draft_id: UUID, file_id: UUID) -> None:
    """Take a document off the draft; a repeat finds nothing to do. Raises NoDraft, AlreadyFiled."""
    taken, _rows = locked(draft_id).enclosures.filter(pk=file_id).delete()
    if taken:
        transaction.on_commit(lambda: documents.drop(file_id))


@transaction.atomic
def drop_photo(*, draft_id: UUID, photo_id: UUID) -> None:
    """Take a photo off the draft; a repeat finds nothing to do. Raises NoDraft, AlreadyFiled."""
    taken, _rows = locked(draft_id).photos.filter(pk=photo_id).delete()
    if taken:
        transaction.on_commit(lambda: photos.drop(photo_id))


def file(*, draft: Draft, author: intake.Author, now: datetime, confidential: bool | None = None) -> Appeal:
    """Turn the draft, as it was read for this request, into an appeal and return it; a repeat returns the same appeal.

    confidential: what the author chose, None where they were not asked.

    Raises intake.BadFiling, intake.Emergency where something is missing.
    """
    if draft.appeal:
        return draft.appeal
    return intake.receive(replace(filing_of(draft, author), confidential=confidential), now=now)


def filing_of(draft: Draft, author: intake.Author) -> intake.Filing:
    """The draft in intake's words. Raises intake.BadFiling: no topic chosen yet."""
    said = draft.data
    topic = Topic.objects.filter(code=said.get("topic", "")).first()
    if topic is None:
        raise intake.BadFiling(_("Выберите тему обращения."))
    declared = own_fields.parse_declarations(topic.fields)
    return intake.Filing(
        client_key=draft.pk,
        from_draft=True,
        kind=Kind(said["kind"]),
        topic=topic,
        text=said.get("text", ""),
        address=said.get("address", ""),
        author=author,
        settlement_id=said.get("settlement_id"),
        lon=said.get("lon"),
        lat=said.get("lat"),
        territory_id=said.get("territory_id"),
        fields=[list(pair) for pair in own_fields.shown(declared, said.get("fields", {}))],
    )


def locked(draft_id: UUID) -> Draft:
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise NoDraft(_("Черновик не найден. Возможно, он удалён: черновики хранятся месяц."))
    if draft.appeal_id:
        raise AlreadyFiled(_("Это обращение уже отправлено."))
    return draft


@transaction.atomic
def drop(*, draft_id: UUID) -> None:
    """Delete the draft and its photos. Raises NoDraft, AlreadyFiled."""
    draft = locked(draft_id)
    keys = list(draft.photos.values_list("pk", flat=True))
    papers = list(draft.enclosures.values_list("pk", flat=True))
    draft.photos.all().delete()
    draft.enclosures.all().delete()
    draft.delete()
    for key in keys:
        transaction.on_commit(partial(photos.drop, key))
    for paper in papers:
        transaction.on_commit(partial(documents.drop, paper))


def forget_old(*, now: datetime, limit: int = 1000) -> int:
    """Delete drafts that nobody touched for KEEP_DAYS; return how many. Photos of filed appeals stay."""
    old = Draft.objects.filter(updated_at__lt=now - timedelta(days=KEEP_DAYS)).values_list("pk", flat=True)[
        :limit
    ]
    ids = list(old)
    for photo_id in Photo.objects.filter(draft__in=ids, appeal=None).values_list("pk", flat=True):
        photos.drop(photo_id)
    Photo.objects.filter(draft__in=ids, appeal=None).delete()
    papers = Enclosure.objects.filter(draft__in=ids, appeal=None)
    for paper in papers.values_list("pk", flat=True):
        documents.drop(paper)
    papers.delete()
    Draft.objects.filter(pk__in=ids).delete()
    return len(ids)
