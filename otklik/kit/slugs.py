"""Codes out of names, so that nobody has to think one up: «Дороги и ямы» → dorogi-i-yamy."""

import re
from collections.abc import Container
from itertools import count
from typing import Final

_FROM: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_TO: Final = "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch _ y _ e yu ya"
_SAID: Final = dict(zip(_FROM, _TO.replace("_", "").split(" "), strict=True))


def slug(name: str, *, taken: Container[str], longest: int = 64, sign: str = "-") -> str:
    """Latin small letters, figures and `sign`; a figure is added until it is not among `taken`."""
    said = "".join(_SAID.get(letter, letter) for letter in name.lower())
    base = re.sub(r"[^a-z0-9]+", sign, said).strip(sign)[: longest - 4].strip(sign) or "x"
    return (
        base
        if base not in taken
        else next(f"{base}{sign}{n}" for n in count(2) if f"{base}{sign}{n}" not in taken)
    )
