"""Before stage 1. What a program files: its files one by one, then the appeal in one piece, all under one key.

The key is the appeal's client key. Until the appeal is there, its files wait in a draft of this id, which no browser
opens; later the draft keeps the mark of what was sent, so that a repeat is told from another appeal under an old key.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Draft, Photo
from otklik.appeals.steps import bringing, drafting, intake
from otklik.files import documents
from otklik.kit.errors import Refusal

CHANNEL: Final = "app"
_BROUGHT: Final = 4 * drafting.DOCUMENTS  # documents under one key at most
_OURS: Final[dict[str, Any]] = {"channel": CHANNEL}


class KeyTaken(Refusal):
    """Something else was begun or filed under this key."""

    code = "key_taken"


@dataclass(frozen=True, slots=True)
class Sent:
    number: str
    state: State
    is_new: bool


def add_photo(*, key: UUID, client_id: UUID, raw: bytes, now: datetime) -> bool:
    """Keep a photo for the appeal of this key; return whether it is new: a repeat adds nothing.

    Raises KeyTaken, and as drafting.add_photo: AlreadyFiled, TooManyPhotos, photos.BadPhoto.
    """
    _begin(key, now=now)
    is_there = Photo.objects.filter(pk=bringing.own_id(key, client_id)).exists()
    drafting.add_photo(draft_id=key, client_id=client_id, raw=raw, now=now)
    return not is_there


def add_document(*, key: UUID, client_id: UUID, paper: drafting.Paper, now: datetime) -> bool:
    """The same of a document. One that was taken off again stays in the draft, so more may come than an appeal has.

    Raises KeyTaken, drafting.AlreadyFiled, drafting.TooManyDocuments, documents.BadDocument.
    """
    documents.check(paper.raw, paper.name)
    _begin(key, now=now)
    with transaction.atomic():
        draft = drafting.locked(key)
        file_id = bringing.own_id(key, client_id)
        return drafting.hang_document(draft, draft.enclosures.all(), file_id, paper, most=_BROUGHT, now=now)


def _begin(key: UUID, *, now: datetime) -> None:
    """The draft in which files wait. Raises KeyTaken."""
    draft, _new = Draft.objects.get_or_create(id=key, defaults={"data": _OURS, "updated_at": now})
    if draft.data.get("channel") != CHANNEL:
        raise _taken()


@dataclass(frozen=True, slots=True)
class Files:
    """Which of those that came go along, as the client named them."""

    photos: Collection[UUID] = ()
    documents: Collection[UUID] = ()


def found(*, key: UUID, marks: Sequence[str]) -> Sent | None:
    """What was filed under the key already. One statement. Raises KeyTaken: it was something else.

    marks: of what is sent now; one of them was kept. Drafts are deleted after a month; then what the key had is taken
    for the same.
    """
    row = (
        Appeal.objects.filter(client_key=key).values_list("number", "state", "channel", "draft__data").first()
    )
    if row is None:
        return None
    number, state, channel, kept = row
    if channel != CHANNEL or (kept or {}).get("mark", marks[0]) not in marks:
        raise _taken()
    return Sent(number, State(state), is_new=False)


def send(filing: intake.Filing, *, files: Files, marks: Sequence[str], now: datetime) -> Sent:
    """Store the appeal with those of its files. Safe to repeat and in a race, as intake.receive.

    marks: see `found`; the first is kept.
    Raises KeyTaken, bringing.PhotoMissing, bringing.DocumentMissing, bringing.NotAsked,
    intake.BadFiling, intake.Emergency; then nothing is stored.
    """
    key = filing.client_key
    with transaction.atomic():
        appeal, is_new = intake.store(filing, now=now)
        if is_new:
            bringing.take_along(appeal, key=key, photos=files.photos)
            asked = intake.answered_by_files(filing.topic)
            bringing.enclose(appeal, key=key, documents=files.documents, asked=asked)
            _remember(appeal, marks[0], now=now)
    there = None if is_new else found(key=key, marks=marks)
    return there or Sent(appeal.number, State(appeal.state), is_new=True)


# A draft of the wizard under this key stays as it is.
_REMEMBER: Final = """
INSERT INTO appeals_draft AS draft (id, data, appeal_id, updated_at) VALUES (%s, %s::jsonb, %s, %s)
ON CONFLICT (id) DO UPDATE SET data = excluded.data, appeal_id = excluded.appeal_id, updated_at = excluded.updated_at
WHERE draft.data ->> 'channel' = %s
"""


def _remember(appeal: Appeal, mark: str, *, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _REMEMBER, [appeal.client_key, json.dumps({**_OURS, "mark": mark}), appeal.pk, now, CHANNEL]
        )
        if not cursor.rowcount:
            raise _taken()


def _taken() -> KeyTaken:
    return KeyTaken(_("Под этим ключом уже отправлено другое. Возьмите новый ключ."))
