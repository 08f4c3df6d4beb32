"""Which works a topic of the classifier may be about, by the words of its title. Pure."""

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


def is_about(kind: str, topic_title: str) -> bool:
    """kind: a Work.Kind value."""
    words = topic_title.lower().replace("ё", "е").split()
    return any(word.startswith(beginning) for word in words for beginning in _ABOUT.get(kind, ()))
