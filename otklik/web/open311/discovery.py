"""/open311/discovery: where the endpoint is and what it speaks."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from msgspec import Struct

from otklik.web.api.problems import OPEN311
from otklik.web.open311.answers import gives
from otklik.web.open311.sheet import TYPES

CHANGED: Final = "2026-11-26 12:00"
_SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"


class Endpoint(Struct):
    specification: str
    url: str
    changeset: str
    type: str
    formats: list[str]


class Discovery(Struct):
    changeset: str
    contact: str
    key_service: str
    endpoints: list[Endpoint]


@gives("discovery", keeps=3600)
def discovery(request: HttpRequest) -> Discovery:
    here = Endpoint(
        specification=_SPECIFICATION,
        url=f"{settings.BASE_URL}{OPEN311}v2",
        changeset=CHANGED,
        type="test" if settings.DEMO else "production",
        formats=[kind.partition(";")[0] for kind in TYPES.values()],
    )
    key = _("Ключ не нужен: api_key не читается.")
    return Discovery(CHANGED, contact=f"{settings.BASE_URL}/", key_service=key, endpoints=[here])
