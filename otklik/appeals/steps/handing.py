"""Between the receipt and the answer: the authority names who works on it; its officials leave each other notes.

`at_authority` is for every step of a desk: the appeal may have gone to another body since the page was opened.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals import journal, officials
from otklik.appeals.lifecycle import Move
from otklik.appeals.models import Appeal, OfficeNote
from otklik.authorities.staff import members
from otklik.kit.errors import Refusal
from otklik.people.models import User

NOTE_MAX: Final = 3000  # characters


class NotHere(Refusal):
    """The appeal went to another authority meanwhile."""

    code = "not_here"


class BadHand(Refusal):
    """No official of this authority."""

    code = "bad_hand"
    status = 422


class BadNote(Refusal):
    """Nothing written, or too much."""

    code = "bad_note"
    status = 422


def at_authority(appeal_id: int, authority_id: int) -> Appeal:
    """The appeal, locked until commit, with its topic and author. Raises NotHere."""
    known = Appeal.objects.select_related("topic", "author")
    appeal = known.select_for_update(of=("self",)).get(pk=appeal_id)
    if appeal.authority_id != authority_id:
        raise NotHere(_("Обращение уже не у этого органа. Обновите страницу."))
    return appeal


@transaction.atomic
def hand(*, appeal_id: int, authority_id: int, executor_id: int | None, by: User, now: datetime) -> None:
    """Name who works on it, who is told; None: nobody. A repeat does nothing. Raises NotHere, BadHand, WrongState."""
    appeal = at_authority(appeal_id, authority_id)
    if appeal.executor_id == executor_id:
        return
    executor = next((one for one in members(authority_id) if one.pk == executor_id), None)
    if executor_id is not None and executor is None:
        raise BadHand(_("Этот человек не работает в вашем органе. Выберите другого."))
    detail = {"executor": executor.name if executor else ""}
    journal.move(appeal_id, Move.HAND, actor=by, now=now, detail=detail, facts={"executor": executor})
    if executor:
        officials.handed(appeal, executor, by=by, now=now)


@transaction.atomic
def note(*, appeal_id: int, authority_id: int, key: UUID, text: str, by: User, now: datetime) -> None:
    """Keep a note for the officials of this authority. A repeat with the same key adds nothing.

    Raises NotHere, BadNote.
    """
    text = text.strip()
    if not text:
        raise BadNote(_("Напишите заметку."))
    if len(text) > NOTE_MAX:
        raise BadNote(_("Заметка длиннее %(n)d знаков. Сократите её.") % {"n": NOTE_MAX})
    at_authority(appeal_id, authority_id)
    OfficeNote.objects.bulk_create(
        [
            OfficeNote(
                client_key=key, appeal_id=appeal_id, authority_id=authority_id, author=by, text=text, at=now
            )
        ],
        ignore_conflicts=True,
    )
