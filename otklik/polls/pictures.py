"""Photos of polls: which of them everybody sees, and the end of those that no poll has.

Each that comes into a form leaves a row, before the file: a form may be given up, a picture replaced. The clock looks
at rows that are old enough for any form to have been saved: a photo of a published poll stays for good, one of a draft
is looked at again, any other is deleted.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet

from otklik.files import photos
from otklik.polls.models import Picture, Poll, Question

KEPT: Final = timedelta(days=30)  # a form may lie open that long
BATCH: Final = 500  # rows in one round of the clock


def keep(raw: bytes, *, now: datetime) -> UUID:
    """Check the photo and write it anew for a draft. Raises photos.BadPhoto: nothing of it is kept."""
    photo_id = uuid4()
    Picture.objects.create(pk=photo_id, kept_at=now)
    try:
        photos.keep(raw, photo_id=photo_id)
    except photos.BadPhoto:
        Picture.objects.filter(pk=photo_id).delete()
        raise
    return photo_id


def forget_unused(*, now: datetime) -> int:
    """Called by the clock; return how many photos went. Killed anywhere, it goes on: the row goes last."""
    old = Picture.objects.filter(kept_at__lt=now - KEPT).order_by("kept_at")
    gone = 0
    for one in old.values_list("pk", flat=True)[:BATCH]:
        if is_public(one):
            Picture.objects.filter(pk=one).delete()
        elif _is_of_a_poll(one):
            Picture.objects.filter(pk=one).update(kept_at=now)  # not before the others again
        else:
            photos.drop(one)
            Picture.objects.filter(pk=one).delete()
            gone += 1
    return gone


def is_public(photo_id: UUID) -> bool:
    """Two statements at most, over tables that people fill in by hand."""
    shown = ~Q(state=Poll.State.DRAFT)
    if Poll.objects.filter(shown, picture=photo_id).exists():
        return True
    return _options_with(photo_id).exclude(poll__state=Poll.State.DRAFT).exists()


def of(poll: Poll, questions: Iterable[Question]) -> set[UUID]:
    """Its own and those of its options."""
    own = {poll.picture} if poll.picture else set[UUID]()
    of_options = [option.get("picture") for question in questions for option in question.options]
    return own | {UUID(one) for one in of_options if one}


def forget(ids: Iterable[UUID]) -> None:
    """Delete those that no poll has: a copy has the pictures of what it was copied from."""
    for one in ids:
        if not _is_of_a_poll(one):
            photos.drop(one)


def _is_of_a_poll(photo_id: UUID) -> bool:
    return Poll.objects.filter(picture=photo_id).exists() or _options_with(photo_id).exists()


def _options_with(photo_id: UUID) -> QuerySet[Question]:
    return Question.objects.filter(options__contains=[{"picture": str(photo_id)}])
