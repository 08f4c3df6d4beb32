"""The look in force, kept by each process for two seconds: a change is seen everywhere so much later.

Nothing of it is ever the reason why a page fails: without the database the last one stays.
"""

from dataclasses import dataclass, field, fields
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError

from otklik.kit.kept import kept
from otklik.look.models import Look as Row

SECONDS: Final = 2
ACCENT: Final = "#1450b8"  # of the product: frontend/src/styles/tokens.css
# Places of the portal where a region says something of its own; each in Russian and in English.
PLACES: Final = ("home", "footer", "contacts", "rules")
_OF_THE_ROW: Final = ("version", "emblem", "stamp")


@dataclass(frozen=True, slots=True)
class Look:
    """version 0: nobody has changed anything. Names: "" is what the settings say."""

    version: int = 0
    portal: str = ""
    portal_en: str = ""
    region: str = ""
    region_en: str = ""
    accent: str = ACCENT
    phone: str = ""  # of the hotline, as it is dialled: +78001234567; "" none
    languages: tuple[str, ...] = ()  # offered to readers; () all
    texts: dict[str, str] = field(default_factory=dict)  # "home_ru" → words
    emblem: str = ""  # name of its file
    stamp: str = ""  # another one with every version, also of another database

    def text(self, place: str, language: str) -> str:
        """What the region says there: in that language, else in Russian."""
        return self.texts.get(f"{place}_{language}") or self.texts.get(f"{place}_ru", "")

    def offered(self) -> list[tuple[str, str]]:
        """(code, name) of the languages that a reader may choose."""
        return [
            (code, name) for code, name in settings.LANGUAGES if not self.languages or code in self.languages
        ]

    def values(self) -> dict[str, Any]:
        """As they are kept."""
        found = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in _OF_THE_ROW}
        return found | {"languages": list(self.languages)}


_last = Look()


@kept(SECONDS)
def current() -> Look:
    """One statement in two seconds."""
    global _last
    try:
        row = Row.objects.order_by("-version").defer("emblem").first()
        _last = of(row) if row else Look()
    except DatabaseError:
        pass
    return _last


def of(row: Row) -> Look:
    """As a version of it was; names that this release does not know are left out."""
    known = {one.name for one in fields(Look)} - set(_OF_THE_ROW)
    values = {name: value for name, value in row.values.items() if name in known}
    values["languages"] = tuple(values.get("languages", ()))
    stamp = f"{row.version}-{row.at.timestamp()}"
    return Look(**{**values, "version": row.version, "emblem": row.emblem_name, "stamp": stamp})
