"""What people put into the own fields of a topic, as the form would send it: text for every field."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from otklik.classifier.fields import FILE
from otklik.demo.topics import DemoTopic

_PLATE_LETTERS: Final = "АВЕКМНОРСТУХ"
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "school": ("школа № 4", "школа № 7", "школа № 12", "лицей № 2", "гимназия № 1"),
    "employer": ("Заречный кирпич", "Окские перевозки", "Мебель-Лад", "Стройуют", "Зерновой двор"),
    "product": ("сливочное масло", "сахар", "гречка", "молоко", "подсолнечное масло", "детская смесь"),
    "inspector": ("пожарный надзор", "санитарная служба", "земельный контроль"),
    "shop": ("Берёзка", "Продукты 24", "Хуторок", "Корзинка", "Калинка", "Домашний", "Уютный"),
    "service": ("оформление земли", "замена паспорта", "выплата на ребёнка", "регистрация по адресу"),
    "specialist": ("кардиолог", "невролог", "окулист", "эндокринолог", "хирург", "терапевт"),
    "medicine": ("инсулин", "метформин", "эналаприл", "левотироксин", "бисопролол"),
    "aid": ("кресло-коляска", "ходунки", "ортопедическая обувь", "слуховой аппарат"),
    "temperature": ("11", "12", "14", "15", "16", "17"),
    "route": ("2", "5", "7", "11", "14", "27", "104", "112"),
    "months": ("2", "3", "4", "5"),
    "quarter": ("17", "42", "118", "9"),
}  # fmt: skip
# Fields that the texts of stock/phrases quote: filled always, others as often as people fill them.
_QUOTED: Final = frozenset({"dump_volume", "months", "temperature", "km", "window"})


def fill(rng: random.Random, topic: DemoTopic, received_on: date) -> dict[str, str]:
    """Code of the field → what was typed; no documents. Required fields and those that texts quote are always there."""
    return {
        field["code"]: _value(rng, field, received_on)
        for field in topic.fields
        if field["type"] != FILE and (field["required"] or field["code"] in _QUOTED or rng.random() < 0.5)
    }


def placed(own: dict[str, str], territory_code: str, at: tuple[float, float]) -> dict[str, str]:
    """A cadastral number goes by the place: plots near each other are in one quarter. at: degrees, (lon, lat)."""
    if "cadastral_number" not in own:
        return own
    part, quarter = (
        int(territory_code[2:5]) % 99 or 1,
        f"{int(at[1] * 12) % 1000:03}{int(at[0] * 6) % 10_000:04}",
    )
    return {**own, "cadastral_number": f"99:{part:02}:{quarter}:{own['cadastral_number'].rpartition(':')[2]}"}


def _value(rng: random.Random, field: dict[str, Any], received_on: date) -> str:
    code = field["code"]
    if code in _MADE:
        return _MADE[code](rng)
    if code in _WORDS:
        return rng.choice(_WORDS[code])
    match field["type"]:
        case "date":
            on = received_on - timedelta(days=rng.randint(1, 4))
            return (on - timedelta(days=on.weekday() == 6)).isoformat()  # offices are closed on Sundays
        case "choice":
            return str(rng.choice(field["choices"]))
        case "yesno":
            return rng.choice(("yes", "no"))
        case "number":
            return str(rng.randint(field.get("min", 1), min(field.get("max", 100), 100)))
    return str(rng.randint(1000, 9999))


def _plate(rng: random.Random) -> str:
    """Region 990 is given to nobody."""
    letters = rng.choices(_PLATE_LETTERS, k=3)
    return f"{letters[0]} {rng.randrange(1000):03} {letters[1]}{letters[2]} 990"


def _cadastral(rng: random.Random) -> str:
    """District 99 is given to no region."""
    return (
        f"99:{rng.randint(1, 20):02}:{rng.randint(1, 99):03}{rng.randint(1, 9999):04}:{rng.randint(1, 900)}"
    )


_MADE: Final[dict[str, Callable[[random.Random], str]]] = {
    "plate": _plate,
    "cadastral_number": _cadastral,
    "container_site": lambda rng: f"КП-{rng.randint(100, 2400)}",
    "pole": lambda rng: f"{rng.randint(2, 240)}",
    "ticket": lambda rng: f"{rng.choice('АБВ')}{rng.randint(1, 199):03}",
    "inn": lambda rng: f"99{rng.randint(0, 99_999_999):08}",
    "contract_number": lambda rng: f"{rng.randint(10, 999)}/{rng.randint(24, 26)}",
    "request_number": lambda rng: f"З-{rng.randint(1000, 99999)}",
    "queue_number": lambda rng: f"{rng.randint(12, 900)}",
    "km": lambda rng: f"{rng.randint(2, 96)}",
    "birth_year": lambda rng: f"{rng.randint(2021, 2023)}",
    "value": lambda rng: f"{rng.randint(300, 5200) * 1000}",
    "market_value": lambda rng: f"{rng.randint(150, 2600) * 1000}",
    "area": lambda rng: f"{rng.randint(400, 2500)}",
    "amount": lambda rng: f"{rng.randint(9, 900) * 100}",
    "dump_volume": lambda rng: f"{rng.randint(3, 40)}",
}
