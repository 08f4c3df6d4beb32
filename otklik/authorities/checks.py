"""What is wrong with duties: rules that match nothing, topics and places where nobody answers. Only reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from otklik.authorities.rules import Key, Rule, Rules
from otklik.classifier.models import Topic
from otklik.places import queries as places
from otklik.places.models import Territory

GAPS: Final = 25  # topics of a page


@dataclass(frozen=True, slots=True)
class Ground:
    """What rules may speak of today."""

    topics: dict[str, str]  # code → title, of active ones
    duties: dict[str, list[str]]  # duty → titles of its active topics
    silent: frozenset[str]  # subjects of topics that are switched off
    places: dict[str, str]  # OKTMO → name, of territories valid today
    other_days: dict[str, str]  # the same of those that were or will be

    @classmethod
    def of(cls, on: date) -> "Ground":
        """Two statements."""
        topics, duties, silent = dict[str, str](), dict[str, list[str]](), set[str]()
        rows = Topic.objects.order_by("category__order", "category__code", "order", "code").values_list(
            "code", "title", "duty", "active", "category__active"
        )
        for code, title, duty, active, category_active in rows:
            if active and category_active:
                topics[code] = title
                duties.setdefault(duty, []).append(title)
            else:
                silent |= {code, duty}
        today, other_days = dict[str, str](), dict[str, str]()
        land = Territory.objects.order_by("name", "id").values_list("code", "name", "valid_from", "valid_to")
        for code, name, since, until in land:
            (today if since <= on and (until is None or until >= on) else other_days)[code] = name
        return cls(topics, duties, frozenset(silent), today, other_days)

    def subject(self, code: str) -> str:
        """In words; the code where there are none."""
        if code in self.topics:
            return _("Тема «%(title)s»") % {"title": self.topics[code]}
        return _("Обязанность %(code)s") % {"code": code}

    def place(self, code: str) -> str:
        return self.places.get(code) or self.other_days.get(code, code) or _("Весь регион")


def dead(rule: Rule, ground: Ground) -> str:
    """Why the rule matches nothing, in words; "" when it does."""
    if rule.subject not in ground.topics and rule.subject not in ground.duties:
        if rule.subject in ground.silent:
            return _("все темы этого правила выключены")
        return _("ни темы, ни обязанности «%(code)s» в классификаторе нет") % {"code": rule.subject}
    if rule.place and rule.place not in ground.places and not _holds_some(rule.place, ground):
        if rule.place in ground.other_days:
            return _("территория сегодня не действует")
        return _("территории %(code)s нет") % {"code": rule.place}
    if not rule.body.active:
        return _("орган «%(name)s» не действует") % {"name": rule.body.name}
    return ""


def troubles(rules: Iterable[Rule], ground: Ground) -> dict[Key, str]:
    """Rules that match nothing, and those whose body gets nothing, each with the reason in words."""
    found = dict[Key, str]()
    for rule in rules:
        words = dead(rule, ground)
        if not words and not rule.body.reachable:
            words = _("у органа нет ни МСЭД, ни рабочего места: обращения останутся у модератора")
        if words:
            found[rule.key] = words
    return found


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a topic has nobody."""

    code: str
    title: str
    duty: str
    everywhere: bool
    places: list[tuple[str, str]]  # (OKTMO, name) without anybody
    mute: list[tuple[str, str]]  # (OKTMO, name) whose body gets nothing


def gaps(rules: Rules, *, on: date, after: str = "") -> tuple[list[Gap], str]:
    """Active topics that have nobody somewhere, in the order of the classifier from the one after `after`.

    GAPS of them at most, and the code to go on after ("" at the end). Two statements.
    """
    topics = list(_topics())
    land = places.territories(on=on)
    codes = [code for code, _title, _duty in topics]
    start = codes.index(after) + 1 if after in codes else 0
    found: list[Gap] = []
    for code, title, duty in topics[start:]:
        gap = _gap(rules, (code, title, duty), land)
        if gap is None:
            continue
        if len(found) == GAPS:
            return found, found[-1].code
        found.append(gap)
    return found, ""


def _topics() -> Iterable[tuple[str, str, str]]:
    rows = Topic.objects.filter(active=True, category__active=True)
    return rows.order_by("category__order", "category__code", "order", "code").values_list(
        "code", "title", "duty"
    )


def _gap(rules: Rules, topic: tuple[str, str, str], land: list[tuple[str, str]]) -> Gap | None:
    code, title, duty = topic
    missing, mute = list[tuple[str, str]](), list[tuple[str, str]]()
    for place in land:
        rule = rules.responsible(topic_code=code, duty=duty, territory_code=place[0])
        if rule is None:
            missing.append(place)
        elif not rule.body.reachable:
            mute.append(place)
    if not missing and not mute:
        return None
    return Gap(code, title, duty, len(missing) == len(land), missing, mute)


def _holds_some(place: str, ground: Ground) -> bool:
    """A municipality that is known by its settlements only."""
    return len(place) == 8 and any(code.startswith(place) for code in ground.places)
