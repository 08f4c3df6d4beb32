"""Dates and numbers as people read them, in the language of the page and the region's time."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Final

import phonenumbers
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from markupsafe import Markup, escape

NBSP: Final = "\u00a0"


def ru_date(value: date | datetime) -> str:
    """«24 ноября 2026». A moment must be aware and is shown by the region's calendar."""
    day = _local(value).date() if isinstance(value, datetime) else value
    return _day_words(day, get_language())


@lru_cache(maxsize=1000)
def _day_words(day: date, language: str | None) -> str:
    return date_format(day, "j E Y").replace(" ", NBSP)


def ru_datetime(value: datetime) -> str:
    """«24 ноября 2026, 14:05» in the region's time (settings.TIME_ZONE)."""
    return date_format(_local(value), "j E Y, H:i").replace(" ", NBSP)


def clock_time(value: datetime) -> str:
    """«14:05» in the region's time."""
    return _local(value).strftime("%H:%M")


def telephone(phone: str) -> str:
    """E.164 as people read it: «+7 900 123-45-67»; "" for none."""
    if not phone:
        return ""
    parsed = phonenumbers.parse(phone)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def time_tag(value: date | datetime) -> Markup:
    """The same words inside <time>, with the exact moment for machines."""
    words = ru_datetime(value) if isinstance(value, datetime) else ru_date(value)
    exact = _local(value).isoformat() if isinstance(value, datetime) else value.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(exact, words)


def number(n: int) -> str:
    """Thousands apart, as the language does it: «12 345» / «12,345»."""
    return f"{n:,}".replace(",", thousands(get_language()))


@lru_cache(maxsize=8)
def thousands(language: str | None) -> str:
    """What stands between them."""
    return number_format(1000, use_l10n=True, force_grouping=True)[1:-3]


def paragraphs(text: str) -> Markup:
    """Text that a person typed: an empty line begins a paragraph, a line break stays one."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    lines = [escape(block).replace("\n", Markup("<br>")) for block in blocks]
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def _local(value: datetime) -> datetime:
    return timezone.localtime(value, timezone.get_default_timezone())


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "ru_date": ru_date,
    "ru_datetime": ru_datetime,
    "clock_time": clock_time,
    "telephone": telephone,
    "time_tag": time_tag,
    "number": number,
    "paragraphs": paragraphs,
}
