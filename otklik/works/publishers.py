"""Organisations whose programs may publish works with their key: an administrator lets them, and takes it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.people.models import Organisation, User
from otklik.people.programs import ApiKey
from otklik.works.models import Publisher
from otklik.works.publishing import Owner

MOST: Final = 500  # shown


class Unknown(Refusal):
    """Nobody with this ИНН was confirmed yet."""

    code = "unknown_organisation"
    status = 422


class NotLet(Refusal):
    """A key of an organisation that no administrator let publish."""

    code = "not_publisher"
    status = 403


class NoKey(Refusal):
    code = "key_wanted"
    status = 401


@dataclass(frozen=True, slots=True)
class Row:
    organisation_id: int
    name: str
    inn: str
    at: datetime


def every() -> list[Row]:
    """By name. One statement."""
    columns = ("organisation_id", "organisation__name", "organisation__inn", "at")
    found = Publisher.objects.order_by("organisation__name", "pk").values_list(*columns)[:MOST]
    return [Row(*row) for row in found]


def let(*, inn: str, by: User, now: datetime) -> None:
    """A repeat changes nothing. Raises Unknown."""
    found = Organisation.objects.filter(inn=inn.strip()[:12], ogrn__isnull=False).first()
    if found is None:
        raise Unknown(
            _("Организации с таким ИНН на портале ещё не подтверждали. Сначала подтвердите её представителя.")
        )
    Publisher.objects.get_or_create(organisation=found, defaults={"at": now, "by": by})


def take_back(*, organisation_id: int) -> None:
    """What it published stays. A repeat changes nothing."""
    Publisher.objects.filter(organisation=organisation_id).delete()


def owner_of(key_id: int | None) -> Owner:
    """Whose works a program with this key publishes. One statement. Raises NoKey, NotLet."""
    if key_id is None:
        raise NoKey(_("Нужен ключ организации: заголовок X-Api-Key."))
    keys = ApiKey.objects.filter(pk=key_id, revoked_at=None)
    found = Publisher.objects.filter(organisation__in=keys.values("organisation_id"))
    organisation = found.values_list("organisation_id", flat=True).first()
    if organisation is None:
        raise NotLet(_("Организации ещё не разрешили публиковать работы. Напишите администратору портала."))
    return Owner(organisation_id=organisation)
