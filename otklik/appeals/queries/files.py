"""Who may see a file: asked for every photo, so one statement each."""

from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from django.db.models import QuerySet

from otklik.appeals.lifecycle import PUBLIC, State
from otklik.appeals.models import AnswerFile, Appeal, Photo
from otklik.appeals.queries import whole


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose it is: of an appeal, perhaps with an account, or of a draft still being written."""

    appeal_id: int | None
    author_id: int | None
    draft_id: UUID | None


def photo_is_public(photo_id: UUID) -> bool:
    """True for a photo of a published appeal, of one merged with it or of its answer; not for one that was added later
    or hidden.
    """
    kept = Photo.objects.filter(pk=photo_id, clarifies=False, hidden=False)
    # No state: of a draft that is still being written.
    state, original_id = kept.values_list("appeal__state", "appeal__original").first() or (None, None)
    if state == State.DUPLICATE and original_id is not None:
        state = whole.successor(original_id)[1]
    return (state is not None and State(state) in PUBLIC) or _answers().filter(
        pk=photo_id, is_photo=True
    ).exists()


def public_document(file_id: UUID) -> PurePath | None:
    """Title of a file of a public answer; None: there is none."""
    title = _answers().filter(pk=file_id, is_photo=False).values_list("title", flat=True).first()
    return PurePath(title) if title is not None else None


def owner_of_photo(photo_id: UUID) -> Owner | None:
    row = Photo.objects.filter(pk=photo_id).values_list("appeal_id", "appeal__author_id", "draft_id").first()
    return Owner(*row) if row else None


def owner_of_appeal(number: str) -> Owner | None:
    row = Appeal.objects.filter(number=number).values_list("pk", "author_id").first()
    return Owner(*row, draft_id=None) if row else None


def _answers() -> QuerySet[AnswerFile]:
    return AnswerFile.objects.filter(answer__appeal__state__in=sorted(PUBLIC))
