"""The figures at the top of the page, each beside the period compared with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from otklik.stats.queries.figures import Sums
from otklik.stats.queries.report import Report
from otklik.stats.queries.terms import Spread, median, percentile
from otklik.web.citizen.shown import list_path
from otklik.web.statistics import words
from otklik.web.statistics.asked import Asked, filtered


@dataclass(frozen=True, slots=True)
class Card:
    name: str
    value: str
    change: str = ""  # in words
    arrow: str = ""  # up, down, or nothing
    tone: str = "neutral"  # good, bad
    note: str = ""
    url: str = ""  # of what is counted


def cards(found: Report, asked: Asked, *, today: date) -> list[Card]:
    now, was = found.course.total, found.course.other
    days = (asked.period.days(today), asked.other.days(today) if asked.other else 1)
    then, past = words.then(asked.values["compare"]), was or Sums()
    made = [
        _count(_("Поступило"), now.received, was.received if was else None, days, then),
        _count(_("Опубликовано"), now.published, was.published if was else None, days, then),
        _count(_("Ответов"), now.answered, was.answered if was else None, days, then),
        _term(found, now, was, then),
        _share(_("Ответы в срок"), now.share_in_time, past.share_in_time, then),
        _share(_("Решено, по словам авторов"), now.share_solved, past.share_solved, then),
        _stars(now, was, then),
        _share(_("Возвращено на доработку"), now.share_returned, past.share_returned, then, good=-1),
        _moderation(found, now, was, then),
    ]
    if found.overdue.total is not None:
        made.append(
            Card(
                _("Просрочено сейчас"),
                words.count(found.overdue.total),
                note=_("последний день ответа прошёл"),
                url=overdue_path(asked) if found.overdue.total else "",
            )
        )
    return [card for card in made if card.value != words.NOTHING]


def overdue_path(asked: Asked, *, authority: str = "") -> str:
    """The list of what is late now among the appeals of the question. authority: code, "" as the question has it."""
    said = filtered(asked)
    late = replace(said, authority=authority or said.authority, since=None, until=None, overdue=True)
    return f"{list_path()}?{late.query()}"


def _count(name: str, now: int, was: int | None, days: tuple[int, int], then: str) -> Card:
    """By the day: a period that is not over is shorter."""
    if not was:
        return Card(name, words.count(now))
    percent = round(100 * (now / days[0]) / (was / days[1])) - 100
    said = {"n": abs(percent), "then": then}
    if percent > 0:
        return Card(name, words.count(now), _("в день на %(n)d %% больше, чем %(then)s") % said, "up")
    if percent < 0:
        return Card(name, words.count(now), _("в день на %(n)d %% меньше, чем %(then)s") % said, "down")
    return Card(name, words.count(now), _("в день столько же, сколько %(then)s") % said)


def _share(name: str, now: float | None, was: float | None, then: str, *, good: int = 1) -> Card:
    if now is None or was is None:
        return Card(name, words.share(now))
    return _beside(
        name, words.share(now), (round(now, 2), round(was, 2)), _Past(then, words.share(was)), good=good
    )


def _stars(now: Sums, was: Sums | None, then: str) -> Card:
    name, present, past = _("Оценка ответов"), now.mean_stars, was.mean_stars if was else None
    value = _("%(stars)s из 5") % {"stars": words.decimal(present)} if present is not None else words.NOTHING
    if present is None or past is None:
        return Card(name, value)
    return _beside(name, value, (round(present, 1), round(past, 1)), _Past(then, words.decimal(past)), good=1)


def _term(found: Report, now: Sums, was: Sums | None, then: str) -> Card:
    """The median; the mean where medians are not kept."""
    name = _("Срок ответа")
    if not found.terms.kept:
        present, past = now.mean_days, was.mean_days if was else None
        note = _("в среднем, дней")
        if present is None or past is None:
            return Card(name, words.decimal(present), note=note)
        return _beside(
            name,
            words.decimal(present),
            (present, past),
            _Past(then, words.decimal(past)),
            good=-1,
            note=note,
        )
    return _median(name, found.terms.answers, found.terms.answers_before, words.days, then)


def _moderation(found: Report, now: Sums, was: Sums | None, then: str) -> Card:
    name, in_time = _("Модерация"), words.share(now.share_decided_in_time)
    if not found.terms.decisions:
        return Card(_("Модерация в срок"), in_time)
    card = _median(name, found.terms.decisions, found.terms.decisions_before, words.hours, then)
    return Card(
        card.name, card.value, card.change, card.arrow, card.tone, _("в срок: %(share)s") % {"share": in_time}
    )


def _median(name: str, now: Spread, was: Spread, said: Callable[[int], str], then: str) -> Card:
    present, past, longest = median(now), median(was), percentile(now, 0.9)
    if present is None or longest is None:
        return Card(name, words.NOTHING)
    note = _("9 из 10 не дольше чем за %(time)s") % {"time": said(longest)}
    if past is None:
        return Card(name, said(present), note=note)
    return _beside(name, said(present), (present, past), _Past(then, said(past)), good=-1, note=note)


_WORDS: Final = {1: "up", -1: "down", 0: ""}


class _Past(NamedTuple):
    then: str  # when it was
    past: str  # how much it was


def _beside(
    name: str, value: str, pair: tuple[float, float], past: _Past, *, good: int, note: str = ""
) -> Card:
    """pair: present and past. good: 1 where more is better, -1 where less is."""
    way = (pair[0] > pair[1]) - (pair[0] < pair[1])
    change = {
        1: _("больше: %(then)s было %(past)s"),
        -1: _("меньше: %(then)s было %(past)s"),
        0: _("столько же, сколько %(then)s"),
    }[way] % past._asdict()
    tone = "neutral" if way == 0 else "good" if way == good else "bad"
    return Card(name, value, change, _WORDS[way], tone, note)
