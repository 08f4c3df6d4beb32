"""The demo's directory: cards of bodies, places to go to, receptions of the coming weeks, numbers, laws.

Everything is invented but the numbers that all of Russia has and the articles of the laws; those nobody has compared
with their texts, and the pages say so.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.utils import timezone

from otklik.authorities.models import Authority
from otklik.demo import stock
from otklik.demo.names import person
from otklik.places.models import House, Settlement, Territory
from otklik.reference import hours
from otklik.reference.models import Emergency, Law, Office, Place, Reception

SOURCE: Final = "Демонстрационные данные"
_STOCK: Final = stock.read("reference")
_WEEKS: Final = 3  # of receptions ahead


def store_reference(*, seed: int, now: datetime) -> int:
    """Write the rows; return how many. Only into a portal without any."""
    if Emergency.objects.exists() or Office.objects.exists():
        return 0
    chance = random.Random(seed)  # noqa: S311  # the same demo every time
    today = timezone.localdate(now)
    bodies = list(Authority.objects.filter(active=True).order_by("code"))
    towns = _towns(today)
    made: list[list[Any]] = [
        Office.objects.bulk_create(_office(body, chance, today) for body in bodies),
        Place.objects.bulk_create(_places(towns, chance, today)),
        Reception.objects.bulk_create(_receptions(bodies, chance, today)),
        Emergency.objects.bulk_create(_numbers(towns, chance, today)),
        Law.objects.bulk_create(
            Law(code=f"law-{n}", order=n, **one) for n, one in enumerate(_STOCK["law"], start=1)
        ),
    ]
    return sum(map(len, made))


def _towns(today: date) -> list[tuple[Territory, Settlement]]:
    """Each municipality of today with its largest settlement."""
    found = []
    for one in Territory.objects.filter(valid_to=None, valid_from__lte=today).defer("geom").order_by("code"):
        there = Settlement.objects.filter(territory_code__startswith=one.code).order_by("-population", "code")
        if settlement := there.first():
            found.append((one, settlement))
    return found


def _office(body: Authority, chance: random.Random, today: date) -> Office:
    posts = ("первый заместитель руководителя", "заместитель руководителя")
    days = ("вт", "ср", "чт")
    return Office(
        authority=body,
        hours=hours.canonical("пн-чт 8:30-17:30, перерыв 12:30-13:15; пт 8:30-16:15, перерыв 12:30-13:00"),
        reception="По записи через приёмную или здесь, в календаре приёмов.",
        persons=[
            [person(chance).full, post, _phone(chance), f"{chance.choice(days)} 15:00–17:00"]
            for post in posts
        ],
        phones=[["Приёмная", _phone(chance)], ["Дежурный", _phone(chance)]],
        source=SOURCE,
        checked_on=today,
    )


def _places(towns: list[tuple[Territory, Settlement]], chance: random.Random, today: date) -> Iterator[Place]:
    """One of each kind in every municipality, at houses that are there."""
    for territory, settlement in towns:
        houses = House.objects.filter(street__settlement=settlement, point__isnull=False)
        there = list(houses.select_related("street").order_by("pk")[:200])
        for kind in _STOCK["place"]:
            house = chance.choice(there) if there else None
            at = house.point if house else settlement.point
            street = f"{house.street.kind} {house.street.name}, {house.number}" if house else "центр"
            yield Place(
                code=f"{kind['kind']}-{territory.code}",
                kind=kind["kind"],
                name=f"{kind['name']}, {settlement.name}",
                address=f"{settlement}, {street}",
                territory_code=territory.code,
                point=Point(at.x, at.y, srid=4326) if at else None,
                hours=hours.canonical(kind["hours"]),
                phones=[["Справки", _phone(chance)]],
                services=kind["services"],
                source=SOURCE,
                checked_on=today,
            )


def _receptions(bodies: list[Authority], chance: random.Random, today: date) -> Iterator[Reception]:
    for body in chance.sample(bodies, min(12, len(bodies))):
        for week in range(_WEEKS):
            day = today + timedelta(days=7 * week + chance.randrange(1, 6))
            day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
            begins = timezone.make_aware(
                datetime.combine(day, time(chance.choice((10, 14, 15)))), timezone.get_default_timezone()
            )
            yield Reception(
                code=f"{body.code}-{day:%Y%m%d}".lower(),
                authority=body,
                person=body.head_name or person(chance).full,
                post=body.head_post,
                starts_at=begins,
                ends_at=begins + timedelta(hours=2),
                address=body.address,
                how="По телефону, не позднее чем за день. Возьмите паспорт.",
                phone=body.phone,
                territory_code=body.territory_code,
                remote=week == 1,
                source=SOURCE,
                checked_on=today,
            )


def _numbers(
    towns: list[tuple[Territory, Settlement]], chance: random.Random, today: date
) -> Iterator[Emergency]:
    for n, one in enumerate(_STOCK["number"], start=1):
        yield Emergency(code=f"n-{one['number']}", order=n, **one)
    for territory, _settlement in towns:
        yield Emergency(
            code=f"dispatch-{territory.code}",
            number=_phone(chance),
            title="Единая дежурная служба муниципалитета",
            about="Аварии ЖКХ, упавшие деревья, подтопления",
            territory_code=territory.code,
            order=50,
            source=SOURCE,
            checked_on=today,
        )


def _phone(chance: random.Random) -> str:
    """Of a code that nobody has."""
    return f"+7 000 {chance.randrange(200, 999)}-{chance.randrange(10, 99)}-{chance.randrange(10, 99)}"
