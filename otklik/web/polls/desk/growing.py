"""Topics that grow, for analysts: a table with its method, a file, and a draft of a poll by one press."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals.lifecycle import Kind
from otklik.appeals.queries import names
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.polls import topical
from otklik.stats import growth
from otklik.stats.growth import Grown
from otklik.stats.queries import growing
from otklik.stats.queries.growing import People
from otklik.web import days
from otklik.web.access import Action, PersonRequest, allowed, may
from otklik.web.sheet import sheet
from otklik.web.statistics.words import decimal

ROWS: Final = 100  # of the table on the page; the file has all
WEEKS_BACK: Final = 53  # that one may look at
PER: Final = 10_000  # people
FEW_PEOPLE: Final = 100  # fewer say nothing of a rate


class BadWeek(Refusal):
    code = "bad_week"
    status = 422


class NotGrowing(Refusal):
    """No such row in that week: figures changed since the page was opened."""

    code = "not_growing"


@dataclass(frozen=True, slots=True)
class Asked:
    week: date  # a Monday
    last: date  # the last whole week there is
    whole: bool  # the region, else municipalities
    every: bool  # also what may be chance

    @property
    def first(self) -> date:
        return self.last - timedelta(weeks=WEEKS_BACK)

    @property
    def query(self) -> str:
        parts = [f"week={self.week.isoformat()}"]
        return "&".join(parts + ["where=region"] * self.whole + ["all=1"] * self.every)


@dataclass(frozen=True, slots=True)
class Row:
    topic_code: str
    topic: str
    area_code: str
    area: str
    grown: Grown
    people: People | None
    course: list[int]

    @property
    def rate(self) -> float | None:
        """Appeals per PER people in the week; None where nobody says how many live there."""
        return self.grown.last / self.people.n * PER if self.people and self.people.n >= FEW_PEOPLE else None

    @property
    def mean(self) -> str:
        return decimal(self.grown.mean)

    @property
    def year(self) -> str:
        return decimal(self.grown.year_mean)

    @property
    def times(self) -> str:
        return decimal(self.grown.times)

    @property
    def per(self) -> str:
        return decimal(self.rate)

    @property
    def chance(self) -> str:
        """Corrected, in percent: what is read from it is its size, not its figures."""
        percent = self.grown.corrected * 100
        return _("меньше 0,1 %") if percent < 0.1 else f"{decimal(percent)} %"

    @property
    def silent(self) -> int:
        return self.people.silent if self.people else 0


@require_safe
@may(Action.SEE_GROWTH)
def page(request: PersonRequest) -> HttpResponse:
    asked = _asked(request)
    grown = _grown(asked)
    rows = _rows(asked, grown[:ROWS], course=True)
    context = {
        "asked": asked,
        "rows": rows,
        "left": max(len(grown) - ROWS, 0),
        "until": asked.week + timedelta(days=6),
        "earlier": _address(asked, -7) if asked.week > asked.first else "",
        "later": _address(asked, 7) if asked.week < asked.last else "",
        "weeks": [*growing.weeks_before(asked.week), asked.week],
        "may_ask": allowed(request.user, Action.BUILD_POLLS),
        "file": f"{reverse('polldesk:growing-file')}?{asked.query}",
        "method": {
            "weeks": growth.WEEKS,
            "year_weeks": growth.YEAR_WEEKS,
            "least": growth.LEAST,
            "level": int(growth.LEVEL * 100),
            "per": PER,
            "prior": decimal(growth.PRIOR),
            "prior_weight": int(growth.PRIOR_WEIGHT),
            "weight": int(growth.TOPIC_WEIGHT),
        },
        "here": "growing",
    }
    return render(request, "polls/desk/growing.html", context)


@require_safe
@may(Action.SEE_GROWTH)
def file(request: PersonRequest) -> HttpResponse:
    """All rows as CSV; figures as they are, not rounded for people."""
    asked = _asked(request)
    lines = [[
        "week", "topic_code", "topic", "oktmo", "municipality", "appeals", "mean_8_weeks", "mean_year_ago", "times",
        "people", "per_10000", "p_value", "p_adjusted", "significant",
    ]]  # fmt: skip
    lines += [_line(asked, row) for row in _rows(asked, _grown(asked), course=False)]
    answer = sheet(f"growing-{asked.week.isoformat()}.csv", lines)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@may(Action.BUILD_POLLS)
def ask(request: PersonRequest) -> HttpResponse:
    """A draft about one row, shown as voters will see it: the second press publishes. Raises NotGrowing."""
    said = request.POST
    asked = _read(said.get("week", ""), whole=not said.get("area"), every=True)
    topic, area = names.topics().by_code.get(said.get("topic", "")), said.get("area", "")
    grown = next(
        (one for one in _grown(asked) if topic and (str(one.topic), one.area) == (topic.key, area)), None
    )
    if topic is None or grown is None:
        raise NotGrowing(_("Цифры этой недели изменились, и этой темы среди растущих больше нет."))
    what = topical.Topical(
        topic_code=topic.code,
        topic=topic.title,
        area_code=area,
        area=names.areas().get(area, area),
        week=asked.week,
        last=grown.last,
        usual=decimal(grown.mean),
    )
    poll = topical.begin(what, by=request.user, now=clock.now())
    return redirect("polldesk:preview" if poll.state == "draft" else "polldesk:poll", poll.code)


def _asked(request: HttpRequest) -> Asked:
    said = request.GET
    return _read(said.get("week", ""), whole=said.get("where") == "region", every=said.get("all") == "1")


def _read(week: str, *, whole: bool, every: bool) -> Asked:
    """Any day of a week stands for it. Raises BadWeek, BadDay."""
    last = growing.last_week(timezone.localdate(clock.now()))
    day = days.day(week) or last
    monday = day - timedelta(days=day.weekday())
    asked = Asked(monday, last, whole, every)
    if not asked.first <= monday <= last:
        raise BadWeek(_("Эта неделя ещё не кончилась или была больше года назад. Выберите другую."))
    return asked


def _grown(asked: Asked) -> list[Grown]:
    found = growing.grown(asked.week, kind=Kind.PROBLEM.value, whole=asked.whole)
    return found if asked.every else [one for one in found if one.sure]


def _rows(asked: Asked, grown: Sequence[Grown], *, course: bool) -> list[Row]:
    if not grown:
        return []
    topics, areas = names.topics().by_key, names.areas()
    people = growing.people()
    pairs = [(one.topic, one.area) for one in grown] if course else []
    weeks = growing.course(asked.week, pairs, kind=Kind.PROBLEM.value) if pairs else {}
    return [
        Row(
            topic_code=topics[str(one.topic)].code,
            topic=topics[str(one.topic)].title,
            area_code=one.area,
            area=areas.get(one.area, one.area),
            grown=one,
            people=people.get(one.area),
            course=weeks.get((one.topic, one.area), []),
        )
        for one in grown
        if str(one.topic) in topics
    ]


def _address(asked: Asked, moved: int) -> str:
    week = asked.week + timedelta(days=moved)
    return "?" + Asked(week, asked.last, asked.whole, asked.every).query


def _line(asked: Asked, row: Row) -> list[str]:
    one = row.grown
    figures = [one.last, one.mean, one.year_mean, one.times, row.people.n if row.people else None, row.rate]
    said = ["" if figure is None else f"{figure:g}" for figure in figures]
    return [
        asked.week.isoformat(),
        row.topic_code,
        row.topic,
        row.area_code,
        row.area,
        *said,
        f"{one.chance:.3g}",
        f"{one.corrected:.3g}",
        "1" if one.sure else "0",
    ]
