"""What business writes about, over the last twelve months: numbers and two drawings with their tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from otklik.appeals.queries import names
from otklik.stats import periods
from otklik.stats.queries.business import Business, business
from otklik.web.parts.chart.part import Chart, Table
from otklik.web.parts.chart_bars.part import chart_bars
from otklik.web.parts.chart_line.part import Line, chart_line
from otklik.web.statistics import words

_TOPICS: Final = 8  # bars; the table below has the same


@dataclass(frozen=True, slots=True)
class Figures:
    cards: list[tuple[str, str]]  # name, value
    charts: list[Chart]


def figures(categories: Sequence[str], *, today: date) -> Figures | None:
    """None: business has not written anything yet. Four statements over kept sums."""
    known = names.categories().by_code
    chosen = [known[code] for code in categories if code in known]
    ids = {row.id for row in chosen}
    topics = [row.key for row in names.topics().by_key.values() if row.category in ids]
    found = business([row.key for row in chosen], topics, periods.named("12", today=today, since=today))
    total = found.problems.total
    if not total.received:
        return None
    median = found.problems.median_days
    cards = [
        (_("Проблем бизнеса за год"), words.count(total.received)),
        (_("Решено, по словам авторов"), words.share(total.share_solved)),
        (_("Половина ответов приходит за"), words.NOTHING if median is None else words.days(median)),
        (_("Обращений от организаций"), words.count(found.organisations.total.received)),
    ]
    charts = [one for one in (_months(found), _topics(found)) if one]
    return Figures([(name, value) for name, value in cards if value != words.NOTHING], charts)


def _months(found: Business) -> Chart | None:
    points = found.problems.months
    if len(points) < 2:
        return None
    caption = _("Сколько обращений о проблемах бизнеса поступило и сколько дано ответов")
    most = max(points, key=lambda point: point[1].received)
    headline = _("Больше всего обращений: %(month)s") % {"month": date_format(most[0], "F Y")}
    received, answered = _("Поступило"), _("Ответов")
    drawing = chart_line(
        caption,
        headline,
        [date_format(month, "b") for month, _sums in points],
        [
            Line(received, [sums.received for _month, sums in points]),
            Line(answered, [sums.answered for _month, sums in points]),
        ],
    )
    rows = [
        (date_format(month, "F Y"), words.count(sums.received), words.count(sums.answered))
        for month, sums in points
    ]
    return Chart("months", headline, caption, drawing, Table([_("Месяц"), received, answered], rows), "")


def _topics(found: Business) -> Chart | None:
    rows = [(names.title("topic", key), sums) for key, sums in found.topics if sums.received][:_TOPICS]
    if not rows:
        return None
    caption = _("О чём пишет бизнес")
    headline = _("Чаще всего: %(topic)s") % {"topic": rows[0][0]}
    drawing = chart_bars(
        caption, headline, [(title, float(sums.received), words.count(sums.received)) for title, sums in rows]
    )
    table = Table(
        [_("Тема"), _("Поступило"), _("Решено")],
        [(title, words.count(sums.received), words.share(sums.share_solved)) for title, sums in rows],
    )
    return Chart("topics", headline, caption, drawing, table, "")
