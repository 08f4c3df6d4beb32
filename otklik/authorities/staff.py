"""Who has which rights: the one writer of roles, territories, topics and memberships, with its journal."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from otklik.authorities.models import Authority, Membership
from otklik.classifier.models import Category, Topic
from otklik.kit.errors import Refusal
from otklik.people import letters
from otklik.people.models import RoleChange, User
from otklik.places.models import Territory

OFFICIALS: Final = frozenset({User.Role.CLERK.value, User.Role.HEAD.value})
REASON_MAX: Final = 300


class NotYours(Refusal):
    """Own rights, or those of somebody who is no administrator any more."""

    code = "not_yours"
    status = 403


class BadRights(Refusal):
    """The rights do not fit together, or the account can have none."""

    code = "bad_rights"
    status = 422

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field  # of the form: role, territories, topics, authority, reason; "" for the account


@dataclass(frozen=True, slots=True)
class Rights:
    """A row of the journal has the same keys."""

    role: str
    territory_codes: tuple[str, ...] = ()  # moderators; none: all
    topic_codes: tuple[str, ...] = ()  # moderators: categories or topics; none: all
    authorities: tuple[str, ...] = ()  # officials: codes


def of(user: User) -> Rights:
    codes = Membership.objects.filter(user=user).order_by("authority__code")
    return Rights(
        role=user.role,
        territory_codes=tuple(user.territory_codes),
        topic_codes=tuple(user.topic_codes),
        authorities=tuple(codes.values_list("authority__code", flat=True)),
    )


@transaction.atomic
def give(*, user_id: int, by: User, new: Rights, reason: str, now: datetime) -> bool:
    """Make `new` the rights of the account, write it down, end its sessions and tell its owner.

    What does not belong to the new role is dropped: a citizen has no territories. False: nothing to change, so a
    repeat does nothing. Raises NotYours, BadRights, User.DoesNotExist.
    """
    user, admins = _lock(user_id)
    if by.pk == user_id:
        raise NotYours(_("Свои права изменить нельзя. Попросите другого администратора."))
    if by.pk not in [admin.pk for admin in admins]:
        raise NotYours(_("Вы больше не администратор."))
    before, after = of(user), _fitting(new)
    if before == after:
        return False
    reason = " ".join(reason.split())
    _check(user, before, after, reason)
    user.role = after.role
    user.territory_codes, user.topic_codes = list(after.territory_codes), list(after.topic_codes)
    user.is_superuser = user.is_superuser and after.role == User.Role.ADMIN
    user.rights_changes += 1
    user.save(update_fields=["role", "territory_codes", "topic_codes", "is_superuser", "rights_changes"])
    _serve(user, after.authorities)
    RoleChange.objects.create(
        user=user, by=by, at=now, before=_kept(before), after=_kept(after), reason=reason
    )
    with translation.override(user.language):
        letters.role_changed(user, role=str(User.Role(after.role).label))
    return True


def members(authority_id: int) -> list[User]:
    """Who works for this authority now, by name: an account that lost its role or was closed does not."""
    rows = User.objects.filter(
        memberships__authority=authority_id, role__in=sorted(OFFICIALS), is_active=True, deleted_at=None
    )
    return list(rows.order_by("name", "pk"))


def _lock(user_id: int) -> tuple[User, list[User]]:
    """The account and all who administer, locked until commit, always in one order: two administrators who take
    each other's rights at once see each other, and one is left. Whoever has rights can not delete the account.
    """
    wanted = User.objects.filter(role=User.Role.ADMIN) | User.objects.filter(pk=user_id)
    rows = list(wanted.select_for_update(of=("self",), no_key=True).order_by("pk"))
    user = next((row for row in rows if row.pk == user_id), None)
    if user is None:
        raise User.DoesNotExist
    return user, [row for row in rows if row.role == User.Role.ADMIN and row.is_active]


def _fitting(new: Rights) -> Rights:
    """Without what the role has not; each code once, in order, so that the same rights are equal."""
    moderates, official = new.role == User.Role.MODERATOR, new.role in OFFICIALS
    return Rights(
        role=new.role,
        territory_codes=tuple(sorted(set(new.territory_codes))) if moderates else (),
        topic_codes=tuple(sorted(set(new.topic_codes))) if moderates else (),
        authorities=tuple(sorted(set(new.authorities))) if official else (),
    )


def _check(user: User, before: Rights, after: Rights, reason: str) -> None:
    if not 1 <= len(reason) <= REASON_MAX:
        raise BadRights("reason", _("Напишите, на каком основании: до %(n)s знаков.") % {"n": REASON_MAX})
    if after.role not in User.Role.values:
        raise BadRights("role", _("Такой роли нет."))
    if after.role != User.Role.CITIZEN:
        _check_account(user)
    one = len(after.authorities) == 1 or (after.authorities and after.authorities == before.authorities)
    if after.role in OFFICIALS and not one:
        raise BadRights("authority", _("Выберите один орган, в котором служит этот человек."))
    _check_codes(after)


def _check_account(user: User) -> None:
    """Whoever only typed an e-mail may be anybody; a closed account signs in nobody."""
    if user.deleted_at or not user.is_active:
        raise BadRights("", _("Учётная запись закрыта: прав у неё быть не может."))
    if not EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        raise BadRights("", _("Почта этого человека не подтверждена: права получить нельзя."))


def _check_codes(after: Rights) -> None:
    known = set(Territory.objects.filter(code__in=after.territory_codes).values_list("code", flat=True))
    if set(after.territory_codes) - known:
        raise BadRights("territories", _("Такой территории нет."))
    known = {
        *Category.objects.filter(code__in=after.topic_codes).values_list("code", flat=True),
        *Topic.objects.filter(code__in=after.topic_codes).values_list("code", flat=True),
    }
    if set(after.topic_codes) - known:
        raise BadRights("topics", _("Такой категории нет."))


def _serve(user: User, codes: tuple[str, ...]) -> None:
    """Memberships of exactly these bodies. Raises BadRights: no such body."""
    bodies = dict(Authority.objects.filter(code__in=codes).values_list("code", "pk"))
    if set(codes) - set(bodies):
        raise BadRights("authority", _("Такого органа нет."))
    Membership.objects.filter(user=user).exclude(authority__in=bodies.values()).delete()
    rows = [Membership(user=user, authority_id=pk) for pk in bodies.values()]
    Membership.objects.bulk_create(rows, ignore_conflicts=True)


def _kept(given: Rights) -> dict[str, Any]:
    return {key: list(value) if key != "role" else value for key, value in asdict(given).items()}
