"""Works and outages of the demo: what is off now, what is planned, what is over, in the towns of the region."""

import random
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth import get_user_model

from otklik.authorities.models import Authority
from otklik.places import queries as places
from otklik.places.models import House, Settlement, Street
from otklik.works import publishing, subscriptions
from otklik.works.models import Work
from otklik.works.publishing import Hand, Owner, Wish
from otklik.works.whereabouts import Spot, read

TOWNS: Final = 6  # the biggest
# kind, what people read, who works, emergency, hours from now to the beginning, hours that it takes
_WORKS: Final = (
    ("hot", "Меняют участок теплотрассы. Холодная вода есть.", "МУП «Теплосеть»", False, -3, 9),
    ("cold", "Прорвало трубу. Бригада работает. Подвоз воды к дому 1.", "МУП «Водоканал»", True, -1, 5),
    ("light", "Осмотр трансформатора. Отключите чувствительные приборы.", "Горэлектросеть", False, 20, 6),
    ("gas", "Плановая проверка газопровода.", "Газовая служба", False, 50, 8),
    (
        "road",
        "Укладывают асфальт. Проезд закрыт, объезд по соседней улице.",
        "Дорожная служба",
        False,
        -20,
        70,
    ),
    ("heat", "Промывка сетей перед пуском тепла.", "МУП «Теплосеть»", False, 100, 30),
    ("telecom", "Переносят кабель: интернет может пропадать.", "Узел связи", False, 6, 3),
    ("lift", "Замена троса. Лифт заработает после проверки.", "Управляющая компания", False, -10, 30),
)


def store_works(*, seed: int, now: datetime) -> int:
    """Write the works; return how many. Only into a portal without any. One was prolonged, one is cancelled."""
    if Work.objects.exists():
        return 0
    chance, made = random.Random(seed), list[Work]()  # noqa: S311  # the same demo every time
    towns = Settlement.objects.exclude(population=None).order_by("-population", "pk")[:TOWNS]
    for town in towns:
        owner = _owner(town.territory_code)
        for work in _WORKS:
            streets = _streets(town, chance)
            if owner and streets:
                made.append(publishing.publish(_wish(town, streets, work, now), owner, by=None, now=now))
    if len(made) > 4:
        hand = Hand(None, None, "Понадобилось заменить ещё один участок.")
        publishing.move_end(made[0].pk, made[0].ends_at + timedelta(hours=3), hand, now=now)
        publishing.cancel(made[3].pk, Hand(None, None, "Проверку перенесли на весну."), now=now)
    _watch(towns[0] if towns else None, now)
    return len(made)


def _owner(territory_code: str) -> Owner | None:
    found = Authority.objects.filter(territory_code=territory_code, active=True).order_by("pk").first()
    found = found or Authority.objects.filter(active=True).order_by("pk").first()
    return Owner(found.pk) if found else None


def _streets(town: Settlement, chance: random.Random) -> str:
    """Two streets as an official would type them, the first with some of its houses."""
    streets = list(Street.objects.filter(settlement=town).exclude(name="").order_by("pk")[:60])
    if not streets:
        return ""
    one, other = chance.choice(streets), chance.choice(streets)
    numbers = House.objects.filter(street=one).order_by("pk").values_list("number", flat=True)[:4]
    lines = [f"{one.kind} {one.name}" + (f": {', '.join(numbers)}" if numbers else "")]
    return "\n".join([*lines, *([f"{other.kind} {other.name}"] if other != one else [])])


def _wish(town: Settlement, lines: str, work: tuple[str, str, str, bool, int, int], now: datetime) -> Wish:
    kind, text, performer, emergency, begins, takes = work
    row = places.settlement(town.pk)
    found = read(row, lines) if row else None
    starts = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=begins)
    return Wish(
        kind=kind,
        text=text,
        performer=performer,
        emergency=emergency,
        starts_at=starts,
        ends_at=starts + timedelta(hours=takes),
        spots=tuple(found.spots) if found else (Spot(town.territory_code),),
        told=tuple(found.told) if found else (town.name,),
        point=found.middle if found else None,
        typed={
            "scope": "addresses",
            "settlement": row.label if row else "",
            "settlement_id": town.pk,
            "addresses": lines,
        },
    )


def _watch(town: Settlement | None, now: datetime) -> None:
    """The demo's citizen is told of the biggest town."""
    person = get_user_model().objects.filter(email__startswith="citizen@").first()
    if person and town:
        subscriptions.add(user_id=person.pk, settlement_id=town.pk, address="", now=now)
