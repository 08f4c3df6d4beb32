"""What an administrator decides on terms: rules are checked, tried and written; an earlier one is never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.classifier.models import KINDS, Category, Topic
from otklik.kit.errors import Refusal
from otklik.people.models import User
from otklik.terms import rules
from otklik.terms.models import REGIMES, TermRule
from otklik.terms.rules import About, Rule

# Numbers of a rule with their bounds; 0 hours or days would be due before anybody can read it.
BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "moderation_hours": (1, 240),
    "send_hours": (1, 240),
    "answer_days": (1, 365),
    "extension_days": (0, 365),
}
LISTED: Final = 500


class BadRule(Refusal):
    """Something of the rule does not fit; `field` is that of the form."""

    code = "bad_rule"
    status = 422

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True)
class Tried:
    """What an appeal filed on `day` would get, now and by the rule that is tried."""

    topic: str
    day: date
    now: "Due"
    then: "Due"


@dataclass(frozen=True, slots=True)
class Due:
    moderate_hours: int
    send_hours: int
    answer_by: date | None
    extension_days: int
    in_working_days: bool


def read(said: Mapping[str, str], *, today: date | None) -> TermRule:
    """A rule of what was typed, not stored. Raises BadRule.

    said: subject («», «category:<code>», «topic:<code>»), kind, regime, valid_from, unit and the numbers of BOUNDS; an
    empty number is not said by the rule, none at all takes an earlier one back. today: None for rules of a file, which
    may have been in force already.
    """
    rule = TermRule(kind=said.get("kind", ""), regime=said.get("regime", ""), unit=said.get("unit", ""))
    if rule.kind not in ("", *KINDS):
        raise BadRule("kind", _("Такого вида обращений нет."))
    if rule.regime not in ("", *REGIMES):
        raise BadRule("regime", _("Такого порядка рассмотрения нет."))
    if rule.unit not in TermRule.Unit.values:
        raise BadRule("unit", _("Выберите, какие дни считать."))
    _read_subject(rule, said.get("subject", ""))
    rule.valid_from = _read_day(said.get("valid_from", ""), today)
    for name, (low, high) in BOUNDS.items():
        setattr(rule, name, _read_number(name, said.get(name, ""), low, high))
    if rule.regime == rules.STATEMENT and rule.unit != TermRule.Unit.CALENDAR and rule.answer_days:
        raise BadRule("unit", _("Срок по 59-ФЗ считается в календарных днях."))
    return rule


def try_out(rule: TermRule) -> Tried:
    """Raises BadRule: there is no topic that it could speak of."""
    # One without a term of its own, which would hide what a rule for more than a topic says.
    topics = Topic.objects.filter(active=True).order_by("term_days", "category__order", "order", "pk")
    if rule.topic_id:
        topics = topics.filter(pk=rule.topic_id)
    elif rule.category_id:
        topics = topics.filter(category=rule.category_id)
    topic = topics.first()
    if topic is None:
        raise BadRule("subject", _("Здесь нет ни одной действующей темы: правило ничего не изменит."))
    about = About.of(topic, rule.kind or "problem", rule.regime or "message")
    return Tried(topic.title, rule.valid_from, _due(about, rule, ()), _due(about, rule, [_as_compared(rule)]))


def add(rule: TermRule, *, by: User | None, now: datetime) -> bool:
    """Write the rule down; False: it is so already, nothing was written. Terms that run stay as they are."""
    with transaction.atomic():
        compared = _as_compared(rule)
        if next((known for known in rules.stored.again() if known[:5] == compared[:5]), None) == compared:
            return False
        rule.by, rule.at = by, now
        rule.save(force_insert=True)
    rules.stored.answers.clear()
    return True


def listed() -> list[TermRule]:
    """Every rule with its names, the newest first: LISTED at most."""
    return list(TermRule.objects.select_related("topic", "category", "by").order_by("-id")[:LISTED])


def in_force(rows: Sequence[TermRule], *, today: date) -> set[int]:
    """Ids of those that count: for each subject the latest of the past, and all of the future."""
    found: dict[tuple[object, ...], TermRule] = {}
    for row in sorted(rows, key=lambda row: (row.valid_from, row.pk), reverse=True):
        if row.valid_from <= today:
            found.setdefault(_as_compared(row)[:4], row)
    return {row.pk for row in found.values()} | {row.pk for row in rows if row.valid_from > today}


def _due(about: About, rule: TermRule, also: Sequence[Rule]) -> Due:
    found = rules.terms(about, on=rule.valid_from, also=also)
    return Due(
        moderate_hours=found.moderation_hours,
        send_hours=found.send_hours,
        answer_by=rules.answer_by(about, since=rule.valid_from, also=also),
        extension_days=found.extension_days,
        in_working_days=found.in_working_days,
    )


def _as_compared(rule: TermRule) -> Rule:
    return Rule(*(getattr(rule, name) for name in Rule._fields))


def _read_subject(rule: TermRule, said: str) -> None:
    what, _sep, code = said.partition(":")
    if what == "topic":
        rule.topic = Topic.objects.filter(code=code).first()
    elif what == "category":
        rule.category = Category.objects.filter(code=code).first()
    if said and rule.topic is None and rule.category is None:
        raise BadRule("subject", _("Такой темы или категории нет."))


def _read_day(said: str, today: date | None) -> date:
    try:
        day = date.fromisoformat(said)
    except ValueError as e:
        raise BadRule("valid_from", _("Укажите день, с которого правило действует.")) from e
    if today and not today <= day <= today + timedelta(days=3660):
        raise BadRule("valid_from", _("Правило действует с сегодняшнего дня или позже: прошлое не меняется."))
    return day


def _read_number(name: str, said: str, low: int, high: int) -> int | None:
    said = said.strip()
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 6 and low <= int(said) <= high):
        raise BadRule(
            name,
            _("Нужно целое число от %(low)s до %(high)s или пустое поле.") % {"low": low, "high": high},
        )
    return int(said)
