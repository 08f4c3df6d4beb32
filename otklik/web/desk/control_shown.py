"""The supervisors' page in words: numbers that lead to their lists, charts of the moderators' hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from otklik.appeals.queries import names
from otklik.oversight.queries import now as counts
from otklik.oversight.queries import owed as sums
from otklik.oversight.queries.lists import What
from otklik.oversight.queries.load import Hour, Load
from otklik.stats.queries.inside import AGES
from otklik.web.parts.chart.part import Chart, Table, chart
from otklik.web.parts.chart_line.part import Line, chart_line
from otklik.web.parts.filters import number
from otklik.web.parts.tabs.part import Tab

if TYPE_CHECKING:
    from otklik.web.desk.control import Said

ROWS: Final = 60  # of a table


@dataclass(frozen=True, slots=True)
class Tile:
    name: str
    value: str
    note: str
    url: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A cell: how many, and the list that has them; no link for none."""

    said: str
    url: str


def tiles(said: "Said", now: counts.Now, authorities: Sequence[sums.Owed]) -> list[Tile]:
    overdue, soon = sum(one.overdue for one in authorities), sum(one.soon for one in authorities)
    late_in_queue = _("из них дольше положенного: %(n)s") % {"n": number(now.queue_late)}
    longer = _("%(days)s и дольше") % {"days": days(said.days)}
    soon_days = _("сегодня и ещё %(n)d дня") % {"n": sums.SOON}
    lists = {what: _list(said, what) for what in What}
    queue, controlled = reverse("desk:queue"), reverse("desk:controlled")
    still, waiting = up_to(now.still, counts.MOST), up_to(now.queue, counts.QUEUE)
    held, returned = up_to(now.controlled, counts.MOST), number(now.returned)
    past, undecided = _("последний день ответа прошёл"), _("ещё не решено, что дальше")
    return [
        Tile(_("Просрочено"), number(overdue), past, lists[What.OVERDUE], bad=overdue > 0),
        Tile(_("Скоро срок"), number(soon), soon_days, lists[What.SOON]),
        Tile(_("Возвращено авторами"), returned, undecided, lists[What.RETURNED]),
        Tile(_("Без движения"), still, longer, lists[What.STILL]),
        Tile(_("На модерации"), waiting, late_in_queue, queue, bad=now.queue_late > 0),
        Tile(_("Под контролем"), held, _("взяли контролёры"), controlled),
    ]


def owed_rows(said: "Said", dim: str, found: Sequence[sums.Owed]) -> list[tuple[str, list[Number]]]:
    """Name of the authority or category, then late in all, soon due, late by each age."""
    named = names.known()[dim].by_key
    rows = []
    for one in found[:ROWS]:
        known = named.get(str(one.key))
        more = {dim: known.code} if known else {}
        ages = [Number(number(n), "") for n in one.late]
        rows.append(
            (
                known.title if known else _("не назван"),
                [
                    _number(said, What.OVERDUE, one.overdue, more),
                    _number(said, What.SOON, one.soon, more),
                    *ages,
                ],
            )
        )
    return rows


def topic_rows(said: "Said", found: Sequence[sums.ByTopic]) -> list[tuple[str, list[Number]]]:
    named = names.topics().by_key
    return [
        (
            known.title,
            [
                _number(said, What.OVERDUE, one.overdue, {"topic": known.code}, most=sums.MOST),
                _number(said, What.SOON, one.soon, {"topic": known.code}, most=sums.MOST),
            ],
        )
        for one in found[:ROWS]
        if (known := named.get(str(one.key)))
    ]


def ages() -> list[str]:
    first, second = AGES
    return [
        _("из них до %(n)d дней") % {"n": first},
        _("до %(n)d дней") % {"n": second},
        _("больше %(n)d дней") % {"n": second},
    ]


def titles(still: int) -> dict[What, str]:
    return {
        What.OVERDUE: _("Просрочено"),
        What.SOON: _("Скоро срок"),
        What.RETURNED: _("Возвращено авторами"),
        What.STILL: _("Без движения %(days)s") % {"days": days(still)},
    }


def list_tabs(said: "Said", chosen: str) -> list[Tab]:
    return [
        Tab(said.path(what=what.value), words, current=what == chosen)
        for what, words in titles(said.days).items()
    ]


def charts(work: Load, span: str) -> list[Markup]:
    """Two charts, each with its table."""
    came, decided = sum(h.came for h in work.hours), sum(h.decided for h in work.hours)
    labels = [_label(hour, span) for hour in work.hours]
    numbers = {"came": number(came), "decided": number(decided)}
    flow = Chart(
        code="flow",
        headline=_("Поступило %(came)s, решено %(decided)s") % numbers,
        caption=_("Обращения на модерации по часам: поступило и решено"),
        drawing=chart_line(
            _("Поступило и решено по часам"),
            _("Поступило %(came)s, решено %(decided)s.") % numbers,
            labels,
            [
                Line(_("Поступило"), [h.came for h in work.hours]),
                Line(_("Решено"), [h.decided for h in work.hours]),
            ],
        ),
        table=Table(
            [_("Час"), _("Поступило"), _("Решено")], [_cells(h, h.came, h.decided) for h in work.hours]
        ),
        csv_url="",
    )
    longest = max((h.queue for h in work.hours), default=0)
    waited = Chart(
        code="waited",
        headline=_("Самая длинная очередь: %(n)s") % {"n": number(longest)},
        caption=_("Очередь модерации в конце каждого часа"),
        drawing=chart_line(
            _("Очередь по часам"),
            _("Самая длинная очередь: %(n)s.") % {"n": number(longest)},
            labels,
            [Line(_("Очередь"), [h.queue for h in work.hours])],
        ),
        table=Table([_("Час"), _("Очередь")], [_cells(h, h.queue) for h in work.hours]),
        csv_url="",
    )
    return [chart(flow), chart(waited)]


def begins(now: datetime, days_before: int) -> datetime:
    """Midnight of the first day, in the time of the portal."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    return local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days_before)


def days(n: int) -> str:
    return ngettext("%(num)d день", "%(num)d дней", n) % {"num": n}


def up_to(n: int, most: int) -> str:
    """What was counted up to `most` only."""
    return _("%(n)s и больше") % {"n": number(most)} if n >= most else number(n)


def _cells(hour: Hour, *counted: int) -> list[str]:
    return [f"{hour.start:%d.%m %H:%M}", *map(number, counted)]


def _label(hour: Hour, span: str) -> str:
    return f"{hour.start:%H:%M}" if span == "day" else f"{hour.start:%d.%m}"


def _number(said: "Said", what: What, n: int, more: dict[str, str], *, most: int = 0) -> Number:
    words = up_to(n, most) if most else number(n)
    return Number(words, _list(said, what, **more) if n else "")


def _list(said: "Said", what: What, **more: str) -> str:
    return reverse("desk:control-list") + said.path(what=what.value, **more)
