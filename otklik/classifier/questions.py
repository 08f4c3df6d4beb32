"""Own questions of a topic as a form for people who know no JSON: read, put in order, turned into declarations."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from otklik.classifier.fields import FILE, BadDeclaration, parse_declarations
from otklik.kit.slugs import slug

MOST: Final = 30  # questions of a topic
LABEL_MAX: Final = 200
HELP_MAX: Final = 300
CHOICE_MAX: Final = 150
LENGTH_MAX: Final = 10_000
NAMES: Final = ("code", "label", "type", "help", "min", "max", "max_length", "choices", "pattern", "required")


@dataclass(frozen=True, slots=True)
class Question:
    """As typed. choices: one a line."""

    code: str = ""  # "" until it is saved; then it stays, so that drafts of citizens keep their answers
    label: str = ""
    type: str = "text"
    help: str = ""
    min: str = ""
    max: str = ""
    max_length: str = ""
    choices: str = ""
    pattern: str = ""
    required: str = ""  # "1"


@dataclass(frozen=True, slots=True)
class Read:
    declarations: list[dict[str, Any]]  # of those questions that are right
    errors: dict[str, str] = field(default_factory=dict)  # by name of the field: q0-label


def of_declarations(declared: Sequence[Mapping[str, Any]]) -> list[Question]:
    """For the form, from what a topic has."""
    found = []
    for one in declared:
        said = {name: str(one[name]) for name in NAMES if name in one and name not in ("choices", "required")}
        choices = "\n".join(one.get("choices", ()))
        found.append(Question(**said, choices=choices, required="1" if one.get("required") else ""))
    return found


def of_form(post: Mapping[str, str]) -> list[Question]:
    """What was typed: q0-label, q0-type, …; `count` says how many there are. At most MOST."""
    count = post.get("count", "0")
    many = min(int(count), MOST) if count.isdecimal() and len(count) < 4 else 0
    return [Question(**{name: _typed(post, f"q{n}-{name}") for name in NAMES}) for n in range(many)]


def done(questions: list[Question], deed: str) -> list[Question]:
    """After a button: add, up:2, down:2, remove:2. Whatever else is said changes nothing."""
    verb, _sign, number = deed.partition(":")
    if verb == "add":
        return [*questions, Question()] if len(questions) < MOST else questions
    place = int(number) if number.isdecimal() and len(number) < 4 else -1
    if not 0 <= place < len(questions):
        return questions
    rest = [*questions[:place], *questions[place + 1 :]]
    if verb == "remove":
        return rest
    if verb not in ("up", "down"):
        return questions
    to = min(max(place + (1 if verb == "down" else -1), 0), len(rest))
    return [*rest[:to], questions[place], *rest[to:]]


def coded(questions: list[Question]) -> list[Question]:
    """Each with a code: out of its label, when it has none. Codes that are there stay."""
    taken = {one.code for one in questions if one.code}
    found = []
    for one in questions:
        code = one.code or _free(one.label, taken)
        taken.add(code)
        found.append(replace(one, code=code))
    return found


def read(questions: list[Question]) -> Read:
    """Declarations for `fields`, and what is wrong, in words, at each field. Questions must have codes."""
    declarations, errors = list[dict[str, Any]](), dict[str, str]()
    for n, one in enumerate(questions):
        declared, wrong = _read(one)
        try:
            if not wrong:
                parse_declarations([declared])
                declarations.append(declared)
        except BadDeclaration as bad:
            wrong["label"] = str(bad)[:1].upper() + str(bad)[1:] + "."
        errors |= {f"q{n}-{name}": words for name, words in wrong.items()}
    labels = [one.label for one in questions]
    for n, one in enumerate(questions):
        if one.label and labels.index(one.label) < n:
            errors[f"q{n}-label"] = _("Такой вопрос уже есть выше.")
    return Read(declarations, errors)


def _read(one: Question) -> tuple[dict[str, Any], dict[str, str]]:
    wrong: dict[str, str] = {}
    if not 1 <= len(one.label) <= LABEL_MAX:
        wrong["label"] = _("Напишите вопрос: до %(n)d знаков.") % {"n": LABEL_MAX}
    if len(one.help) > HELP_MAX:
        wrong["help"] = _("Не длиннее %(n)d знаков.") % {"n": HELP_MAX}
    declared: dict[str, Any] = {"code": one.code, "label": one.label, "type": one.type}
    declared |= {"required": True} if one.required else {}
    declared |= {"help": one.help} if one.help else {}
    more = {"text": _text, "number": _number, "date": _date, "choice": _choice}.get(one.type)
    if more:
        declared |= more(one, wrong)
    elif one.type == FILE:
        declared.pop("required", None)
    elif one.type not in ("yesno", "cadastral"):
        wrong["type"] = _("Выберите вид ответа.")
    return declared, wrong


def _text(one: Question, wrong: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if one.max_length:
        good = (
            one.max_length.isdecimal() and len(one.max_length) < 6 and 1 <= int(one.max_length) <= LENGTH_MAX
        )
        if good:
            found["max_length"] = int(one.max_length)
        else:
            wrong["max_length"] = _("Целое число от 1 до %(n)d.") % {"n": LENGTH_MAX}
    if one.pattern:
        found["pattern"] = one.pattern
        try:
            re.compile(one.pattern)
        except re.error:
            wrong["pattern"] = _("Образец не читается. Спросите разработчика или оставьте пустым.")
        if not one.help:
            wrong["help"] = _("Опишите образец словами: иначе человек не поймёт, что не так.")
    return found


def _number(one: Question, wrong: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("min", "max"):
        typed = getattr(one, name).replace(",", ".")
        if typed and not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", typed):
            wrong[name] = _("Укажите число, например 12.")
        elif typed:
            found[name] = float(typed) if "." in typed else int(typed)
    return _in_order(found, wrong)


def _date(one: Question, wrong: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("min", "max"):
        typed = getattr(one, name)
        try:
            if typed:
                parse_declarations([{"code": "x", "label": "x", "type": "date", name: typed}])
                day, month, year = typed.split(".") if "." in typed else reversed(typed.split("-"))
                found[name] = f"{year}-{int(month):02}-{int(day):02}"
        except BadDeclaration:
            wrong[name] = _("Укажите дату, например 24.11.2026.")
    return _in_order(found, wrong)


def _in_order(found: dict[str, Any], wrong: dict[str, str]) -> dict[str, Any]:
    if "min" in found and "max" in found and found["min"] > found["max"]:
        wrong["max"] = _("Наибольшее меньше наименьшего.")
    return found


def _choice(one: Question, wrong: dict[str, str]) -> dict[str, Any]:
    choices = [" ".join(line.split()) for line in one.choices.splitlines() if line.strip()]
    if len(choices) < 2 or len(set(choices)) != len(choices):
        wrong["choices"] = _("Нужны два и больше разных вариантов, каждый с новой строки.")
    elif any(len(choice) > CHOICE_MAX for choice in choices):
        wrong["choices"] = _("Вариант не длиннее %(n)d знаков.") % {"n": CHOICE_MAX}
    return {"choices": choices}


def _typed(post: Mapping[str, str], name: str) -> str:
    """Lines stay lines."""
    raw = post.get(name, "")[:20_000].replace("\r\n", "\n").strip()
    return raw if name.endswith(("-choices", "-pattern")) else " ".join(raw.split())


def _free(label: str, taken: set[str]) -> str:
    """A code begins with a letter and has no dashes."""
    code = slug(label, taken=(), longest=34, sign="_")
    code = code if code[0].isalpha() else f"q_{code}"
    return slug(code, taken=taken, longest=40, sign="_")
