"""Between the filing and the answer: the author adds words and photos. They are for the desk and the authority only.

Nobody has moderated them, so they never become public: the words are a row of the journal, the photos are marked.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.appeals import journal
from otklik.appeals.lifecycle import Move
from otklik.appeals.models import Appeal, Photo
from otklik.appeals.steps import bringing
from otklik.files import photos
from otklik.kit.errors import Refusal

WORDS_MAX: Final = 3000  # characters
MOST: Final = 20  # clarifications of one appeal


class BadClarification(Refusal):
    """Neither words nor photos, or too much of them; `text` says what to do."""

    code = "bad_clarification"
    status = 422


def clarify(
    *,
    appeal_id: int,
    key: UUID,
    words: str,
    pictures: Sequence[bytes] = (),
    brought: Collection[UUID] = (),
    now: datetime,
) -> None:
    """Keep what the author adds. A repeat with the same key adds nothing.

    brought: photos that have come under the key already, as the client named them.
    Raises WrongState (answered or ended), BadClarification, photos.BadPhoto, bringing.PhotoMissing; then nothing is
    kept.
    """
    words = words.strip()
    _check(words, len(pictures) + len(brought))
    if _said(appeal_id, key):
        return
    kept: dict[UUID, photos.Sizes] = {}
    try:
        for n, raw in enumerate(pictures):
            photo_id = uuid5(key, f"{appeal_id} {n}")
            kept[photo_id] = photos.keep(raw, photo_id=photo_id)
        _written(appeal_id, key, words, kept, brought, now=now)
    except Refusal:
        if not _said(
            appeal_id, key
        ):  # another press of the same button may have been faster: its photos stay
            for photo_id in kept:
                photos.drop(photo_id)
        raise


def _check(words: str, pictures: int) -> None:
    if not words and not pictures:
        raise BadClarification(_("Напишите уточнение или приложите фото."))
    if len(words) > WORDS_MAX:
        raise BadClarification(_("Уточнение длиннее %(n)d знаков. Сократите его.") % {"n": WORDS_MAX})
    if pictures > settings.PHOTOS:
        raise _too_many()


@transaction.atomic
def _written(
    appeal_id: int,
    key: UUID,
    words: str,
    kept: dict[UUID, photos.Sizes],
    brought: Collection[UUID],
    *,
    now: datetime,
) -> None:
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("author").get(pk=appeal_id)
    if _said(appeal_id, key):
        return
    if appeal.journal.filter(move=Move.CLARIFY).count() >= MOST:
        raise BadClarification(_("К обращению уже добавлено много уточнений. Больше добавить нельзя."))
    there = list(appeal.photos.values_list("place", "clarifies"))
    count = len(kept) + len(brought)
    if sum(added for _place, added in there) + count > settings.PHOTOS:
        raise _too_many()
    detail = {"key": str(key), "photos": count}
    journal.move(appeal_id, Move.CLARIFY, actor=appeal.author, now=now, reason=words, detail=detail)
    first = max((place for place, _added in there), default=-1) + 1
    Photo.objects.bulk_create(
        Photo(
            id=photo_id,
            appeal=appeal,
            place=first + n,
            width=size.width,
            height=size.height,
            created_at=now,
            clarifies=True,
        )
        for n, (photo_id, size) in enumerate(kept.items())
    )
    bringing.take_along(appeal, key=key, photos=brought, clarifies=True, place=F("place") + first)


def _said(appeal_id: int, key: UUID) -> bool:
    said = Appeal.objects.filter(pk=appeal_id, journal__move=Move.CLARIFY, journal__detail__key=str(key))
    return said.exists()


def _too_many() -> BadClarification:
    return BadClarification(
        ngettext(
            "К обращению можно добавить не больше %(n)d фото.",
            "К обращению можно добавить не больше %(n)d фото.",
            settings.PHOTOS,
        )
        % {"n": settings.PHOTOS}
    )
