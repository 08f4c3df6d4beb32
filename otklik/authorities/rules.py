"""The duties in memory, for thousands of questions at once: the same answers as `routing.responsible`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from otklik.authorities.models import Authority, Duty, DutyDraft

Key = tuple[str, str, int]  # subject, territory_code ("" the whole region), rank


@dataclass(frozen=True, slots=True)
class Body:
    id: int
    code: str
    name: str
    active: bool
    reachable: bool  # connected to MEDO, or has a desk here


@dataclass(frozen=True, slots=True)
class Rule:
    subject: str
    place: str  # OKTMO; "" the whole region
    rank: int
    body: Body
    duty_id: int  # 0: drafted only

    @property
    def key(self) -> Key:
        return self.subject, self.place, self.rank


class Rules:
    """A set of duties. A test compares it with `routing.responsible` on sets made by chance."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.by_key: Final[dict[Key, Rule]] = {rule.key: rule for rule in rules}
        self._first: Final[dict[tuple[str, str], Rule]] = {}
        for rule in sorted((r for r in self.by_key.values() if r.body.active), key=lambda r: r.rank):
            self._first.setdefault((rule.subject, rule.place), rule)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.by_key.values())

    def responsible(self, *, topic_code: str, duty: str, territory_code: str) -> Rule | None:
        """None: nobody is named."""
        for subject in (topic_code, duty):
            for place in (territory_code, territory_code[:8], ""):
                if found := self._first.get((subject, place)):
                    return found
        return None


def in_force() -> Rules:
    """Two statements."""
    known = bodies()
    rows = Duty.objects.order_by("pk").values_list("subject", "territory_code", "rank", "authority_id", "pk")
    return Rules(Rule(subject, place, rank, known[body], pk) for subject, place, rank, body, pk in rows)


def with_draft(rules: Rules, drafts: Iterable[DutyDraft]) -> Rules:
    """As they will be when the draft is published. One statement."""
    made, known = dict(rules.by_key), bodies()
    for draft in drafts:
        key = (draft.subject, draft.territory_code, draft.rank)
        if draft.authority_id is None:
            made.pop(key, None)
        else:
            made[key] = Rule(*key, known[draft.authority_id], 0)
    return Rules(made.values())


def bodies() -> dict[int, Body]:
    """Every body by its id. One statement."""
    columns = ("pk", "code", "name", "active", "has_desk", "msed_uid", "msed_address")
    return {
        pk: Body(pk, code, name, active, has_desk or bool(uid and address))
        for pk, code, name, active, has_desk, uid, address in Authority.objects.values_list(*columns)
    }
