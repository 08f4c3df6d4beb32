"""Keys by which the portal knows the programs of an organisation: shown once, kept as a hash, taken back at once.

A key belongs to the organisation: it outlives the person who made it. It opens nothing that is closed; programs with
one have a pace of their own, and the desks see whose program filed an appeal.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.kit import paging
from otklik.kit.errors import Refusal
from otklik.kit.kept import kept
from otklik.people import organisations
from otklik.people.models import Organisation, Representation, User
from otklik.people.programs import ApiKey

PREFIX: Final = "otk_"  # by which scanners of source code know a key that was left lying about
LIVE: Final = 10  # keys of an organisation at once
FORGOTTEN: Final = 60  # seconds after which every process knows that a key was taken back
PAGE: Final = 50
_BYTES: Final = 30  # of chance: 40 letters
_LENGTH: Final = len(PREFIX) + 40
_HINT: Final = 8  # letters that are shown later


class NotYours(Refusal):
    """The person does not represent the organisation, or not any more."""

    code = "not_yours"
    status = 404


class UnknownOrganisation(Refusal):
    """Nobody with this ИНН was confirmed yet."""

    code = "unknown_organisation"
    status = 422


class TooManyKeys(Refusal):
    code = "too_many_keys"
    status = 422


class KeyMade(Refusal):
    """The form was sent again: what it made was shown then."""

    code = "key_made"


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    organisation: str
    name: str
    hint: str  # how the key begins
    made_at: datetime
    made_by: str  # "" where the account is gone
    used_on: date | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Keys:
    rows: list[Row]
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Program:
    """Who asks with a key."""

    key_id: int


def make_own(*, form: UUID, organisation_id: int, name: str, by: User, now: datetime) -> str:
    """The key itself, for this once. by: represents the organisation. form: a repeat of it makes no second one.

    Raises NotYours, TooManyKeys, KeyMade.
    """
    if not organisations.represents(by.pk, organisation_id):
        raise NotYours(_("Вы не представляете эту организацию."))
    return _make(form, organisation_id, name, by, now)


def make_for(*, form: UUID, inn: str, name: str, by: User, now: datetime) -> str:
    """The same by an administrator, for a confirmed organisation. Raises UnknownOrganisation, TooManyKeys, KeyMade."""
    found = Organisation.objects.filter(inn=inn, ogrn__isnull=False).values_list("pk", flat=True).first()
    if found is None:
        raise UnknownOrganisation(
            _("Организации с таким ИНН на портале ещё не подтверждали. Сначала подтвердите её представителя.")
        )
    return _make(form, found, name, by, now)


@transaction.atomic
def _make(form: UUID, organisation_id: int, name: str, by: User, now: datetime) -> str:
    Organisation.objects.select_for_update().only("pk").get(pk=organisation_id)
    if ApiKey.objects.filter(form=form).exists():
        raise _made()
    live = ApiKey.objects.filter(organisation=organisation_id, revoked_at=None)
    if len(live.values_list("pk")[:LIVE]) >= LIVE:
        raise TooManyKeys(_("Ключей уже %(n)d. Отзовите те, что не нужны.") % {"n": LIVE})
    secret = PREFIX + secrets.token_urlsafe(_BYTES)
    try:
        with transaction.atomic():
            ApiKey.objects.create(
                form=form, organisation_id=organisation_id, name=name, digest=_digest(secret),
                hint=secret[:_HINT], made_at=now, made_by=by,
            )  # fmt: skip
    except IntegrityError:  # the same form for another organisation at the same moment
        raise _made() from None
    return secret


def revoke_own(*, key_id: int, by: User, now: datetime) -> None:
    """The key opens nothing any more, FORGOTTEN seconds from now at the latest. A repeat, and a key of others, finds
    nothing to do.
    """
    _revoke(_of_own(by.pk).filter(pk=key_id), by, now)


def revoke(*, key_id: int, by: User, now: datetime) -> None:
    """The same by an administrator, whosever it is."""
    _revoke(ApiKey.objects.filter(pk=key_id), by, now)


def _revoke(keys: QuerySet[ApiKey], by: User, now: datetime) -> None:
    keys.filter(revoked_at=None).update(revoked_at=now, revoked_by=by)


def of(user_id: int) -> list[Row]:
    """Live keys of the organisations that the person represents, the newest first. One statement."""
    live = _of_own(user_id).filter(revoked_at=None)
    return [_row(key) for key in live.select_related("organisation", "made_by").order_by("-made_at", "-id")]


def every(*, cursor: str = "") -> Keys:
    """All keys, taken back or not, the newest first. One statement. Raises BadCursor."""
    rows = ApiKey.objects.select_related("organisation", "made_by")
    cut = paging.cut(rows, column="made_at", cursor=cursor, size=PAGE)
    return Keys([_row(key) for key in cut.rows], cut.newer, cut.older)


def program(secret: str, *, now: datetime) -> Program | None:
    """Whose key this is; None: nobody's, or it was taken back. One statement a minute and process, and on the first
    use of a day one more that writes the day down.
    """
    if len(secret) != _LENGTH or not secret.startswith(PREFIX):
        return None
    return _program(_digest(secret), timezone.localdate(now))


@kept(FORGOTTEN)
def _program(digest: str, today: date) -> Program | None:
    found = ApiKey.objects.filter(digest=digest, revoked_at=None).values_list("pk", "used_on").first()
    if found is None:
        return None
    key_id, used_on = found
    if used_on != today:
        ApiKey.objects.filter(pk=key_id).update(used_on=today)
    return Program(key_id)


def _of_own(user_id: int) -> QuerySet[ApiKey]:
    found = Representation.objects.filter(user=user_id, confirmed_at__isnull=False, refused_at=None)
    return ApiKey.objects.filter(organisation__in=found.values("organisation"))


def _row(key: ApiKey) -> Row:
    return Row(
        id=key.pk,
        organisation=key.organisation.name,
        name=key.name,
        hint=key.hint,
        made_at=key.made_at,
        made_by=key.made_by.name if key.made_by else "",
        used_on=key.used_on,
        revoked_at=key.revoked_at,
    )


def _digest(secret: str) -> str:
    """A key is all chance: a quick hash is enough."""
    return sha256(secret.encode()).hexdigest()


def _made() -> KeyMade:
    return KeyMade(
        _(
            "Этот ключ уже создан, показать его ещё раз нельзя. Если вы его не записали, отзовите его и создайте новый."
        )
    )
