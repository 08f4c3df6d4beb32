"""Cadastral numbers as people type them: AA:BB:CCCCCCC:N, region's district, its part, the quarter, the plot.

Format: domain-rules B5. There is no check digit: whether the plot exists only the register (ЕГРН) knows.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

HIDDEN: Final = "…"  # in place of the plot, where everybody reads
TYPED_MAX: Final = 60  # characters
_WHOLE: Final = re.compile(r"(?a:(\d{2}:\d{2}:\d{6,7}):\d{1,9})")
# Dashes of every width, full-width and ratio colons, blanks: what stands between the parts when it is typed or copied.
_BETWEEN: Final = re.compile(r"[\s:;.,/\\_\u00a0\u2010-\u2015\u2212\u2236\ufe55\uff1a-]+")
# Letters that are taken for figures, of both alphabets.
_FIGURES: Final = str.maketrans("OoОоQlI|ЗзБ", "00000111336")
_PREFIX: Final = re.compile(
    r"^\s*(?:кадастровый\s+(?:номер|квартал)|к[./\s]?н|кад\.?\s*(?:№|номер))[\s:.№-]*|^\s*№\s*", re.IGNORECASE
)


class BadNumber(ValueError):
    """It is no cadastral number of this region; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Cadastral:
    quarter: str  # 99:04:0012003
    plot: str  # without leading zeros; "" where only the quarter was typed

    def __str__(self) -> str:
        return f"{self.quarter}:{self.plot}" if self.plot else self.quarter

    @property
    def district(self) -> str:
        return self.quarter[:2]


def parse(typed: str, *, districts: Collection[str], plot_needed: bool = True) -> Cadastral:
    """districts: first two figures of the region's numbers. Raises BadNumber.

    plot_needed: else a quarter alone will do too.
    """
    said = _PREFIX.sub("", typed[: TYPED_MAX + 1]).strip().translate(_FIGURES)
    parts = [part for part in _BETWEEN.split(said) if part]
    if not parts:
        raise BadNumber(_("Напишите кадастровый номер, например %(example)s.") % {"example": example()})
    if len(typed) > TYPED_MAX or not all(part.isascii() and part.isdigit() for part in parts):
        raise BadNumber(
            _("В кадастровом номере только цифры и двоеточия, например %(example)s.") % {"example": example()}
        )
    if len(parts) not in ((4,) if plot_needed else (3, 4)):
        raise BadNumber(_how_many(len(parts), plot_needed=plot_needed))
    _check_parts(parts)
    if parts[0] not in districts:
        raise BadNumber(_elsewhere(parts[0], districts))
    return Cadastral(":".join(parts[:3]), parts[3].lstrip("0") if len(parts) == 4 else "")


def read(typed: str, *, plot_needed: bool = True) -> Cadastral:
    """By the districts of settings.CADASTRAL_DISTRICTS. Raises BadNumber."""
    return parse(typed, districts=settings.CADASTRAL_DISTRICTS, plot_needed=plot_needed)


def quarter_only(text: str) -> str:
    """`text` with each cadastral number as its quarter: that is what everybody reads."""
    return _WHOLE.sub(lambda found: f"{found[1]}:{HIDDEN}", text)


def example() -> str:
    return f"{settings.CADASTRAL_DISTRICTS[0]}:04:0012003:128"


def _check_parts(parts: list[str]) -> None:
    """Raises BadNumber."""
    if len(parts[0]) != 2 or len(parts[1]) != 2:
        raise BadNumber(_("Номер начинается с двух пар цифр: %(example)s.") % {"example": example()})
    if len(parts[2]) not in (6, 7):
        raise BadNumber(
            _("В третьей части номера (квартал) 6 или 7 цифр, а здесь %(n)s.") % {"n": len(parts[2])}
        )
    if len(parts) == 4 and (len(parts[3]) > 9 or not parts[3].strip("0")):
        raise BadNumber(_("Последняя часть номера — номер участка: от 1 до 9 цифр, не ноль."))


def _how_many(n: int, *, plot_needed: bool) -> str:
    if n == 3 and plot_needed:
        return _("Это номер квартала. Допишите после двоеточия номер участка, например %(example)s.") % {
            "example": example()
        }
    return _("Разделите части номера двоеточиями: %(example)s. Их четыре.") % {"example": example()}


def _elsewhere(district: str, districts: Collection[str]) -> str:
    return _(
        "Номер начинается с %(theirs)s: это участок другого региона. Номера нашего региона начинаются с %(ours)s."
    ) % {"theirs": district, "ours": ", ".join(sorted(districts))}
