"""Which photos belong to polls that everybody sees, and the end of those that no poll has any more."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from otklik.files import photos
from otklik.polls.models import Poll, Question


def is_public(photo_id: UUID) -> bool:
    """Two statements at most, over tables that people fill in by hand."""
    shown = ~Q(state=Poll.State.DRAFT)
    if Poll.objects.filter(shown, picture=photo_id).exists():
        return True
    of_option = Question.objects.filter(options__contains=[{"picture": str(photo_id)}])
    return of_option.exclude(poll__state=Poll.State.DRAFT).exists()


def of(poll: Poll, questions: Iterable[Question]) -> set[UUID]:
    """Its own and those of its options."""
    own = {poll.picture} if poll.picture else set[UUID]()
    of_options = [option.get("picture") for question in questions for option in question.options]
    return own | {UUID(one) for one in of_options if one}


def forget(ids: Iterable[UUID]) -> None:
    """Delete those that no poll has: a copy has the pictures of what it was copied from."""
    for one in ids:
        of_option = Question.objects.filter(options__contains=[{"picture": str(one)}])
        if not Poll.objects.filter(picture=one).exists() and not of_option.exists():
            photos.drop(one)
