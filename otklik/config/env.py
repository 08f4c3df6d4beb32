"""Typed reading of environment variables. A wrong value stops the start, not the request.

Every reader also writes into `READ` what it was asked for, so a test can hold docs/settings.md against it.
"""

import math
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

YES: Final = ("1", "true", "yes", "on")
NO: Final = ("0", "false", "no", "off")


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable as its reader was asked for it."""

    name: str
    default: str | None  # None = the variable is obligatory; a secret's default is ""
    kind: str  # the reader's name: text, number, flag …
    bounds: str = ""  # "1..240", "file | smtp", "" where anything goes


READ: dict[str, Setting] = {}


def text(name: str, default: str | None = None) -> str:
    """Raises ImproperlyConfigured where there is neither a value nor a default."""
    value = _raw(Setting(name, default, "text"))
    if value is None:
        raise ImproperlyConfigured(f"{name}: переменная обязательна и не задана")
    return value


def number(name: str, default: int, *, low: int, high: int) -> int:
    """Whole number between `low` and `high`, both allowed."""
    raw = _given(Setting(name, str(default), "number", f"{low}..{high}"))
    try:
        value = int(raw)
    except ValueError:
        raise _wrong(name, raw, f"целое число {low}..{high}") from None
    if not low <= value <= high:
        raise _wrong(name, raw, f"целое число {low}..{high}")
    return value


def real(name: str, default: float, *, low: float, high: float) -> float:
    """Number with a decimal point between `low` and `high`, both allowed."""
    return _real(Setting(name, f"{default:g}", "real", f"{low:g}..{high:g}"), low, high, "число")


def seconds(name: str, default: float, *, low: float, high: float) -> float:
    """Like `real`; the unit is said in the message."""
    return _real(Setting(name, f"{default:g}", "seconds", f"{low:g}..{high:g}"), low, high, "число секунд")


def flag(name: str, default: bool) -> bool:
    """1/0, true/false, yes/no, on/off in any case."""
    raw = _given(Setting(name, "1" if default else "0", "flag", "0 | 1"))
    if raw.lower() not in YES + NO:
        raise _wrong(name, raw, "0 или 1")
    return raw.lower() in YES


def path(name: str, default: Path) -> Path:
    """Absolute path. Empty = default; a relative one counts from the present folder."""
    return Path(_given(Setting(name, str(default), "path")) or default).expanduser().resolve()


def url(name: str, default: str, *, schemes: tuple[str, ...] = ("http", "https")) -> str:
    """Address with a scheme of `schemes` and a host, without the slash at its end."""
    raw = _given(Setting(name, default, "url", " | ".join(schemes)))
    parts = urlsplit(raw)
    if parts.scheme not in schemes or not parts.netloc:
        raise _wrong(name, raw, "адрес вида " + " или ".join(f"{scheme}://узел" for scheme in schemes))
    return raw.rstrip("/")


def day(name: str, default: str) -> str:
    """A date as YYYY-MM-DD."""
    raw = _given(Setting(name, default, "day"))
    try:
        return date.fromisoformat(raw).isoformat()
    except ValueError:
        raise _wrong(name, raw, "дата вида 2026-11-01") from None


def choice(name: str, default: str, options: tuple[str, ...]) -> str:
    raw = _given(Setting(name, default, "choice", " | ".join(options)))
    if raw not in options:
        raise _wrong(name, raw, "одно из: " + ", ".join(options))
    return raw


def listing(name: str, default: str = "", each: str = ".+", need: str = "") -> list[str]:
    """Comma-separated list; blanks around and empty items are dropped.

    each: regular expression that every item matches as a whole; need: what it asks for, in words.
    """
    raw = _given(Setting(name, default, "list"))
    items = [item.strip() for item in raw.split(",") if item.strip()]
    if wrong := [item for item in items if not re.fullmatch(each, item)]:
        raise _wrong(name, wrong[0], need)
    return items


def secret(name: str, default: str) -> str:
    """Like `text`; the value is never printed and the default is not listed."""
    READ[name] = Setting(name, "", "secret")
    return os.environ.get(name, default)


def load_dotenv(file: Path) -> None:
    """Read `file` where it exists; the real environment wins."""
    import dotenv

    dotenv.load_dotenv(file, override=False)


def _raw(setting: Setting) -> str | None:
    READ[setting.name] = setting
    value = os.environ.get(setting.name)
    return setting.default if value is None else value.strip()


def _given(setting: Setting) -> str:
    """The value of a setting that has a default. Empty is a value for a list, no value for a number."""
    raw = _raw(setting) or ""
    return raw if raw or setting.kind in {"list", "path"} else setting.default or ""


def _real(setting: Setting, low: float, high: float, unit: str) -> float:
    raw = _given(setting)
    try:
        value = float(raw.replace(",", "."))
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise _wrong(setting.name, raw, f"{unit} {low:g}..{high:g}")
    return value


def _wrong(name: str, raw: str, need: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}={raw!r}: нужно {need}")
