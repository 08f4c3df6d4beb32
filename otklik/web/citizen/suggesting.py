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
    """Titles of topics with a word that begins so, then those much like it."""
    asked = words.lower().split()
    ranked = []
    for title in _titles():
        known = rules.plain(title).lower().split()
        hits = [max(_fit(one, word) for word in known) for one in asked if known]
        if hits and min(hits) >= _LIKE:
            ranked.append((-sum(hits), len(title), title))
    return [title for _hits, _length, title in sorted(ranked)]


def _fit(typed: str, known: str) -> float:
    if known.startswith(typed):
        return 1.0
    if len(typed) > 2 and known.startswith(typed[:-1]):  # another ending: «яма», «ямы»
        return 0.8
    return rules.likeness(typed, known) if len(typed) > 3 else 0.0


@kept(60)
def _titles() -> list[str]:
    return classifier.topic_titles()


def _search(label: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': label})}"
