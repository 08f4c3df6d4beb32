"""Addresses of which a person wants to be told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.people.models import User
from otklik.places import queries as places
from otklik.works.models import Notice, Subscription
from otklik.works.whereabouts import Spot

MOST: Final = 10  # of one person


class TooMany(Refusal):
    code = "too_many_addresses"
    status = 422


class BadAddress(Refusal):
    """The register has no such street or house."""

    code = "bad_address"
    status = 422


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    label: str
    settlement_id: int
    street_id: int | None
    house_id: int | None


def of(user_id: int) -> list[Row]:
    """Oldest first. One statement."""
    columns = ("id", "label", "settlement_id", "street_id", "house_id")
    found = Subscription.objects.filter(user=user_id).order_by("id").values_list(*columns)
    return [Row(*row) for row in found]


@transaction.atomic
def add(*, user_id: int, settlement_id: int, address: str, now: datetime) -> str:
    """Tell of works at this address, or in the whole settlement where `address` is empty; return how it is called.

    The same once more changes nothing; of two at once the second waits: the limit holds. Raises BadAddress, TooMany.
    """
    found = places.resolve_address(settlement_id, address)
    if found is None:
        raise BadAddress(_("Такого населённого пункта нет. Выберите его из списка."))
    if address.strip() and found.street_id is None:
        raise BadAddress(
            _("Такой улицы нет в реестре адресов. Проверьте название или оставьте только город.")
        )
    if found.house and found.house_id is None:
        raise BadAddress(_("Такого дома нет в реестре. Проверьте номер или назовите только улицу."))
    spot = Spot(found.territory_code, found.settlement_id, found.street_id, found.house_id)
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user_id)
    theirs = Subscription.objects.filter(user=user_id)
    if theirs.filter(key=spot.key).exists():
        return found.label
    if theirs.count() >= MOST:
        raise TooMany(_("Можно выбрать не больше %(n)d адресов. Уберите один из них.") % {"n": MOST})
    Subscription.objects.create(
        user_id=user_id,
        key=spot.key,
        label=found.label[:300],
        territory_code=spot.territory_code,
        settlement_id=found.settlement_id,
        street_id=found.street_id,
        house_id=found.house_id,
        point=Point(*found.point, srid=4326) if found.point else None,
        made_at=now,
    )
    return found.label


def drop(*, user_id: int, subscription_id: int) -> None:
    """A repeat, or somebody else's, changes nothing."""
    Subscription.objects.filter(pk=subscription_id, user=user_id).delete()


def forget_deleted() -> int:
    """Addresses of people who deleted their account; called by the clock."""
    gone, _rows = Subscription.objects.filter(user__deleted_at__isnull=False).delete()
    Notice.objects.filter(user__deleted_at__isnull=False).delete()
    return gone


def documents(user_id: int) -> list[tuple[str, list[dict[str, Any]]]]:
    """For the archive of a person's own data."""
    rows = Subscription.objects.filter(user=user_id).order_by("id").values_list("label", "made_at")
    return [("works_addresses", [{"address": label, "since": made_at} for label, made_at in rows])]
