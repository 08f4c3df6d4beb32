"""From the address to who answers, step by step in words: what the routing did, or would do now."""

import re
from typing import Final

from django.utils.translation import gettext as _

from otklik.appeals import labels
from otklik.appeals.queries.card import Card
from otklik.appeals.queries.desk import Work
from otklik.appeals.steps.assignment import Choice

# As authorities.routing writes it: «duty municipal.roads @ 99701000 #12».
_RULE: Final = re.compile(r"(?P<by>topic|duty) \S+ @ (?P<where>\S+) #(?P<id>\d+)")


def steps(card: Card, work: Work, foreseen: Choice | None) -> list[str]:
    """foreseen: of an appeal that nobody has yet."""
    return [
        card.address,
        card.territory or _("территория не определена"),
        f"{card.category}: {card.topic}",
        _answers(foreseen) if foreseen else _answered(card, work),
    ]


def _answers(choice: Choice) -> str:
    name = choice.authority.name if choice.authority else ""
    trouble = str(labels.ATTENTION[choice.trouble]) if choice.trouble else ""
    return ", ".join(part for part in (name, _rule(choice.why), trouble) if part)


def _answered(card: Card, work: Work) -> str:
    by_hand = _("назначил модератор") if work.assigned_why.startswith("by hand") else ""
    return ", ".join(part for part in (card.authority, by_hand, _rule(work.assigned_why)) if part)


def _rule(why: str) -> str:
    """«правило 12, по теме, весь регион»; "" for what was not written by the routing."""
    found = _RULE.match(why)
    if found is None:
        return ""
    words = [_("правило %(number)s") % {"number": found["id"]}]
    if found["by"] == "topic":
        words.append(_("особое для темы"))
    if found["where"] == "region":
        words.append(_("для всего региона"))
    return ", ".join(words)
