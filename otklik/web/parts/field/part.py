"""One question of a form: label, hint, error, input. The interaction is GOV.UK's, the code is ours."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, TypedDict, Unpack

from django.utils.translation import get_language
from markupsafe import Markup

from otklik.web.parts.render import part, safe

INPUTS: Final = frozenset({"text", "number", "date", "email", "tel", "search", "password", "file"})
GROUPS: Final = frozenset({"choice", "yesno"})
TYPES: Final = INPUTS | GROUPS | {"textarea", "select", "checkbox"}
_CHOICES: Final = Markup("@@choices@@")


class Extras(TypedDict, total=False):
    """What a field may have besides its name, label and type."""

    value: str | None  # "1"/"0" for yesno, "1" for a pressed checkbox
    hint: str
    error: str
    required: bool
    options: Sequence[tuple[str, str]]  # (value, label), for choice and select
    width: str  # full, middle, short
    big: bool  # the label is the page's <h1>
    plain: bool  # filters and searches: no «необязательно» beside the label
    attrs: Mapping[str, str | int]  # more attributes of the input: autocomplete, maxlength, data-island …


DEFAULTS: Final[Extras] = {
    "value": "",
    "hint": "",
    "error": "",
    "required": False,
    "options": (),
    "width": "full",
    "big": False,
    "plain": False,
    "attrs": {},
}


def field(name: str, label: str, type: str = "text", **extras: Unpack[Extras]) -> Markup:
    """The input has the id `field-<name>` (the first one of a group too): the error summary leads there.

    type: text, textarea, number, date, email, tel, search, password, file, choice (radio buttons), select, yesno,
    checkbox.
    Raises ValueError: an unknown type.
    """
    if type not in TYPES:
        raise ValueError(f"no field type {type!r}")
    given: Extras = {**DEFAULTS, **extras}
    if type == "select" and not given["hint"] and not given["error"]:
        looks = (given["width"], given["required"], given["big"], given["plain"])
        before, after = _around(get_language(), name, label, looks, tuple(given["attrs"].items()))
        return before + _choices(given["options"], given["value"]) + after
    described = " ".join(
        f"field-{name}-{word}" for word, said in (("hint", given["hint"]), ("error", given["error"])) if said
    )
    shape = "group" if type in GROUPS else "input" if type in INPUTS else type
    choices = _choices(given["options"], given["value"]) if shape == "select" else ""
    return part(
        "field", name=name, label=label, type=type, shape=shape, described=described, choices=choices, **given
    )


@lru_cache(maxsize=500, typed=True)
def _around(
    language: str | None,
    name: str,
    label: str,
    looks: tuple[str, bool, bool, bool],
    attrs: tuple[tuple[str, str | int], ...],
) -> tuple[Markup, Markup]:
    """What stands before and after the choices of a select: a list has seven, the same on every page but for these.

    language: of the words of the template. typed: a label that is Markup already is another one.
    """
    width, required, big, plain = looks
    given: Extras = {**DEFAULTS, "width": width, "required": required, "big": big, "plain": plain}
    made = part(
        "field", name=name, label=label, type="select", shape="select", described="", choices=_CHOICES,
        **{**given, "attrs": dict(attrs)},
    )  # fmt: skip
    before, _mark, after = made.partition(_CHOICES)
    return before, after


def _choices(options: Sequence[tuple[str, str]], chosen: str | None) -> Markup:
    """Of a select. A list has hundreds, and a template is slow at them."""
    lines = [
        f'\n    <option value="{safe(value)}"{" selected" if value == chosen else ""}>{safe(text)}</option>'
        for value, text in options
    ]
    return Markup("".join(lines) + "\n  ")  # noqa: S704  # each word of it is escaped
