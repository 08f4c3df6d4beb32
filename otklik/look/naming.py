"""How the portal and its region are called in the language of the reader: by its look, else by the settings."""

from django.conf import settings
from django.utils.translation import get_language

from otklik.look.current import current


def portal(language: str = "") -> str:
    """language: "" is that of the page which is being made."""
    return _called(*_portal(), language)


def region(language: str = "") -> str:
    return _called(*_region(), language)


def portal_lang() -> str:
    """In which language `portal()` is: without an English name the Russian one stands on an English page too."""
    return _lang(_portal()[1])


def region_lang() -> str:
    return _lang(_region()[1])


def _portal() -> tuple[str, str]:
    """In Russian and in English. A region that names itself takes both names over, also an empty one."""
    look = current()
    return (look.portal, look.portal_en) if look.portal else (settings.PORTAL_NAME, settings.PORTAL_NAME_EN)


def _region() -> tuple[str, str]:
    look = current()
    return (look.region, look.region_en) if look.region else (settings.REGION_NAME, settings.REGION_NAME_EN)


def _called(russian: str, english: str, language: str) -> str:
    return english or russian if (language or get_language()) == "en" else russian


def _lang(english: str) -> str:
    return "en" if english and get_language() == "en" else "ru"
