"""What became of what was posted."""

from django.http import HttpRequest
from msgspec import Struct

from otklik.appeals.queries import requests
from otklik.kit import links
from otklik.web.access import LINK_DAYS
from otklik.web.open311.answers import gives
from otklik.web.open311.filing import PURPOSE


class Token(Struct):
    """service_request_id: null until everybody may read the appeal."""

    service_request_id: str | None
    token: str


@gives("service_requests", keeps=15)
def token(request: HttpRequest, token: str) -> list[Token]:
    """Raises links.BadLink, which is 404: we never gave it."""
    return [Token(requests.number_of(links.read(PURPOSE, token, days=LINK_DAYS)), token)]
