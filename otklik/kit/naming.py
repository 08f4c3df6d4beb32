"""How the portal and its region are called in the language of the reader. The names are settings."""

from django.conf import settings
from django.utils.translation import get_language


def portal(language: str = "") -> str:
    """language: "" is that of the page which is being made."""
    return _called(settings.PORTAL_NAME, settings.PORTAL_NAME_EN, language)


def region(language: str = "") -> str:
    return _called(settings.REGION_NAME, settings.REGION_NAME_EN, language)


def portal_lang() -> str:
    """In which language `portal()` is: without an English name the Russian one stands on an English page too."""
    return _lang(settings.PORTAL_NAME_EN)


def region_lang() -> str:
    return _lang(settings.REGION_NAME_EN)


def _called(russian: str, english: str, language: str) -> str:
    return english or russian if (language or get_language()) == "en" else russian


def _lang(english: str) -> str:
    return "en" if english and get_language() == "en" else "ru"
