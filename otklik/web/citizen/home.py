"""The first page: what the portal is for, how it goes, what people wrote and were answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from otklik.appeals import labels
from otklik.appeals.lifecycle import Decision
from otklik.appeals.queries import lists
from otklik.kit import clock
from otklik.stats.queries import home as figures
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.citizen import shown
from otklik.web.polls import strip

ROWS = 4
ANSWERS = 3
# Drawings of the categories that come with the portal; a category of the region's own has a flag.
DRAWINGS: Final = {
    "education": "book", "nature": "leaf", "economy": "chart", "telecom": "signal", "transport": "bus",
    "mfc": "document", "business": "briefcase", "trade": "bag", "city": "city", "yard": "tree", "housing": "house",
    "roads": "road", "health": "health", "sport": "ball", "cadastre": "map",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """A fresh answer as the page shows it."""

    topic: str
    place: str
    authority: str
    decision: str
    good: bool
    text: str
    at: datetime
    rating: int | None
    url: str


@public_page
@may(Action.READ_PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """Five statements with the answers, six on their own tab, one more each ten seconds for polls; none reads more rows
    than it shows or sums it keeps.
    """
    tab = shown.tab(request)
    context = {
        "numbers": figures.numbers(today=timezone.localdate(clock.now())),
        "tabs_shown": shown.tabs(request, current=tab),
        "rows": [shown.list_row(row) for row in lists.public_list(tab=tab, size=ROWS).rows],
        "tab": tab,
        "categories": figures.categories(tab=tab),
        "drawings": DRAWINGS,
        "answers": [] if tab == "answers" else _answers(),
        "polls": strip.cards(),
    }
    return render(request, "citizen/home.html", context)


def _answers() -> list[Answered]:
    found = lists.public_list(tab="answers", size=ANSWERS).rows
    return [_answered(row) for row in found if row.decision]


def _answered(row: lists.Row) -> Answered:
    return Answered(
        topic=row.topic,
        place=row.address,
        authority=row.authority,
        decision=str(labels.DECISION[Decision(row.decision)]),
        good=row.decision == "solved",
        text=row.answer if len(row.answer) < lists.LETTERS else f"{row.answer.rpartition(' ')[0]}…",
        at=row.at,
        rating=row.rating,
        url=reverse("appeal", args=[row.number]),
    )
