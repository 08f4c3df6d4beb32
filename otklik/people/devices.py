"""Copies of the app in which people are signed in.

Two tokens (RFC 6749, 1.5). The access token is signed and opens for settings.ACCESS_MINUTES; nothing of it is kept, but
each request reads its device, so whoever signs it out is obeyed at once. The refresh token is a secret of one device of
which the hash is kept: used once, it gives way to the next. The one before stays good until the next has been used,
since an answer may be lost on the way; a token older than that was copied by somebody, and the device is signed out
(RFC 9700, 4.14.2).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import compare_digest, token_urlsafe
from typing import Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.people.models import Device, User

MOST: Final = 20  # of a person: the one unused for longest goes
_SALT: Final = "otklik.access"


class SignedOut(Refusal):
    """No token, an altered or old one, or its device is signed out."""

    code = "signed_out"
    status = 401


@dataclass(frozen=True, slots=True)
class Tokens:
    access: str
    refresh: str
    seconds: int  # that the access token opens


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list of one's own devices."""

    id: int
    title: str
    ip: str
    since: datetime
    renewed_at: datetime


@transaction.atomic
def begin(user: User, *, title: str, ip: str, now: datetime) -> Tokens:
    """Sign in a device: whoever calls has proved who it is. ip: "" where it is not known."""
    secret = token_urlsafe(32)
    device = Device.objects.create(
        user=user,
        title=" ".join(title.split())[:100],
        ip=ip or None,
        secret=_hash(secret),
        stamp=user.get_session_auth_hash(),
        since=now,
        renewed_at=now,
    )
    kept = Device.objects.filter(user=user).order_by("-renewed_at", "-id").values_list("pk", flat=True)[:MOST]
    Device.objects.filter(user=user).exclude(pk__in=list(kept)).delete()
    return _tokens(device, secret)


def renew(refresh: str, *, now: datetime) -> Tokens:
    """The next two tokens. Raises SignedOut; a token that was used up long ago signs its device out."""
    with transaction.atomic():  # committed also where the device is signed out
        tokens = _renewed(refresh, now=now)
    if tokens is None:
        raise _signed_out()
    return tokens


def holder(access: str) -> Device:
    """The device, with its `user`, of an access token. One statement. Raises SignedOut."""
    key = named(access)
    device = Device.objects.select_related("user").filter(pk=key).first() if key else None
    if device is None or not _is_in_force(device):
        raise _signed_out()
    return device


def named(access: str) -> int | None:
    """Whose token it says to be, by our signature, within its time: not whether the device is still signed in. No
    statement.
    """
    try:
        return int(signing.loads(access, salt=_SALT, max_age=settings.ACCESS_MINUTES * 60))
    except signing.BadSignature:
        return None


def listed(user_id: int, *, now: datetime) -> list[Row]:
    """Devices of the person, the latest used first. One statement."""
    rows = Device.objects.filter(user=user_id, renewed_at__gte=_oldest(now)).order_by("-renewed_at", "-id")
    return [Row(row.pk, row.title, row.ip or "", row.since, row.renewed_at) for row in rows[:MOST]]


def end(user_id: int, device_id: int) -> None:
    """Sign one out; somebody else's and one that is gone are left as they are."""
    Device.objects.filter(user=user_id, pk=device_id).delete()


def end_all(user_id: int) -> None:
    Device.objects.filter(user=user_id).delete()


def forget_unused(*, now: datetime) -> int:
    """Delete devices that nobody has used for settings.DEVICE_DAYS; return how many."""
    return Device.objects.filter(renewed_at__lt=_oldest(now)).delete()[0]


def _renewed(refresh: str, *, now: datetime) -> Tokens | None:
    key, _dot, secret = refresh.partition(".")
    if not key.isdecimal() or len(key) > 18 or not secret:
        return None
    rows = Device.objects.select_related("user").select_for_update(of=("self",))
    device = rows.filter(pk=int(key), renewed_at__gte=_oldest(now)).first()
    if device is None:
        return None
    said = _hash(secret)
    if compare_digest(said, device.secret):
        device.secret_before = said
    elif not compare_digest(said, device.secret_before):
        device.delete()
        return None
    if not _is_in_force(device):
        device.delete()
        return None
    following = token_urlsafe(32)
    device.secret, device.renewed_at = _hash(following), now
    device.stamp = device.user.get_session_auth_hash()  # by the key of today
    device.save(update_fields=["secret", "secret_before", "renewed_at", "stamp"])
    return _tokens(device, following)


def _is_in_force(device: Device) -> bool:
    """The account is open, its password and its rights are those of the sign-in."""
    user = device.user
    stamps = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return user.is_active and any(compare_digest(device.stamp, stamp) for stamp in stamps)


def _tokens(device: Device, secret: str) -> Tokens:
    access = signing.dumps(device.pk, salt=_SALT)
    return Tokens(access, f"{device.pk}.{secret}", settings.ACCESS_MINUTES * 60)


def _oldest(now: datetime) -> datetime:
    return now - timedelta(days=settings.DEVICE_DAYS)


def _hash(secret: str) -> str:
    """Of 256 random bits: nothing to guess, so no salt and no slow hash."""
    return sha256(secret.encode()).hexdigest()


def _signed_out() -> SignedOut:
    return SignedOut(_("Войдите снова: вход на этом устройстве закончился."))
