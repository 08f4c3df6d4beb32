"""One question of a poll as a form for people who know no JSON: read, its options put in order, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from otklik.files.photos import BadPhoto
from otklik.kit.slugs import slug
from otklik.polls import faults
from otklik.polls.asking import SCALE, TEXT_MOST
from otklik.polls.models import Question
from otklik.web.polls.desk import pictures
from otklik.web.polls.desk.about_form import LANGUAGES
from otklik.web.typed import whole

TEXT_MAX: Final = 500
HINT_MAX: Final = 500
OPTION_MAX: Final = 200
OPTIONS: Final = 30
SPARE: Final = 2  # empty rows at the end of the options
CHOICES: Final = ("single", "multiple", "ranking")
_BOUNDS: Final[dict[str, tuple[str, ...]]] = {
    "multiple": ("least", "most"),
    "ranking": ("least", "most"),
    "text": ("length",),
    "scale": ("low", "high"),
}
_RULES: Final = {"least": "least", "most": "most", "length": "most", "low": "from", "high": "to"}


@dataclass(slots=True)
class Row:
    """An option as typed. picture: its id."""

    code: str = ""
    text: dict[str, str] = field(default_factory=dict)
    picture: str = ""

    @property
    def empty(self) -> bool:
        return not self.picture and not any(self.text.values())


@dataclass(slots=True)
class Typed:
    said: dict[str, str] = field(default_factory=dict)
    options: list[Row] = field(default_factory=list)
    when: list[str] = field(default_factory=list)  # question:option
    errors: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.said.get(name, "")

    def texts(self, name: str, most: int) -> dict[str, str]:
        found = {language: self.get(f"{name}-{language}") for language in LANGUAGES}
        for language, text in found.items():
            if len(text) > most:
                self.errors[f"{name}-{language}"] = _("Не длиннее %(n)d знаков.") % {"n": most}
        return {language: text for language, text in found.items() if text}


def of_question(question: Question | None) -> Typed:
    """None: a new one."""
    if question is None:
        return padded(Typed({"kind": "single", "required": "1"}))
    said = {"kind": question.kind, "required": "1" if question.required else ""}
    for name in ("text", "hint"):
        said |= {f"{name}-{language}": text for language, text in getattr(question, name).items()}
    for name in _BOUNDS.get(question.kind, ()):
        said[name] = str(question.rules.get(_RULES[name], ""))
    for end, words in zip(("low", "high"), question.rules.get("words", ()), strict=False):
        said |= {f"{end}_words-{language}": text for language, text in words.items()}
    options = [Row(one["code"], dict(one["text"]), one.get("picture") or "") for one in question.options]
    when = [f"{question.asked_if['question']}:{code}" for code in question.asked_if.get("options", ())]
    return padded(Typed(said, options, when))


def of_form(post: QueryDict, files: Mapping[str, Any]) -> Typed:
    """With what a button asks for done: add, up:2, down:2, remove:2, nopic:2. Whatever else is said changes nothing."""
    said = {
        name: " ".join(str(value)[:5000].replace("\0", "").split()) for name, value in post.dict().items()
    }
    typed = Typed(said, when=post.getlist("when")[:200])
    many = whole(said.get("count", "")) or 0
    for n in range(min(many, OPTIONS + SPARE)):
        row = Row(said.get(f"o{n}-code", "")[:40], {code: said.get(f"o{n}-{code}", "") for code in LANGUAGES})
        try:
            row.picture = pictures.taken(files.get(f"o{n}-picture"), post.get(f"o{n}-kept", ""))
        except BadPhoto as bad:
            typed.errors[f"o{n}-picture"] = bad.text
        typed.options.append(row)
    verb, _sign, number = post.get("do", "").partition(":")
    place = whole(number) if number else None
    if place is not None and place < len(typed.options):
        _done(typed.options, verb, place)
    return typed


def _done(rows: list[Row], verb: str, place: int) -> None:
    if verb == "nopic":
        rows[place].picture = ""
    elif verb == "remove":
        rows.pop(place)
    elif verb in ("up", "down"):
        row = rows.pop(place)
        rows.insert(max(place + (1 if verb == "down" else -1), 0), row)


def padded(typed: Typed) -> Typed:
    """With some empty rows at the end, for the next options."""
    while typed.options and typed.options[-1].empty:
        typed.options.pop()
    typed.options += [Row() for _n in range(min(SPARE, OPTIONS - len(typed.options)))]
    return typed


def values(typed: Typed, leads: Sequence[Question], language: str) -> dict[str, Any]:
    """What `building` keeps; what is wrong goes to `typed.errors`.

    leads: questions on which this one may depend. language: the first of the poll.
    """
    kind = typed.get("kind")
    if kind not in Question.Kind.values:
        typed.errors["kind"] = _("Выберите вид ответа.")
    text = typed.texts("text", TEXT_MAX)
    if not text.get(language):
        typed.errors[f"text-{language}"] = _("Напишите вопрос.")
    return {
        "kind": kind,
        "text": text,
        "hint": typed.texts("hint", HINT_MAX),
        "required": typed.get("required") == "1",
        "options": _options(typed, language) if kind in CHOICES else [],
        "rules": _rules(typed, kind),
        "asked_if": _asked_if(typed, leads),
    }


def _options(typed: Typed, language: str) -> list[dict[str, Any]]:
    taken = {row.code for row in typed.options if row.code}
    found = []
    for n, row in enumerate(typed.options):
        if row.empty:
            continue
        for code, text in row.text.items():
            if len(text) > OPTION_MAX:
                typed.errors[f"o{n}-{code}"] = _("Вариант не длиннее %(n)d знаков.") % {"n": OPTION_MAX}
        if not row.text.get(language):
            typed.errors[f"o{n}-{language}"] = _("Напишите вариант словами или уберите его.")
            continue
        if not row.code:
            row.code = slug(row.text[language], taken=taken, longest=40, sign="_")
            taken.add(row.code)
        words = {code: text for code, text in row.text.items() if text}
        found.append({"code": row.code, "text": words, "picture": row.picture or None})
    if len({one["code"] for one in found}) < len(found):
        typed.errors[f"o0-{language}"] = _("Два варианта с одним кодом. Уберите один и впишите его заново.")
    return found


def _rules(typed: Typed, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    low, high = faults.MARKS
    limits = {"least": (1, OPTIONS), "most": (1, OPTIONS), "length": (1, faults.TEXT_MOST)}
    limits |= {"low": (low, high), "high": (low, high)}
    for name in _BOUNDS.get(kind, ()):
        said = typed.get(name)
        number = whole(said) if said else None
        bottom, top = limits[name]
        if number is not None and bottom <= number <= top:
            found[_RULES[name]] = number
        elif said:
            typed.errors[name] = _("Целое число от %(low)d до %(high)d.") % {"low": bottom, "high": top}
    if kind == "scale":
        found = {"from": SCALE[0], "to": SCALE[1], **found}
        if found["from"] >= found["to"] and "high" not in typed.errors:
            typed.errors["high"] = _("Наибольшая оценка должна быть больше наименьшей.")
        found["words"] = [typed.texts("low_words", OPTION_MAX), typed.texts("high_words", OPTION_MAX)]
    if kind == "text":
        found.setdefault("most", TEXT_MOST)
    if "least" in found and found["least"] > found.get("most", OPTIONS):
        typed.errors["most"] = _("Наибольшее меньше наименьшего.")
    return found


def _asked_if(typed: Typed, leads: Sequence[Question]) -> dict[str, Any]:
    """Of one earlier question only; ticks that the form did not offer count as none."""
    chosen: dict[str, list[str]] = {}
    for lead in leads:
        codes = [code for code, _text in branches(lead, "")]
        if ticked := [code for code in codes if f"{lead.code}:{code}" in typed.when]:
            chosen[lead.code] = ticked
    if len(chosen) > 1:
        typed.errors["when"] = _("Вопрос может зависеть только от одного вопроса. Оставьте отметки у одного.")
    return next(({"question": code, "options": ticked} for code, ticked in chosen.items()), {})


def branches(lead: Question, language: str) -> list[tuple[str, str]]:
    """(code, words) of the answers on which a later question may depend; none of texts, orders and places."""
    if lead.kind in ("single", "multiple"):
        return [(one["code"], one["text"].get(language, one["code"])) for one in lead.options]
    if lead.kind == "scale":
        low, high = lead.rules.get("from", SCALE[0]), lead.rules.get("to", SCALE[1])
        return [(str(mark), str(mark)) for mark in range(low, high + 1)]
    return []
