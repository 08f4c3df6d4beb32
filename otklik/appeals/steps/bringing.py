"""Photos and documents that a program brought one by one under a key, taken along by what comes under it at last.

Until then they wait in a draft of this id; those that are not named stay with it and go with it.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from otklik.appeals.models import Appeal, Enclosure, Photo
from otklik.kit.errors import Refusal


class PhotoMissing(Refusal):
    """Named photos have not come, or belong to something else."""

    code = "photo_missing"
    status = 422


class DocumentMissing(Refusal):
    """Named documents have not come, or belong to something else."""

    code = "document_missing"
    status = 422


class NotAsked(Refusal):
    """A document answers a question that the topic does not ask."""

    code = "document_not_asked"
    status = 422


def own_id(key: UUID, client_id: UUID) -> UUID:
    """Of a photo or a document: nobody can write over one of another key by naming its id."""
    return uuid5(key, str(client_id))


def take_along(appeal: Appeal, *, key: UUID, photos: Collection[UUID], **columns: Any) -> None:
    """Hang them on the appeal. photos: as the client named them. Raises PhotoMissing."""
    ids = {own_id(key, one) for one in photos}
    waiting = Photo.objects.filter(draft=key, appeal=None, pk__in=ids)
    if ids and waiting.update(appeal=appeal, **columns) < len(ids):
        raise PhotoMissing(_("Не все фото дошли. Отправьте недостающие и повторите."))


def enclose(appeal: Appeal, *, key: UUID, documents: Collection[UUID], asked: Collection[str]) -> None:
    """Hang the documents on the appeal. asked: codes of the topic's questions that a file answers.

    Raises DocumentMissing, NotAsked.
    """
    ids = {own_id(key, one) for one in documents}
    if not ids:
        return
    waiting = Enclosure.objects.filter(draft=key, appeal=None, pk__in=ids)
    codes = list(waiting.values_list("code", flat=True))
    if len(codes) < len(ids):
        raise DocumentMissing(_("Не все документы дошли. Отправьте недостающие и повторите."))
    if not set(codes) <= set(asked):
        raise NotAsked(_("К обращению на эту тему такой документ не прилагают. Уберите его."))
    waiting.update(appeal=appeal)
