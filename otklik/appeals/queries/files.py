"""Who may see a file: asked for every photo, so one statement each."""

from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from django.db.models import QuerySet

from otklik.appeals import public
from otklik.appeals.lifecycle import State
from otklik.appeals.models import AnswerFile, Appeal, Enclosure, Photo
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
    # Without an appeal: of a draft that is still being written.
    of_appeal = kept.filter(appeal__isnull=False)
    columns = ("appeal__state", "appeal__withheld", "appeal__original")
    for state, withheld, original_id in of_appeal.values_list(*columns):
        if state == State.DUPLICATE and original_id is not None:
            return not withheld and whole.successor(original_id)[1]
        return public.is_shown(state, withheld=withheld)
    return _answers().filter(pk=photo_id, is_photo=True).exists()


def document(file_id: UUID) -> tuple[PurePath, bool] | None:
    """Title of a file of an answer, and whether everybody may have it; None: there is none."""
    columns = ("title", "answer__appeal__state", "answer__appeal__withheld")
    row = AnswerFile.objects.filter(pk=file_id, is_photo=False).values_list(*columns).first()
    return (PurePath(row[0]), public.is_shown(row[1], withheld=row[2])) if row else None


def enclosure(file_id: UUID) -> tuple[PurePath, Owner] | None:
    """A document that an author enclosed, never public; None: there is none."""
    rows = Enclosure.objects.filter(pk=file_id)
    row = rows.values_list("title", "appeal_id", "appeal__author_id", "draft_id").first()
    return (PurePath(row[0]), Owner(row[1], row[2], row[3])) if row else None


def owner_of_photo(photo_id: UUID) -> Owner | None:
    row = Photo.objects.filter(pk=photo_id).values_list("appeal_id", "appeal__author_id", "draft_id").first()
    return Owner(*row) if row else owner_of_answer(photo_id)


def owner_of_answer(file_id: UUID) -> Owner | None:
    """Of the appeal to whose answer the file belongs."""
    columns = ("answer__appeal", "answer__appeal__author")
    row = AnswerFile.objects.filter(pk=file_id).values_list(*columns).first()
    return Owner(row[0], row[1], None) if row else None


def owner_of_appeal(number: str) -> Owner | None:
    row = Appeal.objects.filter(number=number).values_list("pk", "author_id").first()
    return Owner(*row, draft_id=None) if row else None


def _answers() -> QuerySet[AnswerFile]:
    return AnswerFile.objects.filter(answer__appeal__in=Appeal.objects.filter(public.SHOWN))
