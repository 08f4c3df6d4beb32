"""Which works a topic of the classifier may be about, by the words of its title and of its category. Pure."""

import re
from typing import Final

# Beginnings of words in the titles of topics: what a person writes about when this is off.
_ABOUT: Final[dict[str, tuple[str, ...]]] = {
    "light": ("электр", "свет", "освещ", "фонар"),
    "hot": ("горяч", "вод"),
    "cold": ("вод",),
    "gas": ("газ",),
    "heat": ("отопл", "тепл", "холодно"),
    "road": ("дорог", "ям", "проезд", "пробк", "тротуар"),
    "lift": ("лифт",),
    "telecom": ("связ", "интернет", "телефон"),
}
_NOT_WATER: Final = ("водител", "водоем")
# What comes into a house: without electricity there is no water on the ninth floor, no lift and no internet.
_HOUSE: Final = frozenset({"light", "hot", "cold", "gas", "heat", "lift", "telecom"})
# Beginnings of words in titles of housing, which name nothing of this by itself.
_HOUSING: Final = ("жкх", "жкк", "коммунал", "жилищ", "жило", "жилы", "многокварт", "энерг", "подъезд")


def is_about(kind: str, topic_title: str) -> bool:
    """kind: a Work.Kind value."""
    return _begins(_words(topic_title), _ABOUT.get(kind, ()))


def may_concern(kind: str, topic_title: str, category_title: str) -> bool:
    """Whether works of this kind may be behind what is written on the topic; of `other` nobody knows what is off."""
    words = _words(f"{topic_title} {category_title}")
    named = {one for one, beginnings in _ABOUT.items() if _begins(words, beginnings)}
    if named & _HOUSE or _begins(words, _HOUSING):
        named |= _HOUSE
    return kind in named if kind in _ABOUT else bool(named)


def _words(title: str) -> list[str]:
    words = re.findall(r"\w+", title.lower().replace("ё", "е"))
    return [word for word in words if not word.startswith(_NOT_WATER)]


def _begins(words: list[str], beginnings: tuple[str, ...]) -> bool:
    return any(word.startswith(beginnings) for word in words)
