"""What the figures say, one sentence a chart."""

from django.utils.translation import gettext as _

from otklik.stats.queries.report import Report
from otklik.stats.queries.terms import median, percentile
from otklik.web.statistics import words
from otklik.web.statistics.asked import Asked
from otklik.web.statistics.grids import Grid


def course(found: Report, asked: Asked, days: tuple[int, int]) -> str:
    """days: that have begun of the period, and of the one compared with."""
    now, was = found.course.total.received, found.course.other
    if was is None or not was.received:
        return _("Поступило: %(n)s") % {"n": words.appeals(now)}
    percent = round(100 * (now / days[0]) / (was.received / days[1])) - 100
    said = {"n": abs(percent), "then": words.then(asked.values["compare"])}
    if percent > 0:
        return _("Обращений стало больше на %(n)d %%, чем %(then)s") % said
    if percent < 0:
        return _("Обращений стало меньше на %(n)d %%, чем %(then)s") % said
    return _("Обращений столько же, сколько %(then)s") % said


def terms(found: Report, asked: Asked) -> str:
    """«Ответ приходит за 6 дней; год назад за 9»."""
    now, was = median(found.terms.answers), median(found.terms.answers_before)
    said = {"now": words.days(now or 0), "then": words.then(asked.values["compare"]), "was": was}
    if was is None:
        return _("Обычно ответ приходит за %(now)s") % said
    if was == now:
        return _("Ответ приходит за %(now)s, как и %(then)s") % said
    return _("Ответ приходит за %(now)s; %(then)s за %(was)d") % said


def spread(found: Report) -> str:
    longest = percentile(found.terms.answers, 0.9) or 0
    return _("9 из 10 ответов приходят не позже чем за %(days)s") % {"days": words.days(longest)}


def stars(found: Report) -> str:
    total = found.course.total
    return _("Средняя оценка ответа: %(stars)s из 5") % {"stars": words.decimal(total.mean_stars)}


def division(dim: str, table: Grid) -> str:
    """The largest part, by what was received."""
    total = sum(int(row.cells[0] or 0) for row in table.rows)
    known = [row for row in table.rows if row.key not in ("", "0")] or table.rows  # not «unknown»
    first = max(known, key=lambda row: int(row.cells[0] or 0))
    said = {"name": first.name, "share": words.share(int(first.cells[0] or 0) / total if total else None)}
    if not total:
        return _("За этот период обращений не поступало")
    if len(table.rows) == 1:
        return _("Все обращения: %(name)s") % said
    return {
        "authority": _("Больше всего обращений получает исполнитель «%(name)s»: %(share)s"),
        "channel": _("Чаще всего пишут так: %(name)s, %(share)s"),
    }.get(dim, _("Больше всего обращений: %(name)s, %(share)s")) % said
