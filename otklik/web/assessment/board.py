"""The board of authorities: its page, how it is made, and its figures as a file."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.assessment import waves
from otklik.kit import clock
from otklik.kit.kept import kept
from otklik.stats.board import ORDERS, Board, board
from otklik.stats.queries.span import span
from otklik.web.access import Action, may
from otklik.web.assessment import shown, words
from otklik.web.caching import public_page
from otklik.web.sheet import sheet
from otklik.web.statistics.asked import Asked, asked, no_such
from otklik.web.statistics.options import periods_offered

SECONDS: Final = 60.0  # for which the figures of one question are kept
LINES: Final = 10  # of each kind where the page has all of them; a page of one kind has every line


@dataclass(frozen=True, slots=True)
class Question:
    about: Asked  # its period; the board has no filters of the statistics
    order: str
    level: str  # "" each kind

    def query(self, **changed: str) -> str:
        """For addresses: what differs from the usual."""
        told = {"order": self.order, "level": self.level, **changed}
        rest = {name: v for name, v in told.items() if v and v != {"order": ORDERS[0]}.get(name)}
        return "&".join(part for part in (self.about.query(), urlencode(rest)) if part)


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(clock.now())
    question = asked_of(request.GET.dict(), today=today)
    found, at = _board(question.about.query(), question.order, question.level, today)
    period = question.about.period
    context = {
        "kinds": shown.kinds(found, question.about, question.order, most=None if question.level else LINES),
        "question": question,
        "values": question.about.values,
        "periods": [
            *[one for one in periods_offered() if one[0] != "all"],
            ("own", _("Свой период")),
        ],
        "levels": [("", _("Все")), *((kind, str(said)) for kind, said in words.KINDS.items())],
        "orders": [(order, str(said)) for order, said in words.ORDER.items()],
        "first": period.first,
        "last": min(period.until - timedelta(days=1), today),
        "running": period.runs(today),
        "at": timezone.localtime(at),
        "waiting": found.waiting,
        "set_aside": found.set_aside,
        "least": settings.BOARD_LEAST,
    }
    return render(request, "assessment/board.html", context)


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def method(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(clock.now())
    context = {
        "least": settings.BOARD_LEAST,
        "marks": settings.BOARD_PEER_MARKS,
        "rule": waves.rule(),
        "since": span(today).since,
    }
    return render(request, "assessment/method.html", context)


@require_safe
@may(Action.READ_PUBLIC)
def file(request: HttpRequest) -> HttpResponse:
    """All figures of the same question with the ends of their intervals."""
    today = timezone.localdate(clock.now())
    question = asked_of(request.GET.dict(), today=today)
    return sheet("board.csv", shown.lines(figures(question, today=today)))


def asked_of(told: dict[str, str], *, today: date) -> Question:
    """Raises BadQuestion: a period, an order or a kind that there is not."""
    about = asked({name: told.get(name, "") for name in ("period", "from", "to")}, today=today)
    if about.period.ever:
        raise no_such("period", "all")
    order, level = told.get("order") or ORDERS[0], told.get("level", "")
    if order not in ORDERS:
        raise no_such("order", order)
    if level and level not in words.KINDS:
        raise no_such("level", level)
    return Question(about, order, level)


def figures(question: Question, *, today: date) -> Board:
    return _board(question.about.query(), question.order, question.level, today)[0]


def method_path() -> str:
    return reverse("board-method")


@kept(SECONDS)
def _board(query: str, order: str, level: str, today: date) -> tuple[Board, datetime]:
    """With the moment of its figures."""
    period = asked(QueryDict(query).dict(), today=today).period
    return board(period, today=today, order=order, level=level), clock.now()
