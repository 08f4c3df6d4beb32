"""Polls for everybody: the list, and the page of one with what came of it. The same bytes for every reader; what is one
person's is loaded apart, see `stand`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.kit import clock
from otklik.polls import models, queries, texts
from otklik.polls import results as counts
from otklik.polls.asking import Poll
from otklik.polls.queries import When
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.citizen import poster
from otklik.web.polls import outcome, sharing, wording
from otklik.web.polls.tongue import said, spoken
from otklik.web.polls.wording import Phase

IN_GROUP = 6  # polls of a group on the page that shows all three
ABOUT_MOST = 160  # characters of a card


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    language: str  # of its words
    about: str
    url: str
    badge: wording.Badge
    when: str
    whom: str
    is_straw: bool


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def listing(request: HttpRequest) -> HttpResponse:
    """All three groups, or one of them page by page (`?when=`). A statement a group."""
    now, chosen = clock.now(), request.GET.get("when", "")
    one = When(chosen) if chosen in set(When) else None
    groups = [
        _group(when, now, cursor=request.GET.get("from", "") if one else "", whole=one is not None)
        for when in ([one] if one else When)
    ]
    context = {"groups": [group for group in groups if group["cards"]], "one": one}
    return render(request, "polls/list.html", context)


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest, poll_code: str) -> HttpResponse:
    """Three statements. `?area=`: results of one municipality."""
    now, poll = clock.now(), queries.poll(poll_code)
    at = wording.phase(poll, now)
    area = request.GET.get("area", "") if counts.public(poll) else ""
    context = {
        **about(poll, at),
        "counted": counts.voted(poll) if not counts.public(poll) and at is not Phase.SOON else None,
        "outcome": outcome.shown(poll, area),
        "area": area,
        "share": sharing.shared(poll),
        "snippet": sharing.snippet(poll),
        "structured": "",
    }
    return render(request, "polls/poll.html", context)


@require_safe
@may(Action.READ_PUBLIC)
def picture(request: HttpRequest, poll_code: str) -> HttpResponse:
    """What messengers and social networks show beside a link."""
    return poster.answered(request, sharing.poster(queries.poll(poll_code), clock.now()))


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def answers(request: HttpRequest, poll_code: str, question: str) -> HttpResponse:
    """All short answers to one question that a moderator has let through, page by page (`?after=`)."""
    poll = queries.poll(poll_code)
    one = next((q for q in poll.questions if q.code == question and q.kind == "text"), None)
    if one is None or not counts.public(poll):
        raise Http404
    rows = texts.listed(
        poll.id, state=models.Text.State.SHOWN, question=question, after=_id(request.GET.get("after", ""))
    )
    whole = len(rows) == texts.PAGE
    context = {
        **about(poll, wording.phase(poll, clock.now())),
        "question": said(one.text, poll.languages),
        "rows": [row.text for row in rows],
        "more": f"{request.path}?after={rows[-1].id}" if whole else None,
    }
    return render(request, "polls/texts.html", context)


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError as e:
        raise Http404 from e


def about(poll: Poll, at: Phase) -> dict[str, Any]:
    """What every page of a poll shows of it."""
    return {
        "poll": poll,
        "tongue": spoken(poll.languages),
        "title": said(poll.title, poll.languages),
        "about": said(poll.about, poll.languages),
        "used": said(poll.outcome, poll.languages) if poll.outcome_at else "",
        "asked": [(one.code, said(one.text, poll.languages)) for one in poll.questions],
        "at": at.value,
        "badge": wording.badge(at),
        "when": wording.when(poll, at),
        "whom": wording.whom(poll),
        "is_straw": poll.voters == "anybody",
    }


def card(row: models.Poll, now: datetime) -> Card:
    at, words = wording.phase(row, now), said(row.about, row.languages)
    short = words if len(words) <= ABOUT_MOST else f"{words[:ABOUT_MOST].rpartition(' ')[0]}…"
    return Card(
        title=said(row.title, row.languages),
        language=spoken(row.languages),
        about=" ".join(short.split()),
        url=reverse("poll", args=[row.code]),
        badge=wording.badge(at),
        when=wording.when(row, at),
        whom=wording.whom(row, most=wording.NAMED),
        is_straw=row.voters == "anybody",
    )


def _group(when: When, now: datetime, *, cursor: str, whole: bool) -> dict[str, Any]:
    size = queries.PAGE if whole else IN_GROUP
    cut = queries.shown(now=now, when=when, cursor=cursor, size=size)

    def to(cursor: str | None) -> str | None:
        return f"{reverse('polls')}?{urlencode({'when': when.value, 'from': cursor})}" if cursor else None

    return {
        "code": when.value,
        "title": str(_titles()[when]),
        "cards": [card(row, now) for row in cut.rows],
        "newer": to(cut.newer) if whole else None,
        "older": to(cut.older),
    }


def _titles() -> dict[When, str]:
    return {
        When.OPEN: _("Идут сейчас"),
        When.SOON: _("Скоро начнутся"),
        When.FINISHED: _("Завершённые"),
    }
