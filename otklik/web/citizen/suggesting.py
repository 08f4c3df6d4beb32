"""What the search proposes while somebody types: at most two statements, the same rows for everybody."""

from typing import Final, TypedDict
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.appeals.rules import number as numbers
from otklik.appeals.rules import words as rules
from otklik.classifier import queries as classifier
from otklik.kit.kept import kept
from otklik.places import queries as places

_EACH: Final = 4  # settlements, streets, topics
_LIKE: Final = 0.35
_ENDING: Final = 0.8
_SAME: Final = 1.2
_TAIL: Final = 3  # letters that an ending has at most


class Suggestion(TypedDict):
    label: str
    about: str  # what it is, in a word
    url: str


def suggestions(typed: str) -> list[Suggestion]:
    """The likeliest first; nothing for fewer than two letters."""
    number = numbers.read(typed) if rules.looks_like_number(typed) else None
    if number:
        url = reverse("appeal", args=[number])
        return [Suggestion(label=f"№ {numbers.spoken(number)}", about=_("обращение"), url=url)]
    words = rules.plain(typed)
    if len(words) < 2:
        return []
    settlements = [row.label for row in places.suggest_settlements(typed, _EACH)]
    streets = places.streets_anywhere(typed, _EACH)
    found = [(label, _("тема")) for label in topics(words)[:_EACH]]
    found += [(label, _("адрес")) for label in [*settlements, *streets]]
    return [Suggestion(label=label, about=about, url=_search(label)) for label, about in found]


def topics(words: str) -> list[str]:
    """Titles of topics that are called so or have a word that begins so; where there are none, those much like it."""
    asked = [one for one in words.lower().split() if one not in rules.SMALL] or words.lower().split()
    ranked = []
    for title, known in _known():
        hits = _hits(asked, known)
        if hits:
            ranked.append((min(hits), -sum(hits), len(title), title))
    sure = [row for row in ranked if row[0] >= _ENDING]
    return list(dict.fromkeys(title for _worst, _sum, _length, title in sorted(sure or ranked, key=_best)))


def _best(row: tuple[float, float, int, str]) -> tuple[float, int, str]:
    return row[1:]


def _hits(asked: list[str], known: list[str]) -> list[float]:
    """How well each word fits; nothing as soon as one of them is like none of the known."""
    found = []
    for one in asked:
        found.append(max((_fit(one, word) for word in known), default=0.0))
        if found[-1] < _LIKE:
            return []
    return found


def _fit(typed: str, known: str) -> float:
    if known == typed:
        return _SAME
    if known.startswith(typed):
        return 1.0
    stem = typed[:-1]  # another ending: «яма», «ямы»
    if len(typed) > 2 and known.startswith(stem) and len(known) - len(stem) <= _TAIL:
        return _ENDING
    return rules.likeness(typed, known) if len(typed) > 3 else 0.0


@kept(60)
def _known() -> list[tuple[str, list[str]]]:
    """Each title with its words and those that people say instead."""
    return [
        (title, rules.plain(f"{title} {others}").lower().split())
        for title, others in classifier.topic_names()
    ]


def _search(label: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': label})}"
