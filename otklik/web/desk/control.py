"""What is late, what stands still and how the moderators keep up: the page of supervisors, and the lists behind it."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from otklik.appeals.queries import names
from otklik.kit import clock
from otklik.oversight.queries import lists
from otklik.oversight.queries.lists import Question, What
from otklik.oversight.queries.load import load
from otklik.oversight.queries.now import now_waiting
from otklik.oversight.queries.owed import Narrow, by_topic, owed
from otklik.web.access import Action, PersonRequest, may
from otklik.web.desk import control_shown as shown
from otklik.web.statistics.asked import BadQuestion

DAYS: Final = (3, 7, 14, 30)  # without a movement
SPANS: Final = {"day": 0, "week": 6}  # days before today


@dataclass(frozen=True, slots=True)
class Said:
    """The address of the page, read: codes as they stand in it, keys as the tables have them."""

    codes: dict[str, str]  # authority, category, topic; "" for all
    keys: dict[str, int]
    days: int
    span: str

    @property
    def narrow(self) -> Narrow:
        return Narrow(self.keys["authority"], self.keys["category"])

    def path(self, **more: str) -> str:
        """`?…` of the same question, changed by `more`; what is left to its default stays out."""
        usual = {"days": "7", "span": "day"}
        said = {**self.codes, "days": str(self.days), "span": self.span, **more}
        return "?" + urlencode({name: v for name, v in said.items() if v and v != usual.get(name)})


@require_safe
@never_cache
@may(Action.SUPERVISE)
def page(request: PersonRequest) -> HttpResponse:
    said, now = _said(request), clock.now()
    today = timezone.localdate(now)
    authorities, categories = owed(said.narrow, today=today)
    waiting = now_waiting(said.narrow, days=said.days, now=now)
    work = load(since=shown.begins(now, SPANS[said.span]), now=now, queue=waiting.queue)
    context = {
        "here": "control",
        "said": said,
        "tiles": shown.tiles(said, waiting, authorities),
        "authorities": shown.owed_rows(said, "authority", authorities),
        "categories": shown.owed_rows(said, "category", categories),
        "topics": shown.topic_rows(said, by_topic(said.narrow, today=today)),
        "ages": shown.ages(),
        "charts": shown.charts(work, said.span),
        "moderators": work.moderators,
        "options": {
            dim: [("", _("Все")), *names.known()[dim].offered()] for dim in ("authority", "category")
        },
        "days": [(str(n), shown.days(n)) for n in DAYS],
        "spans": [("day", _("Сегодня")), ("week", _("7 дней"))],
    }
    return render(request, "desk/control.html", context)


@require_safe
@never_cache
@may(Action.SUPERVISE)
def behind(request: PersonRequest) -> HttpResponse:
    """The appeals that a number of the page counts."""
    said, now, asked = _said(request), clock.now(), request.GET.get("what", "overdue")
    if asked not in list(What):
        raise _no_such("what", asked)
    today = timezone.localdate(now)
    question = Question(What(asked), said.narrow, said.keys["topic"], said.days, now, today)
    found = lists.page(question, cursor=request.GET.get("from", ""))
    context = {
        "here": "control",
        "said": said,
        "what": asked,
        "title": shown.titles(said.days)[question.what],
        "narrowed": [names.title(dim, str(key)) for dim, key in said.keys.items() if key],
        "rows": found.rows,
        "today": today,
        "tabs_shown": shown.list_tabs(said, asked),
        "following": said.path(what=asked, **{"from": found.following}) if found.following else "",
    }
    return render(request, "desk/control_list.html", context)


def _said(request: PersonRequest) -> Said:
    """Raises BadQuestion: a choice that the form does not offer."""
    codes = {dim: request.GET.get(dim, "") for dim in ("authority", "category", "topic")}
    keys = {dim: _key(dim, code) for dim, code in codes.items()}
    days, span = request.GET.get("days", "7"), request.GET.get("span", "day")
    if days not in map(str, DAYS):
        raise _no_such("days", days)
    if span not in SPANS:
        raise _no_such("span", span)
    return Said(codes, keys, int(days), span)


def _key(dim: str, code: str) -> int:
    if not code:
        return 0
    found = names.known()[dim].by_code.get(code)
    if found is None:
        raise _no_such(dim, code)
    return found.id


def _no_such(name: str, value: str) -> BadQuestion:
    return BadQuestion(_("Такого выбора нет: %(name)s=%(value)s.") % {"name": name, "value": value[:40]})
