"""Photos that a program brought one by one under a key, taken along by what comes under the same key at last.

Until then they wait in a draft of this id; those that are not named stay with it and go with it.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from otklik.appeals.models import Appeal, Photo
from otklik.kit.errors import Refusal


class PhotoMissing(Refusal):
    """Named photos have not come, or belong to something else."""

    code = "photo_missing"
    status = 422


def own_id(key: UUID, client_id: UUID) -> UUID:
    """Of a photo: nobody can write over one of another key by naming its id."""
    return uuid5(key, str(client_id))


def take_along(appeal: Appeal, *, key: UUID, photos: Collection[UUID], **columns: Any) -> None:
    """Hang them on the appeal. photos: as the client named them. Raises PhotoMissing."""
    ids = {own_id(key, one) for one in photos}
    waiting = Photo.objects.filter(draft=key, appeal=None, pk__in=ids)
    if ids and waiting.update(appeal=appeal, **columns) < len(ids):
        raise PhotoMissing(_("Не все фото дошли. Отправьте недостающие и повторите."))
