"""One question of a form: label, hint, error, input. The interaction is GOV.UK's, the code is ours."""

from collections.abc import Mapping, Sequence
from typing import Final, TypedDict, Unpack

from markupsafe import Markup, escape

from otklik.web.parts.render import part

INPUTS: Final = frozenset({"text", "number", "date", "email", "tel", "search", "password"})
GROUPS: Final = frozenset({"choice", "yesno"})
TYPES: Final = INPUTS | GROUPS | {"textarea", "select", "checkbox"}


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

    type: text, textarea, number, date, email, tel, search, password, choice (radio buttons), select, yesno,
    checkbox.
    Raises ValueError: an unknown type.
    """
    if type not in TYPES:
        raise ValueError(f"no field type {type!r}")
    given = {**DEFAULTS, **extras}
    described = " ".join(f"field-{name}-{word}" for word in ("hint", "error") if given[word])
    shape = "group" if type in GROUPS else "input" if type in INPUTS else type
    choices = _choices(extras.get("options", ()), extras.get("value", "")) if shape == "select" else ""
    return part(
        "field", name=name, label=label, type=type, shape=shape, described=described, choices=choices, **given
    )


def _choices(options: Sequence[tuple[str, str]], chosen: str | None) -> Markup:
    """Of a select. A list has hundreds, and a template is slow at them."""
    lines = [
        f'\n    <option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in options
    ]
    return Markup("".join(lines) + "\n  ")  # noqa: S704  # each word of it is escaped
