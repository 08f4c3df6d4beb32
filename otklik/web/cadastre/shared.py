"""What a person typed on one page of the section goes along to the next in its address; nothing of it is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from otklik.appeals.queries import names
from otklik.cadastre import figures
from otklik.cadastre.models import Use
from otklik.kit import clock
from otklik.web.cadastre import words

NAMES: Final = (
    "number", "place", "use", "value", "area", "share", "months", "privileged", "last_year", "year", "market_value",
    "valued_on", "filed_on",
)  # fmt: skip
_TYPED_MAX: Final = 60


def typed(said: Mapping[str, str]) -> dict[str, str]:
    """Every name, as typed."""
    return {name: said.get(name, "").strip()[:_TYPED_MAX] for name in NAMES}


def carried(said: Mapping[str, str]) -> str:
    """The question mark and what is filled in."""
    filled = {name: said[name] for name in NAMES if said.get(name)}
    return f"?{urlencode(filled)}" if filled else ""


def pressed(asked: Mapping[str, str], *names: str) -> bool:
    """The form with these fields was sent, empty or not: a way from another page carries only what is filled in."""
    return all(name in asked for name in names)


def today() -> date:
    return timezone.localdate(clock.now())


def places() -> list[tuple[str, str]]:
    """(OKTMO, name) of the municipalities to choose from."""
    return names.known()["area"].offered()


def frame(said: Mapping[str, str]) -> dict[str, Any]:
    """What the templates of the section use."""
    go = carried(said)
    return {
        "typed": said,
        "uses": [("", "—"), *Use.choices],
        "places": [("", "—"), *places()],
        "ways": {
            name: f"{reverse(f'cadastre-{name}')}{go}" for name in ("tax", "compare", "guide", "appeal")
        },
        "rubles": words.rubles,
        "plain": words.plain,
        "percent": words.percent,
        "error_days": figures.norm("error_days", on=today()),
    }


def place_name(code: str) -> str:
    return names.title("area", code)
