"""How long for what: the most particular rule in force, the settings where none speaks.

What a rule leaves empty the next less particular one says. Order: topic, category, anything; of those alike the one
that names the regime goes first, then the one that names the kind. A topic's own `term_days` is a rule of the topic.
An answer to a statement under 59-ФЗ is the law's matter: only a rule that names the regime changes its term.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings

from otklik.classifier.models import Topic
from otklik.kit.kept import kept
from otklik.terms import calendar, days
from otklik.terms.models import TermRule

AGE: Final = 5  # seconds that another process may still follow the rules of before
STATEMENT: Final = "59fz"
THANKS: Final = "thanks"  # nobody owes them an answer


class About(NamedTuple):
    """What a term is asked for."""

    topic_id: int
    category_id: int
    term_days: int  # the topic's own, in working days; 0: not said
    kind: str
    regime: str = "message"

    @classmethod
    def of(cls, topic: Topic, kind: str, regime: str = "message") -> "About":
        return cls(topic.pk, topic.category_id, topic.term_days, kind, regime)


WHATEVER: Final = About(0, 0, 0, "problem")  # a topic that nobody named


@dataclass(frozen=True, slots=True)
class Terms:
    """All that runs for an appeal."""

    moderation_hours: int  # round the clock
    send_hours: int  # round the clock
    answer_days: int
    in_working_days: bool
    extension_days: int


class Rule(NamedTuple):
    """A row of TermRule as it is compared."""

    topic_id: int | None
    category_id: int | None
    kind: str
    regime: str
    valid_from: date
    moderation_hours: int | None
    send_hours: int | None
    answer_days: int | None
    unit: str
    extension_days: int | None


@kept(AGE)
def stored() -> Sequence[Rule]:
    """Every rule that anybody wrote, the later ones first. One statement, kept for AGE seconds."""
    rows = TermRule.objects.order_by("-valid_from", "-id").values_list(*Rule._fields)
    return tuple(Rule(*row) for row in rows)


def terms(about: About, *, on: date, also: Sequence[Rule] = ()) -> Terms:
    """What holds for it on this day. also: rules that nobody has stored yet, as if they were the last ones."""
    rules = list(_fitting(about, on, [*also, *stored()]))
    statement = about.regime == STATEMENT
    answering = [rule for rule in rules if rule.regime == STATEMENT] if statement else rules
    answer = next((rule for rule in answering if rule.answer_days is not None), None)
    longer = _first(answering, "extension_days")
    if answer is not None and answer.answer_days is not None:
        count, working = answer.answer_days, answer.unit == TermRule.Unit.WORKING
    else:
        count, working = (settings.STATEMENT_DAYS, False) if statement else (settings.ANSWER_DAYS, True)
    return Terms(
        moderation_hours=_said(_first(rules, "moderation_hours"), settings.MODERATION_HOURS),
        send_hours=_said(_first(rules, "send_hours"), settings.SEND_HOURS),
        answer_days=count,
        in_working_days=working,
        extension_days=_said(longer, settings.STATEMENT_DAYS if statement else settings.EXTENSION_DAYS),
    )


def answer_by(about: About, *, since: date, also: Sequence[Rule] = ()) -> date | None:
    """Last working day for the answer; thanks have none."""
    if about.kind == THANKS:
        return None
    found = terms(about, on=since, also=also)
    return _counted(since, found.answer_days, found)


def extended(about: About, answer_by: date, *, by_days: int, on: date) -> date:
    """The last day for the answer after an extension, in the unit of its term."""
    return _counted(answer_by, by_days, terms(about, on=on))


def half(about: About, answer_by: date, *, on: date) -> date:
    """The day on which half of the term has passed, counted back from its end."""
    found = terms(about, on=on)
    count = found.answer_days // 2
    if found.in_working_days:
        return days.working_days_before(answer_by, count, is_working=calendar.is_working)
    return answer_by - timedelta(days=count)


def moderate_by(about: About, *, since: datetime, on: date) -> datetime:
    """When a moderator must have decided."""
    return since + timedelta(hours=terms(about, on=on).moderation_hours)


def _counted(since: date, count: int, found: Terms) -> date:
    way = days.working_days_after if found.in_working_days else days.calendar_days_after
    return way(since, count, is_working=calendar.is_working)


def _fitting(about: About, on: date, known: Sequence[Rule]) -> Iterator[Rule]:
    """Rules that speak of it on that day, the most particular first, of those for the same the latest only."""
    found: dict[tuple[object, ...], Rule] = {}
    for rule in known:
        if rule.valid_from <= on and _speaks(rule, about):
            found.setdefault(rule[:4], rule)
    rules = list(found.values())
    if about.term_days:  # behind a rule of the topic: the sort keeps the order of those alike
        rules.append(
            Rule(about.topic_id, None, "", "", date.min, None, None, about.term_days, "working", None)
        )
    yield from sorted(rules, key=_particular, reverse=True)


def _speaks(rule: Rule, about: About) -> bool:
    return (
        rule.topic_id in (None, about.topic_id)
        and rule.category_id in (None, about.category_id)
        and rule.kind in ("", about.kind)
        and rule.regime in ("", about.regime)
    )


def _particular(rule: Rule) -> tuple[bool, bool, bool, bool]:
    return (rule.topic_id is not None, rule.category_id is not None, bool(rule.regime), bool(rule.kind))


def _first(rules: Sequence[Rule], name: str) -> int | None:
    return next((getattr(rule, name) for rule in rules if getattr(rule, name) is not None), None)


def _said(found: int | None, otherwise: int) -> int:
    return otherwise if found is None else found
