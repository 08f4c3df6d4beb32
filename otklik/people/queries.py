"""Reads of accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Collate, Lower

from otklik.kit import paging
from otklik.people import names
from otklik.people.models import SECOND_STEPS, RoleChange, User

FOUND: Final = 20  # people a search shows
STAFF: Final = 50  # of a page
CHANGES: Final = 30  # of a page
# What `shown` reads of an account.
SHOWN_COLUMNS: Final = ("name", "given_name", "surname", "name_shown", "deleted_at")


@dataclass(frozen=True, slots=True)
class Login:
    email: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    name: str  # "" of a deleted account
    email: str
    role: str  # a User.Role value
    role_name: str
    active: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the journal of rights."""

    at: datetime
    by: str  # "" where nobody signed in did it
    user_id: int
    user: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    rows: list[Change]
    newer: str | None
    older: str | None


def demo_logins() -> list[Login]:
    """The demo's invented accounts, for its sign-in page. Whoever registered there has a surname: not shown."""
    found = User.objects.filter(email__endswith="@example.test", surname="").order_by("id")[:12]
    return [Login(user.email, user.name, user.get_role_display()) for user in found]


def staff(*, after: int | None = None) -> list[PersonRow]:
    """People with rights beyond a citizen's, by name, from the one after `after`; one more row than STAFF says
    that there is another page.
    """
    rows = User.objects.exclude(role=User.Role.CITIZEN).order_by("name", "id")
    last = User.objects.filter(pk=after).first() if after is not None else None
    if last:
        rows = rows.filter(Q(name__gte=last.name) & (Q(name__gt=last.name) | Q(id__gt=last.pk)))
    return [_person(user) for user in rows[: STAFF + 1]]


def find(typed: str) -> list[PersonRow]:
    """By the whole e-mail, the whole confirmed phone, or the first letters (two at least) of surname or name.

    phone: in E.164. At most FOUND; each way is a walk of an index.
    """
    if "@" in typed:
        return [_person(user) for user in User.objects.filter(email=typed.lower())]
    if typed.startswith("+"):
        proved = User.objects.filter(phone=typed, phone_confirmed_at__isnull=False).exclude(phone="")
        return [_person(user) for user in proved]
    if len(typed) < 2:
        return []
    found = {user.pk: user for column in ("surname", "name") for user in _beginning(column, typed)}
    return [_person(user) for user in list(found.values())[:FOUND]]


def one(user_id: int) -> User | None:
    return User.objects.filter(pk=user_id).first()


def changes(*, cursor: str = "", user_id: int | None = None) -> Changes:
    """The journal of rights, newest first; of one person when asked. One statement."""
    rows = RoleChange.objects.select_related("user", "by")
    rows = rows.filter(user=user_id) if user_id is not None else rows
    cut = paging.cut(rows, column="at", cursor=cursor, size=CHANGES)
    shown = [
        Change(
            at=row.at,
            by=row.by.name if row.by else "",
            user_id=row.user_id,
            user=row.user.name,
            before=row.before,
            after=row.after,
            reason=row.reason,
        )
        for row in cut.rows
    ]
    return Changes(shown, cut.newer, cut.older)


def has_photo(user_id: int, photo_id: UUID) -> bool:
    return User.objects.filter(pk=user_id, photo=photo_id).exists()


def shown(user: User | None) -> str:
    """The name that everybody may read: as the person chose, "" for hidden, deleted and absent ones."""
    return shown_name({column: getattr(user, column) for column in SHOWN_COLUMNS}) if user else ""


def shown_name(columns: Mapping[str, Any]) -> str:
    """The same of an account that came as SHOWN_COLUMNS from plain SQL."""
    if columns["deleted_at"] or columns["name_shown"] == User.NameShown.HIDDEN:
        return ""
    if columns["name_shown"] == User.NameShown.FULL:
        return str(columns["name"])
    return names.short(**{part: columns[part] for part in ("given_name", "surname", "name")})


def staff_name(user: User) -> str:
    """As colleagues read it, whatever the person shows to everybody: «Анна Л.»."""
    return names.short(given_name=user.given_name, surname=user.surname, name=user.name)


def holder_of(email: str) -> User | None:
    """The account that has proved this e-mail; None: nobody has."""
    found = EmailAddress.objects.filter(email=email.lower(), verified=True, user__is_active=True)
    proved = found.select_related("user").first()
    return proved.user if proved else None


def _beginning(column: str, typed: str) -> QuerySet[User]:
    """As a range in the C collation: the index serves both the search and the order."""
    key, first = Collate(Lower(F(column)), "C"), typed.lower()
    rows = User.objects.annotate(key=key).filter(key__gte=first, key__lt=first + "\U0010ffff")
    return rows.order_by("key", "id")[:FOUND]


def _person(user: User) -> PersonRow:
    return PersonRow(user.pk, user.name, user.email, user.role, user.get_role_display(), user.is_active)


def holder_of_phone(phone: str) -> User | None:
    """The account that has proved this number, in E.164."""
    return User.objects.filter(phone=phone, phone_confirmed_at__isnull=False, is_active=True).first()


def email_of_phone(phone: str) -> str:
    """The account that signs in with this number (E.164): its e-mail. "" when nobody has confirmed it."""
    found = User.objects.filter(phone=phone, phone_confirmed_at__isnull=False).exclude(phone="")
    return found.values_list("email", flat=True).first() or ""


def has_second_factor(user: User) -> bool:
    """An app with codes or a key. Recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exists())


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey or a security key."""

    id: int
    name: str
    passwordless: bool  # signs in by itself; else only beside a password
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What guards the account besides its password."""

    app_since: datetime | None
    keys: list[Key]
    codes_left: int  # of those that the person has seen

    @property
    def any(self) -> bool:
        return bool(self.app_since or self.keys)


def factors(user: User) -> Factors:
    """One statement."""
    app_since, keys, codes_left = None, [], 0
    for row in Authenticator.objects.filter(user=user).order_by("created_at", "id"):
        if row.type == Authenticator.Type.TOTP:
            app_since = row.created_at
        elif row.type == Authenticator.Type.RECOVERY_CODES:
            codes_left = len(row.wrap().get_unused_codes()) if row.wrap().did_view else 0
        else:
            key = row.wrap()
            keys.append(Key(row.pk, key.name, bool(key.is_passwordless), row.created_at, row.last_used_at))
    return Factors(app_since, keys, codes_left)
