"""Which services of outside identity the settings switch on. Their code is loaded when somebody signs in by one."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

ESIA: Final = "esia"


@dataclass(frozen=True, slots=True)
class Service:
    id: str  # in addresses and in SocialAccount.provider
    title: str


def offered() -> list[Service]:
    """In the order of their buttons; a template asks, too."""
    found = [Service(ESIA, _("Госуслуги"))] if settings.ESIA_URL else []
    return [*found, Service(settings.OIDC_NAME, settings.OIDC_TITLE)] if settings.OIDC_URL else found


def titles() -> dict[str, str]:
    """Of every service that an account may name, on or off."""
    return {settings.OIDC_NAME: settings.OIDC_TITLE, ESIA: _("Госуслуги")}


def service(name: str) -> Service:
    """Raises Http404: there is no such, or it is off."""
    found = next((service for service in offered() if service.id == name), None)
    if found is None:
        raise Http404
    return found
