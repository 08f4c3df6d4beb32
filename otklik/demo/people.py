"""Accounts of the demo as data. The command that loads the demo creates them; the password is given to it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DemoAccount:
    email: str
    name: str
    role: str  # a people.User.Role value
    authority_code: str = ""  # for officials: where they serve
    territory_codes: tuple[str, ...] = ()  # for a moderator of a part of the region


ACCOUNTS: Final = (
    DemoAccount("citizen@example.test", "Вера Полевая", "citizen"),
    DemoAccount("moderator@example.test", "Марк Озёрный", "moderator"),
    DemoAccount("moderator2@example.test", "Нина Луговая", "moderator", territory_codes=("99701000",)),
    DemoAccount("utilities@example.test", "Павел Дроздов", "clerk", "utilities-99701"),
    DemoAccount("roads@example.test", "Игорь Стрельцов", "clerk", "roadworks-99701"),
    DemoAccount("head@example.test", "Инна Ратникова", "head", "adm-99701"),
    DemoAccount("operator@example.test", "Лев Ковылин", "operator"),
    DemoAccount("analyst@example.test", "Дина Родникова", "analyst"),
    DemoAccount("supervisor@example.test", "Глеб Заречный", "supervisor"),
    DemoAccount("admin@example.test", "Ася Холмская", "admin"),
)
