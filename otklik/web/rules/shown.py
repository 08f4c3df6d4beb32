"""Duties as administrators read them: in words, with what the draft makes of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from otklik.authorities import checks, drafting, rules
from otklik.authorities.checks import Ground
from otklik.authorities.models import DutyDraft
from otklik.authorities.rules import Body, Key, Rule, Rules

PAGE: Final = 50  # rules


@dataclass(frozen=True, slots=True)
class Line:
    subject: str  # code
    place: str
    rank: int
    subject_words: str
    subject_note: str  # code of a topic, some topics of a duty
    place_words: str
    body: str  # name; "" the rule goes
    body_code: str
    was: str  # name of the body before the draft, where the draft changes it
    state: str  # "", new, changed, gone
    trouble: str  # why it matches nothing
    draft_id: int  # 0: not in the draft

    @property
    def query(self) -> str:
        return urlencode({"subject": self.subject, "place": self.place, "rank": str(self.rank)})


@dataclass(frozen=True, slots=True)
class Book:
    """All duties, with and without the draft, and what there is to say of them."""

    live: Rules
    planned: Rules
    drafts: dict[Key, DutyDraft]
    bodies: dict[int, Body]
    ground: Ground
    troubles: dict[Key, str]

    @classmethod
    def of(cls, on: date) -> "Book":
        """Seven statements."""
        live, rows = rules.in_force(), drafting.drafts()
        planned = rules.with_draft(live, rows) if rows else live
        ground = Ground.of(on)
        drafts = {(row.subject, row.territory_code, row.rank): row for row in rows}
        return cls(live, planned, drafts, rules.bodies(), ground, checks.troubles(planned, ground))

    def lines(self, wanted: Callable[[Key, Rule], bool]) -> list[Line]:
        """In order of their keys; what the draft takes away stands among them."""
        there = {**self.live.by_key, **self.planned.by_key}
        return [self.line(key, rule) for key, rule in sorted(there.items()) if wanted(key, rule)]

    def line(self, key: Key, rule: Rule) -> Line:
        draft, there = self.drafts.get(key), self.planned.by_key.get(key)
        before = self.live.by_key.get(key)
        state = ""
        if draft is not None:
            state = "gone" if there is None else "new" if before is None else "changed"
        return Line(
            subject=rule.subject,
            place=rule.place,
            rank=rule.rank,
            subject_words=self.ground.subject(rule.subject),
            subject_note=_some(self.ground.duties.get(rule.subject, [rule.subject])),
            place_words=self.ground.place(rule.place),
            body=there.body.name if there else "",
            body_code=there.body.code if there else "",
            was=before.body.name if before and draft else "",
            state=state,
            trouble=self.troubles.get(key, ""),
            draft_id=draft.pk if draft else 0,
        )

    def drafted(self) -> list[Line]:
        return self.lines(lambda key, _rule: key in self.drafts)

    def subjects(self) -> list[tuple[str, str]]:
        """To choose from: duties with some of their topics, then topics."""
        of_duties = [
            (code, _("%(code)s: %(topics)s") % {"code": code, "topics": _some(titles)})
            for code, titles in sorted(self.ground.duties.items())
        ]
        return [*of_duties, *((code, self.ground.subject(code)) for code in self.ground.topics)]

    def places(self) -> list[tuple[str, str]]:
        return [("", _("Весь регион")), *self.ground.places.items()]

    def active(self) -> list[tuple[str, str]]:
        """Bodies to choose from, by name; one to which nothing can be sent says so."""
        found = sorted((body for body in self.bodies.values() if body.active), key=lambda body: body.name)
        silent = _("некуда отправить")
        return [(b.code, b.name if b.reachable else f"{b.name} ({silent})") for b in found]


def ways(found: dict[str, Any], ground: Ground, names: dict[str, str]) -> list[dict[str, Any]]:
    """Rows of a dry run in words."""
    return [
        {
            **row,
            "seen": [one.split(" ") for one in row["examples"]],
            "topic_words": ground.topics.get(row["topic"], row["topic"]),
            "place_words": ground.place(row["place"]),
            "from_words": names.get(row["from"] or "", row["from"]) or _("никто"),
            "to_words": names.get(row["to"] or "", row["to"]) or _("никто"),
        }
        for row in found.get("rows", ())
    ]


def summed(rows: Iterable[dict[str, Any]], name: str) -> list[tuple[str, int]]:
    """How many appeals move, by topic, municipality or pair of bodies; the most first."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row[name]] = sums.get(row[name], 0) + row["n"]
    return sorted(sums.items(), key=lambda one: (-one[1], one[0]))[:20]


def address(**asked: str) -> str:
    return f"{reverse('rules:duties')}?{urlencode(asked)}"


def page_of(lines: list[Line], after: str) -> tuple[list[Line], str]:
    """PAGE lines from the one after `after` (its `query`), and the `query` to go on after; "" at the end."""
    start = next((n for n, line in enumerate(lines, 1) if line.query == after), 0)
    shown = lines[start : start + PAGE]
    return shown, shown[-1].query if len(lines) > start + PAGE else ""


def _some(titles: list[str]) -> str:
    return ", ".join(titles[:2]) + (" …" if len(titles) > 2 else "")


def keys(typed: Iterable[str]) -> Iterator[int]:
    """Ids out of a form, what is no number left out."""
    return (int(one) for one in typed if one.isdecimal() and len(one) < 18)
