"""Figures of the demo's land: rates, averages and outcomes that belong to no real act, and say so."""

import random
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from otklik.cadastre import keeping
from otklik.cadastre.keeping import Given
from otklik.cadastre.models import Figure, Outcome, Use
from otklik.places import queries as places

SOURCE: Final = "Выдуманный документ демонстрации"
_RATES: Final = {
    Use.HOUSING: ("0.1", "0.15", "0.2", "0.25", "0.3"),
    Use.HOUSEHOLD: ("0.1", "0.2", "0.3"),
    Use.GARDEN: ("0.1", "0.2", "0.3"),
    Use.FARM: ("0.2", "0.3"),
    Use.COMMERCE: ("1", "1.2", "1.5"),
    Use.OTHER: ("1.2", "1.5"),
}
# ₽ per m², around which municipalities differ.
_AVERAGES: Final = {
    Use.HOUSING: 1900, Use.HOUSEHOLD: 900, Use.GARDEN: 700, Use.FARM: 12, Use.COMMERCE: 5200,
}  # fmt: skip
_OUTCOMES: Final = (
    (
        "lowered",
        "Участок под домом: стоимость снижена вдвое",
        "Отчёт оценщика учёл, что к участку нет дороги.",
        2_400_000,
        1_150_000,
    ),
    (
        "corrected",
        "Ошибка в виде использования исправлена",
        "Огород был записан как магазин. Хватило заявления, отчёт не понадобился.",
        3_100_000,
        410_000,
    ),
    (
        "refused",
        "Отказ: отчёт сделан на слишком раннюю дату",
        "С даты оценки прошло больше полугода. Владелец заказал новый отчёт.",
        None,
        None,
    ),
    (
        "court",
        "Суд согласился с рыночной стоимостью",
        "Учреждение отказало, экспертиза в суде подтвердила отчёт.",
        5_600_000,
        3_900_000,
    ),
)


def store_land(*, seed: int, now: datetime) -> int:
    """Write the figures of this year and of the last; return how many. Only into a portal without any."""
    if Figure.objects.exists() or Outcome.objects.exists():
        return 0
    chance = random.Random(seed)  # noqa: S311  # the same demo every time
    land = [code for code, _name in places.territories(on=now.date())]
    given = [one for year in (now.year - 1, now.year) for code in land for one in _of(chance, code, year)]
    for result, title, text, before, after in _OUTCOMES:
        Outcome.objects.create(
            key=uuid5(NAMESPACE_URL, title), title=title, text=text, result=result, value_before=before,
            value_after=after, place=chance.choice(land) if land else "", decided_on=date(now.year - 1, 9, 15),
            source=SOURCE, at=now,
        )  # fmt: skip
    return keeping.put(given, by=None, now=now).created


def _of(chance: random.Random, code: str, year: int) -> list[Given]:
    """A municipality's rates and averages; those of the year before are lower."""
    since, source = date(year, 1, 1), f"{SOURCE}, {year} год"
    rates = [
        Given("rate", use, code, Decimal(chance.choice(those)), since, source)
        for use, those in _RATES.items()
    ]
    averages = [
        Given("average", use, code, round(Decimal(around * chance.uniform(0.5, 1.9)), 2), since, source)
        for use, around in _AVERAGES.items()
    ]
    return [*rates, *averages]
