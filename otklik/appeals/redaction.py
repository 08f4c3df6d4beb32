"""A moderator hides a part of an appeal from everybody: words, an answer to a question of its topic, a photo or a piece
of it, the author. And back again.

The state does not change, so this is no step. What is hidden is kept for the desks (`Appeal.full_text`, `full_fields`,
`Photo.hidden`); the journal says what sort of thing was hidden, never the thing. Pressed twice, nothing happens the
second time.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals import facets, journal
from otklik.appeals.lifecycle import Move
from otklik.appeals.models import Appeal, Photo, Redaction
from otklik.appeals.rules import personal, redact
from otklik.appeals.rules.spans import Span
from otklik.files import photos
from otklik.kit.errors import Refusal
from otklik.people.models import User

TEXT, FIELD, PHOTO, AUTHOR = "text", "field", "photo", "author"  # what a journal row says was hidden
LEAST: Final = 5  # percent of a side that a crop leaves


class BadRedaction(Refusal):
    """Nothing to hide was chosen, or not in this text."""

    code = "bad_redaction"
    status = 422


@transaction.atomic
def hide(*, appeal_id: int, spans: Sequence[Span], moderator: User, now: datetime) -> None:
    """Hide these pieces of the text as it was written, and no others; none: it is shown whole again.

    Raises BadRedaction: a piece lies outside of the text. WrongState.
    """
    appeal = _locked(appeal_id)
    full = appeal.full_text or appeal.text
    if any(not 0 <= span.start < span.end <= len(full) for span in spans):
        raise BadRedaction(_("Текст изменился. Обновите страницу и выберите снова."))
    _write(appeal, redact.joined(full, spans), moderator=moderator, now=now)


@transaction.atomic
def rewrite(*, appeal_id: int, edited: str, moderator: User, now: datetime) -> None:
    """Hide what `edited` leaves out of the text as it was written; added words are not taken over.

    Raises BadRedaction: nothing is left out, or everything. WrongState.
    """
    appeal = _locked(appeal_id)
    full = appeal.full_text or appeal.text
    spans = redact.named(redact.missing(full, edited), personal.marks(full))
    if not spans:
        raise BadRedaction(
            _("Ничего не скрыто. Удалите из текста лишнее: дописать за автора нельзя, можно только скрыть.")
        )
    _write(appeal, spans, moderator=moderator, now=now)


def show(*, appeal_id: int, moderator: User, now: datetime) -> None:
    """The whole text again. Raises WrongState."""
    hide(appeal_id=appeal_id, spans=[], moderator=moderator, now=now)


@transaction.atomic
def hide_field(*, appeal_id: int, place: int, hidden: bool, moderator: User, now: datetime) -> None:
    """Nobody reads the answer to this question of the topic; or everybody again. place: among the answers, from 0.

    Raises BadRedaction: there is no such answer. WrongState.
    """
    appeal = _locked(appeal_id)
    full = appeal.full_fields or appeal.fields
    if not 0 <= place < len(full):
        raise BadRedaction(_("Такого ответа нет. Обновите страницу."))
    label, answer = full[place]
    shown = [*appeal.fields]
    shown[place] = [label, redact.HIDDEN_ANSWER if hidden else answer]
    if shown != appeal.fields:
        facts = {"fields": shown, "full_fields": full if shown != full else None}
        _note(appeal_id, FIELD, hidden, facts, moderator=moderator, now=now)


@transaction.atomic
def hide_author(*, appeal_id: int, hidden: bool, moderator: User, now: datetime) -> None:
    """Whatever the author chose, the name is not shown; or as they chose again. Raises WrongState."""
    if _locked(appeal_id).author_hidden != hidden:
        _note(appeal_id, AUTHOR, hidden, {"author_hidden": hidden}, moderator=moderator, now=now)


@transaction.atomic
def hide_photo(*, appeal_id: int, photo_id: UUID, hidden: bool, moderator: User, now: datetime) -> None:
    """Nobody but desks and the author sees the photo; or everybody again, then whole: pieces of it go.

    Raises Photo.DoesNotExist, WrongState.
    """
    _locked(appeal_id)
    photo = Photo.objects.get(pk=photo_id, appeal=appeal_id, clarifies=False)
    if photo.hidden == hidden:
        return
    if not hidden:
        _siblings(photo).update(hidden=True)
    Photo.objects.filter(pk=photo.pk).update(hidden=hidden)
    _note_photo(appeal_id, hidden, moderator=moderator, now=now)


@transaction.atomic
def crop_photo(
    *, appeal_id: int, photo_id: UUID, box: tuple[int, int, int, int], moderator: User, now: datetime
) -> None:
    """Show only a piece of the photo; the whole one is kept hidden.

    box: percent of the width and height from the upper left corner: left, top, right, bottom.
    Raises BadRedaction (no such piece), Photo.DoesNotExist, WrongState.
    """
    left, top, right, bottom = box
    inside = 0 <= left < right <= 100 and 0 <= top < bottom <= 100
    if not inside or right - left < LEAST or bottom - top < LEAST or box == (0, 0, 100, 100):
        raise BadRedaction(
            _("Отрежьте хотя бы с одной стороны, и пусть от каждой останется не меньше %(n)d %%.")
            % {"n": LEAST}
        )
    _locked(appeal_id)
    photo = Photo.objects.get(pk=photo_id, appeal=appeal_id, clarifies=False)
    piece_id = uuid5(photo.pk, f"crop {left} {top} {right} {bottom}")
    if Photo.objects.filter(pk=piece_id, hidden=False).exists():
        return
    size = photos.crop(photo.pk, box, photo_id=piece_id)
    _siblings(photo).update(hidden=True)
    Photo.objects.filter(pk=photo.pk).update(hidden=True)
    whole_id = photo.crop_of_id or photo.pk
    kept = {"place": photo.place, "width": size.width, "height": size.height, "created_at": now}
    Photo.objects.update_or_create(
        pk=piece_id,
        defaults={"hidden": False},
        create_defaults={"appeal_id": appeal_id, "crop_of_id": whole_id, **kept},
    )
    _note_photo(appeal_id, True, moderator=moderator, now=now)


def _siblings(photo: Photo) -> Any:
    """The whole photo and its pieces but `photo` itself: one of them is shown at most."""
    whole_id = photo.crop_of_id or photo.pk
    family = Photo.objects.filter(pk=whole_id) | Photo.objects.filter(crop_of=whole_id)
    return family.filter(appeal=photo.appeal_id).exclude(pk=photo.pk)


def _write(appeal: Appeal, spans: list[Span], *, moderator: User, now: datetime) -> None:
    full = appeal.full_text or appeal.text
    kept = [list(span) for span in spans]
    if Redaction.objects.filter(appeal=appeal, spans=kept).exists() or not (spans or appeal.full_text):
        return
    Redaction.objects.filter(appeal=appeal).delete()
    if spans:
        Redaction.objects.create(appeal=appeal, spans=kept)
    facts = {"text": redact.public(full, spans), "full_text": full if spans else ""}
    marks = sorted({span.mark.value for span in spans})
    _note(appeal.pk, TEXT, bool(spans), facts, moderator=moderator, now=now, marks=marks)


def _note_photo(appeal_id: int, hidden: bool, *, moderator: User, now: datetime) -> None:
    facts = {"has_photo": facets.has_photo(appeal_id)}
    _note(appeal_id, PHOTO, hidden, facts, moderator=moderator, now=now)


def _note(  # noqa: PLR0913  # all of a journal row
    appeal_id: int,
    what: str,
    hidden: bool,
    facts: dict[str, Any],
    *,
    moderator: User,
    now: datetime,
    marks: Sequence[str] = (),
) -> None:
    detail = {"what": what, "hidden": hidden, **({"marks": list(marks)} if marks else {})}
    journal.move(appeal_id, Move.REDACT, actor=moderator, now=now, detail=detail, facts=facts)


def _locked(appeal_id: int) -> Appeal:
    """Two moderators hide one after the other."""
    return Appeal.objects.select_for_update(of=("self",)).get(pk=appeal_id)
