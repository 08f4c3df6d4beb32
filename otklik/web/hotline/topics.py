"""Topics by what an operator types: all of them, whatever the category."""

from dataclasses import dataclass
from typing import Final

from otklik.appeals.lifecycle import Kind
from otklik.appeals.rules import words
from otklik.classifier import queries as classifier
from otklik.kit.kept import kept
from otklik.web.citizen import suggesting

MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Found:
    code: str
    title: str
    category: str


def like(typed: str) -> list[Found]:
    """The likeliest first; nothing for fewer than two letters."""
    plain = words.plain(typed)
    if len(plain) < 2:
        return []
    known = _known()
    titles = suggesting.topics(plain)
    return [found for title in titles for found in known.get(title, ())][:MOST]


def titled(typed: str) -> list[Found]:
    """Those called exactly so."""
    wanted = typed.strip().lower()
    return [found for title, rows in _known().items() if title.lower() == wanted for found in rows]


@kept(60)
def _known() -> dict[str, list[Found]]:
    known: dict[str, list[Found]] = {}
    for kind in list(Kind):
        for row in classifier.categories(kind):
            for topic in row.topics:
                found = Found(topic.code, topic.title, row.title)
                if found not in known.setdefault(topic.title, []):
                    known[topic.title].append(found)
    return known
