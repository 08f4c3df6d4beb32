"""Ready-made works and the town where they are. Each function takes only what the test is about."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from otklik.authorities.models import Authority
from otklik.people.models import User
from otklik.places import queries as places
from otklik.places.models import House, Settlement, Street, Territory
from otklik.places.tests.given import a_house, a_settlement, a_street, a_territory
from otklik.works import publishing, whereabouts
from otklik.works.models import Work
from otklik.works.publishing import Owner, Wish

NOW = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Town:
    territory: Territory
    settlement: Settlement
    street: Street
    houses: dict[str, House]
    authority: Authority

    @property
    def row(self) -> places.SettlementRow:
        found = places.settlement(self.settlement.pk)
        assert found
        return found


def a_town() -> Town:
    """Берёзовка with ул. Ленина (1, 3, 5, 12а) and ул. Мира (7), and who publishes works there."""
    territory = a_territory()
    settlement = a_settlement()
    street = a_street(settlement)
    houses = {n: a_house(street, n, lon=40.05 + i / 1000) for i, n in enumerate(["1", "3", "5", "12а"])}
    houses["Мира 7"] = a_house(a_street(settlement, "Мира"), "7", lon=40.09, lat=54.09)
    return Town(territory, settlement, street, houses, an_authority())


def an_authority(**more: Any) -> Authority:
    values = {"code": f"w{uuid4().hex[:12]}", "name": "Водоканал", "level": "organisation", "has_desk": True}
    return Authority.objects.create(**{**values, **more})


def a_person(**more: Any) -> User:
    return User.objects.create_user(f"{uuid4()}@example.test", "pass", name="Вера", **more)


def a_wish(town: Town, lines: str = "ул. Ленина: 1, 3", **more: Any) -> Wish:
    read = whereabouts.read(town.row, lines)
    values: dict[str, Any] = {
        "kind": "hot",
        "text": "Меняют трубу",
        "performer": "МУП «Водоканал»",
        "starts_at": NOW - HOUR,
        "ends_at": NOW + 8 * HOUR,
        "spots": tuple(read.spots),
        "told": tuple(read.told),
        "point": read.middle,
    }
    return Wish(**{**values, **more})


def a_work(town: Town, lines: str = "ул. Ленина: 1, 3", *, now: datetime = NOW, **more: Any) -> Work:
    wish = a_wish(town, lines, **more)
    return publishing.publish(wish, Owner(town.authority.pk), by=None, now=now)
