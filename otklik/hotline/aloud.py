"""Numbers as an operator reads them aloud: in threes, each three as a word. Always Russian. Pure."""

from typing import Final

_UNITS: Final = (
    "", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать",
    "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать",
    "девятнадцать",
)  # fmt: skip
_TENS: Final = (
    "", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто",
)  # fmt: skip
_HUNDREDS: Final = (
    "", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот",
)  # fmt: skip


def groups(number: str) -> list[tuple[str, str]]:
    """«481270056» → [("481", "четыреста восемьдесят один"), ("270", …), ("056", "ноль пятьдесят шесть")]."""
    parts = [number[start : start + 3] for start in range(0, len(number), 3)]
    return [(part, _words(part)) for part in parts]


def _words(digits: str) -> str:
    """Zeros at the beginning are said one by one: «056» is not «56»."""
    value = int(digits)
    zeros = len(digits) - len(digits.lstrip("0"))
    hundreds, rest = divmod(value, 100)
    small = [_UNITS[rest]] if rest < 20 else [_TENS[rest // 10], _UNITS[rest % 10]]
    return " ".join(word for word in ["ноль"] * zeros + [_HUNDREDS[hundreds], *small] if word)
