"""What search engines ask for: where they may go, and the address of every public appeal, month by month."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from otklik.appeals.queries import sitemap as appeals
from otklik.stats.queries.months import published_by_month
from otklik.web.access import Action, may
from otklik.web.citizen.files import HOUR

# Nothing to read for a stranger, or one list in a thousand orders.
CLOSED: Final = (
    "/account", "/confirm", "/consents", "/desk", "/login", "/logout", "/me", "/mine", "/new", "/password",
    "/places/", "/register", "/settings", "/staff", "/unsubscribe", "/appeals?", "/search",
)  # fmt: skip
# A busy month is cut into stretches of days with about so many appeals: the protocol allows 50,000 addresses a map.
IN_A_MAP: Final = 20_000
MONTH_DAYS: Final = 31
_PAGES: Final = (
    "home", "list", "map", "statistics", "open-data", "polls", "reference", "works", "knowledge", "business",
    "measures", "cadastre", "board", "survey-results",
)  # fmt: skip
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@require_safe
@may(Action.READ_PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "",
        f"Sitemap: {_whole('sitemap')}",
        "",
    ]
    return _kept("\n".join(lines), "text/plain")


@require_safe
@may(Action.READ_PUBLIC)
def index(request: HttpRequest) -> HttpResponse:
    """The maps of the months, of which each is read by an index of the table; nothing is counted."""
    stretches = (stretch for month, n in published_by_month() for stretch in _stretches(month, n))
    maps = [_whole("sitemap-days", first=first.isoformat(), days=days) for first, days in stretches]
    body = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in (_whole("sitemap-pages"), *maps))
    return _xml(f"<sitemapindex {_SPACE}>{body}</sitemapindex>")


@require_safe
@may(Action.READ_PUBLIC)
def pages(request: HttpRequest) -> HttpResponse:
    body = "".join(f"<url><loc>{_whole(name)}</loc></url>" for name in _PAGES)
    return _xml(f"<urlset {_SPACE}>{body}</urlset>")


@require_safe
@may(Action.READ_PUBLIC)
def days(request: HttpRequest, first: str, days: int) -> HttpResponse:
    """What was published from `first` on in so many days."""
    try:
        since = date.fromisoformat(first)
    except ValueError:
        raise Http404 from None
    if not (2000 <= since.year <= 2100 and 1 <= days <= MONTH_DAYS):
        raise Http404
    home = settings.BASE_URL
    rows = appeals.published(since, days=days)
    body = "".join(
        f"<url><loc>{home}/appeals/{number}</loc><lastmod>{moved}</lastmod></url>" for number, moved in rows
    )
    return _xml(f"<urlset {_SPACE}>{body}</urlset>")


def _stretches(month: date, published: int) -> Iterator[tuple[date, int]]:
    """First day and length of the stretches of a month, equally long but for the last."""
    of_month = monthrange(month.year, month.month)[1]
    length = ceil(of_month / min(of_month, ceil(published / IN_A_MAP)))
    for begun in range(0, of_month, length):
        yield month + timedelta(days=begun), min(length, of_month - begun)


def _whole(name: str, **values: str | int) -> str:
    return f"{settings.BASE_URL}{reverse(name, kwargs=values or None)}"


def _xml(body: str) -> HttpResponse:
    return _kept(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', "application/xml")


def _kept(body: str, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=f"{kind}; charset=utf-8", headers={"Cache-Control": HOUR})
