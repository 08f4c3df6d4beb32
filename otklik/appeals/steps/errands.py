"""A link for who does the work without an account: a contractor sees the place and sends photos, nothing else.

Only a hash of the link is kept. Who has the link may use it until it expires or is closed; each browser that opens it
is counted, so that a forwarded link shows.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from otklik.appeals import letters
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Errand, ErrandDevice, ErrandItem
from otklik.appeals.steps import handing
from otklik.files import photos
from otklik.kit.errors import Refusal
from otklik.people.models import User

TASK_MAX: Final = 1000  # characters
NOTE_MAX: Final = 3000  # characters of what comes back
MOST: Final = 10  # errands of one appeal that are open at once
NOTES_MOST: Final = 20  # notes that come by one link
_OPEN: Final = frozenset({State.SENDING, State.REGISTERED})


class BadErrand(Refusal):
    """What the clerk asked for cannot be a link; `text` says what to mend."""

    code = "bad_errand"
    status = 422


class NoErrand(Refusal):
    """Wrong, expired, closed, or its appeal is no longer worked on; `text` says which."""

    code = "no_errand"
    status = 404


class BadDelivery(Refusal):
    """Neither words nor photos, or too much of them."""

    code = "bad_delivery"
    status = 422


@transaction.atomic
def send(  # noqa: PLR0913  # whose appeal, to whom, what for
    *, appeal_id: int, authority_id: int, key: UUID, email: str, task: str, by: User, now: datetime
) -> str | None:
    """Make a link and e-mail it; its token, which is not kept. None: a repeat, the link was shown already.

    email: "" where the clerk passes the link on. Raises handing.NotHere, BadErrand.
    """
    appeal, email, task = handing.at_authority(appeal_id, authority_id), email.strip(), task.strip()
    if Errand.objects.filter(client_key=key).exists():
        return None
    _check(email, task)
    if appeal.state not in _OPEN:
        raise BadErrand(_("На обращение уже ответили: поручать нечего."))
    standing = Errand.objects.filter(appeal=appeal, closed_at=None, expires_at__gt=now).values_list(
        "pk", flat=True
    )
    if len(standing[:MOST]) == MOST:
        raise BadErrand(_("По обращению уже открыто %(n)d поручений. Закройте лишние.") % {"n": MOST})
    token = secrets.token_urlsafe(24)
    errand = Errand.objects.create(
        client_key=key,
        appeal=appeal,
        authority_id=authority_id,
        token_hash=_hash(token),
        email=email,
        task=task,
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=settings.ERRAND_DAYS),
    )
    if email:
        letters.errand(errand, token=token)
    return token


@transaction.atomic
def close(*, errand_id: int, appeal_id: int, authority_id: int, now: datetime) -> None:
    """The link works no more. A repeat does nothing. Raises handing.NotHere."""
    handing.at_authority(appeal_id, authority_id)
    found = Errand.objects.filter(pk=errand_id, appeal=appeal_id, authority=authority_id, closed_at=None)
    found.update(closed_at=now)


def close_all(appeal_id: int, *, now: datetime) -> None:
    """The appeal is answered or goes to another body."""
    Errand.objects.filter(appeal=appeal_id, closed_at=None).update(closed_at=now)


def find(token: str, *, now: datetime) -> Errand:
    """The errand of this link, with its appeal, topic and authority. Raises NoErrand."""
    related = ("appeal__topic", "authority")
    errand = Errand.objects.select_related(*related).filter(token_hash=_hash(token)).first()
    if errand is None:
        raise NoErrand(_("Такого поручения нет. Скопируйте ссылку из письма целиком."))
    if errand.expires_at <= now:
        raise NoErrand(_("Срок поручения истёк. Попросите орган прислать новую ссылку."))
    here = errand.appeal.authority_id == errand.authority_id and errand.appeal.state in _OPEN
    if errand.closed_at or not here:
        raise NoErrand(_("Поручение закрыто. Если работа ещё нужна, попросите орган прислать новую ссылку."))
    return errand


def is_open_on(errand: Errand, device: UUID) -> bool:
    """Whether somebody has pressed «open» in this browser."""
    return ErrandDevice.objects.filter(errand=errand, device=device).exists()


@transaction.atomic
def open_on(token: str, *, device: UUID, now: datetime) -> None:
    """Count that the link was opened in this browser. Raises NoErrand."""
    errand = find(token, now=now)
    known = ErrandDevice.objects.filter(errand=errand, device=device)
    if not known.update(opened=F("opened") + 1, last_at=now):
        made = ErrandDevice(errand=errand, device=device, last_at=now)
        ErrandDevice.objects.bulk_create([made], ignore_conflicts=True)


def deliver(token: str, *, key: UUID, words: str, pictures: Sequence[bytes], now: datetime) -> None:
    """Keep what came by the link. The same form sent twice adds once.

    Raises NoErrand, BadDelivery, photos.BadPhoto; then nothing of it is kept.
    """
    words, errand = words.strip(), find(token, now=now)
    if not words and not pictures:
        raise BadDelivery(_("Приложите фото или напишите, что сделано."))
    if len(words) > NOTE_MAX:
        raise BadDelivery(_("Текст длиннее %(n)d знаков. Сократите его.") % {"n": NOTE_MAX})
    _check_room(errand, len(pictures))
    ids = [uuid5(key, f"{errand.pk} {n}") for n in range(len(pictures))]
    there = set(ErrandItem.objects.filter(pk__in=ids).values_list("pk", flat=True))
    kept: list[UUID] = []
    try:
        for photo_id, raw in zip(ids, pictures, strict=True):
            if photo_id not in there:
                photos.keep(raw, photo_id=photo_id)
                kept.append(photo_id)
    except photos.BadPhoto:
        for photo_id in kept:
            photos.drop(photo_id)
        raise
    rows = [ErrandItem(id=photo_id, errand=errand, is_photo=True, at=now) for photo_id in kept]
    if words:
        rows.append(
            ErrandItem(id=uuid5(key, f"{errand.pk} words"), errand=errand, is_photo=False, text=words, at=now)
        )
    ErrandItem.objects.bulk_create(rows, ignore_conflicts=True)


def _check_room(errand: Errand, more: int) -> None:
    kinds = list(errand.items.values_list("is_photo", flat=True))
    if sum(kinds) + more > settings.PHOTOS:
        raise BadDelivery(_("По одной ссылке можно прислать не больше %(n)d фото.") % {"n": settings.PHOTOS})
    if len(kinds) - sum(kinds) >= NOTES_MOST:
        raise BadDelivery(_("По этой ссылке прислано уже много сообщений."))


def _check(email: str, task: str) -> None:
    try:
        if email:
            validate_email(email)
    except ValidationError as e:
        raise BadErrand(_("Это не адрес электронной почты. Исправьте его или оставьте пустым.")) from e
    if len(email) > 254 or len(task) > TASK_MAX:
        raise BadErrand(_("Поручение длиннее %(n)d знаков. Сократите его.") % {"n": TASK_MAX})


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
