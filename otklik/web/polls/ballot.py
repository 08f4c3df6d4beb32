"""The ballot as a form: what was typed, whatever it is, comes back with it; what it means is up to `polls.answers`.

All questions stand on one page. One that depends on another says so in words, and a script hides it until it is due;
an answer to a question that is not asked is dropped when the ballot is checked, never before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from otklik.places.staticmap import View
from otklik.polls.asking import Question
from otklik.web.pin import NOWHERE, Pin
from otklik.web.polls import spots
from otklik.web.polls.tongue import said
from otklik.web.typed import whole

TYPED_MAX: Final = 5_000  # characters of one field that come back


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    text: str
    picture: str = ""  # UUID of its photo


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page shows it, with what was typed there."""

    code: str
    kind: str
    text: str
    hint: str
    required: bool
    options: Sequence[Option]
    marks: Sequence[int]  # of a scale, in order
    ends: tuple[str, str]  # what its first and last marks mean
    least: int
    most: int
    due: str = ""  # in words, when it is asked; "" always
    due_of: str = ""  # code of the question that decides
    due_if: Sequence[str] = ()  # what must be chosen there
    error: str = ""
    typed: str = ""  # single: code; scale: mark; text: words
    chosen: Mapping[str, str] = field(default_factory=dict)  # multiple: code → "1"; ranking: code → place
    pin: Pin = NOWHERE
    settlement: str = ""  # typed, to find it on the map
    settlement_id: str = ""

    @property
    def name(self) -> str:
        return f"q-{self.code}"

    @property
    def field(self) -> str:
        """Name of the input that the error summary leads to."""
        return f"{self.name}.settlement" if self.kind == "place" else self.name

    @property
    def guide(self) -> str:
        """How to fill it in, where its kind does not tell."""
        if self.kind == "ranking":
            order = _("Поставьте номера по порядку: 1 у самого важного.")
            return f"{order} {self._how_many()}".strip()
        return self._how_many() if self.kind == "multiple" else ""

    @property
    def pictured(self) -> bool:
        return any(option.picture for option in self.options)

    @property
    def seen(self) -> str:
        """Query of the map's picture."""
        return spots.asked(self.pin)

    def _how_many(self) -> str:
        fewer = self.most < len(self.options)
        if self.kind == "ranking" and self.least >= len(self.options):
            return _("Расставьте все.")
        if self.least > 1 and fewer:
            return _("Выберите от %(least)d до %(most)d.") % {"least": self.least, "most": self.most}
        if self.least > 1:
            return _("Выберите не меньше %(least)d.") % {"least": self.least}
        return _("Выберите не больше %(most)d.") % {"most": self.most} if fewer else ""


def shown(questions: Sequence[Question], languages: Sequence[str], post: QueryDict | None) -> list[Asked]:
    """The questions in order, in the reader's language, with what `post` says; None: an empty ballot."""
    by_code = {one.code: one for one in questions}
    return [_shown(one, by_code, languages, post) for one in questions]


def given(asked: Sequence[Asked]) -> dict[str, Any]:
    """The answers as `polls.answers` takes them; what was left empty is left out."""
    found = {one.code: _given(one) for one in asked}
    return {code: answer for code, answer in found.items() if answer not in (None, "", [])}


def with_views(asked: Sequence[Asked], view: View | None) -> list[Asked]:
    """Maps that show nothing yet show this."""
    return [
        replace(one, pin=Pin(one.pin.point, view)) if one.kind == "place" and not one.pin.view else one
        for one in asked
    ]


def doubled(asked: Sequence[Asked]) -> dict[str, str]:
    """What can be seen on paper only, not in `given`: several options at one place. By the code of the question."""
    wrong = {}
    for one in asked:
        places = list(one.chosen.values()) if one.kind == "ranking" else []
        shared = sorted({place for place in places if places.count(place) > 1}, key=int)
        if shared:
            said_of = {"places": ", ".join(shared)}
            wrong[one.code] = (
                _("Несколько вариантов на одном месте: %(places)s. Дайте каждому своё.") % said_of
            )
    return wrong


def told(asked: Sequence[Asked], errors: Mapping[str, str]) -> list[Asked]:
    """errors: code of the question → words."""
    return [replace(one, error=errors.get(one.code, "")) for one in asked]


def _shown(
    one: Question, by_code: Mapping[str, Question], languages: Sequence[str], post: QueryDict | None
) -> Asked:
    options = [
        Option(row.code, said(row.text, languages), str(row.picture) if row.picture else "")
        for row in one.options
    ]
    scale = one.kind == "scale"
    return Asked(
        code=one.code,
        kind=one.kind,
        text=said(one.text, languages),
        hint=said(one.hint, languages),
        required=one.required,
        options=options,
        marks=range(one.low, one.high + 1) if scale else (),
        ends=(said(one.words[0], languages), said(one.words[1], languages)),
        least=one.least,
        most=one.most,
        **_due(one, by_code, languages),
        **(_typed(one, options, post) if post is not None else {}),
    )


def _due(one: Question, by_code: Mapping[str, Question], languages: Sequence[str]) -> dict[str, Any]:
    first = by_code.get(one.after)
    if first is None:
        return {}
    names = {row.code: said(row.text, languages) for row in first.options}
    about = {
        "question": said(first.text, languages),
        "options": ", ".join(f"«{names.get(code, code)}»" for code in one.when),
    }
    due = _("Ответьте, если в вопросе «%(question)s» выбрано: %(options)s.") % about
    return {"due": due, "due_of": first.code, "due_if": one.when}


def _typed(one: Question, options: Sequence[Option], post: QueryDict) -> dict[str, Any]:
    name = f"q-{one.code}"
    if one.kind == "multiple":
        there = set(post.getlist(name))
        return {"chosen": {row.code: "1" for row in options if row.code in there}}
    if one.kind == "ranking":
        places = {row.code: whole(post.get(f"{name}.{row.code}", "")) for row in options}
        return {"chosen": {code: str(place) for code, place in places.items() if place}}
    if one.kind == "place":
        return spots.typed(f"{name}.", post)
    return {"typed": post.get(name, "").replace("\r\n", "\n").strip()[:TYPED_MAX]}


def _given(one: Asked) -> Any:
    match one.kind:
        case "multiple":
            return list(one.chosen)
        case "ranking":
            return sorted(one.chosen, key=lambda code: int(one.chosen[code]))
        case "scale":
            return whole(one.typed) if one.typed.isdecimal() else one.typed
        case "place":
            return [round(side, 5) for side in one.pin.point] if one.pin.point else None
        case _:
            return one.typed
