"""The steps by which a term makes itself heard, and on which day each is reached.

Before the end: at half, on the eve, on the day. After it, by working days that have passed: the clerk, the head, the
supervisors, the region's control. Each step has its own people; who acknowledges one silences only that one.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.appeals.models import Appeal
from otklik.classifier.models import Topic
from otklik.terms import calendar, days, rules


class Rung(StrEnum):
    HALF = "half"
    EVE = "eve"
    DAY = "day"
    CLERK = "clerk"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    CONTROL = "control"


WORDS: Final[dict[Rung, Promise]] = {
    Rung.HALF: _("прошла половина срока"),
    Rung.EVE: _("срок завтра"),
    Rung.DAY: _("срок сегодня"),
    Rung.CLERK: _("срок прошёл: исполнителю"),
    Rung.HEAD: _("срок прошёл: руководителю органа"),
    Rung.SUPERVISOR: _("срок прошёл: контролёру"),
    Rung.CONTROL: _("срок прошёл: на контроле региона"),
}
# Codes, as the database is asked for them.
OF_CLERK: Final = tuple(rung.value for rung in (Rung.HALF, Rung.EVE, Rung.DAY, Rung.CLERK))
OF_HEAD: Final = (Rung.HEAD.value,)
OF_REGION: Final = (Rung.SUPERVISOR.value, Rung.CONTROL.value)


class Reached(NamedTuple):
    """Appeals due from `first` to `last`, both included, stand on the rung today."""

    rung: Rung
    first: date
    last: date


def reached(today: date) -> Iterator[Reached]:
    """All but HALF, which depends on the length of the term. What was missed while nothing ran is not made up for
    before the end of a term; after it every step is taken, for each has other people.
    """
    tomorrow = next_working(today)
    yield Reached(Rung.EVE, today + days.DAY, tomorrow)
    yield Reached(Rung.DAY, today, today)
    for rung, passed in (
        (Rung.CLERK, settings.ESCALATE_CLERK_DAYS),
        (Rung.HEAD, settings.ESCALATE_HEAD_DAYS),
        (Rung.SUPERVISOR, settings.ESCALATE_SUPERVISOR_DAYS),
        (Rung.CONTROL, settings.ESCALATE_CONTROL_DAYS),
    ):
        yield Reached(rung, date.min, passed_before(today, passed))


def next_working(today: date) -> date:
    return days.working_days_after(today, 1, is_working=calendar.is_working)


def passed_before(today: date, passed: int) -> date:
    """The latest term after which so many working days have begun, today included."""
    begun = days.working_days_before(today + days.DAY, passed, is_working=calendar.is_working)
    return begun - days.DAY


class Halves(NamedTuple):
    """Side by side: of an appeal of that topic, kind and regime half has passed when it is due on `last` or before."""

    topics: list[int]
    kinds: list[str]
    regimes: list[str]
    lasts: list[date]


def halves(today: date) -> Halves:
    """One statement for the topics."""
    found = Halves([], [], [], [])
    for topic in Topic.objects.only("category_id", "term_days"):
        for kind in ("problem", "proposal"):
            for regime in Appeal.Regime.values:
                terms = rules.terms(rules.About.of(topic, kind, regime), on=today)
                found.topics.append(topic.pk)
                found.kinds.append(kind)
                found.regimes.append(regime)
                found.lasts.append(_half_passed(terms, today))
    return found


def _half_passed(terms: rules.Terms, today: date) -> date:
    count = terms.answer_days // 2
    if not terms.in_working_days:
        return today + count * days.DAY
    return days.working_days_after(today, count + 1, is_working=calendar.is_working) - days.DAY
