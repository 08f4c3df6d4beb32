"""/business: where an enterprise begins. What is wrong, who defends, what helps, what others write about."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from otklik.appeals.queries import names
from otklik.business import front, measures
from otklik.kit import clock
from otklik.knowledge import queries as knowledge
from otklik.knowledge.models import Audience
from otklik.polls.models import Poll
from otklik.web.access import Action, may
from otklik.web.business import figures, shown
from otklik.web.caching import public_page
from otklik.web.knowledge import shown as articles
from otklik.web.parts.chart.part import chart

_SUPPORT: Final = 4  # measures that the page shows
_ARTICLES: Final = 5
_POLLS: Final = 5


@dataclass(frozen=True, slots=True)
class Category:
    title: str
    url: str  # of the wizard
    topics: list[str]


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    now, spoken = clock.now(), shown.language()
    today = timezone.localdate(now)
    whole = front.front()
    support = measures.catalogue(measures.Asked(open_on=today), language=spoken, size=_SUPPORT)
    lines = knowledge.listing(audience="business", language=spoken).rows
    lines.sort(key=lambda line: line.audience != Audience.BUSINESS)  # those for everybody come last
    context: dict[str, Any] = {
        "categories": _categories(whole.categories),
        "ombudsman": whole.spoken(spoken),
        "support": [shown.card(row, today=today) for row in support.rows],
        "articles": [articles.row(line) for line in lines[:_ARTICLES]],
        "articles_url": articles.address(**{"for": "business"}),
        "polls": _polls(now, spoken),
        "figures": figures.figures(whole.categories, today=today),
        "chart": chart,
    }
    return render(request, "business/front.html", context)


def _categories(codes: tuple[str, ...]) -> list[Category]:
    """Those that are offered, each with its topics. Names are kept in the process."""
    known, topics = names.categories().by_code, names.topics()
    return [
        Category(
            row.title,
            f"{reverse('create')}?{urlencode({'kind': 'problem', 'category': row.code})}",
            [title for _code, title in topics.offered(row.id)],
        )
        for row in (known[code] for code in codes if code in known)
        if row.offered
    ]


def _polls(now: datetime, language: str) -> list[tuple[str, str, date]]:
    """(address, title, last day) of the open polls of organisations, the next to close first. One statement."""
    rows = Poll.objects.filter(
        state=Poll.State.OPEN, voters=Poll.Voters.ORGANISATIONS, opens_at__lte=now, closes_at__gt=now
    ).order_by("closes_at", "id")
    try:
        return [
            (
                reverse("poll", args=[row.code]),
                row.title.get(language) or row.title.get("ru") or row.code,
                timezone.localdate(row.closes_at),
            )
            for row in rows[:_POLLS]
        ]
    except NoReverseMatch:  # this portal has no pages of polls
        return []
