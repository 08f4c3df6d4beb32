"""Names of people in a text. Pure.

By two signs that seldom err: initials beside a surname, and a patronymic after a name; and where an operator has
installed the library natasha, by its models as well. Streets, schools and squares that bear a name are not people.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import Final

from otklik.appeals.rules.spans import Mark, Span, laid_out

_WORD: Final = r"[А-ЯЁ][а-яё]{1,30}"
_SURNAME: Final = rf"{_WORD}(?:-{_WORD})?"
_GAP: Final = r"[ \u00a0]"  # a name does not go over the end of a line
_INITIALS: Final = rf"[А-ЯЁ]\.{_GAP}?[А-ЯЁ]\."
_PATRONYMIC: Final = (
    r"[А-ЯЁ][а-яё]{1,20}(?:(?:[оеё]вич|ьич|[кмт]ич)(?:а|у|ем|ом|е)?|(?:[ое]вн|ичн)(?:а|ы|е|у|ой|ою))"
)
# A word beside name and patronymic is a surname when it ends like one: «Прошу Анну Ивановну» has none.
_BY_ENDING: Final = (
    r"[А-ЯЁ][а-яё]{1,30}?(?:[оеё]в|[иы]н|ск|цк|енк|[чщ]ук|юк|ян|швили|дзе|ец)"
    rf"(?:а|у|ым|е|ой|ую|ий|ого|ому|им|ом|ая|о|ы)?(?:-{_WORD})?"
)
_ONE_OF_A_KIND: Final = re.compile(
    rf"(?<!\w)(?:{_SURNAME}{_GAP}{_INITIALS}|{_INITIALS}{_GAP}?{_SURNAME}"
    rf"|(?:{_BY_ENDING}{_GAP})?{_WORD}{_GAP}{_PATRONYMIC}(?:{_GAP}{_BY_ENDING})?)(?!\w)"
)
_TITLE: Final = (
    r"(?:академика|маршала|генерала|адмирала|героя|полковника|капитана|лейтенанта|сержанта|профессора|доктора|врача"
    r"|писателя|поэта|художника|композитора|архитектора|конструктора|летчика|лётчика|космонавта|князя|графа|святого"
    r"|братьев|партизана|комсомольца|учителя)"
)
_THING: Final = (
    r"(?:ул|пр-?к?т|пер|пл|б-р|бул|наб|ш|пр-д|туп|ал|мкр|им|улиц\w{1,3}|проспект\w{0,2}|переул\w{2,3}|площад\w{1,2}"
    r"|бульвар\w{0,2}|набережн\w{2,3}|шоссе|проезд\w{0,2}|тупик\w{0,2}|алле\w{1,2}|сквер\w{0,2}|парк\w{0,2}"
    r"|микрорайон\w{0,2}|квартал\w{0,2}|имени|памятник\w{0,2}|бюст\w{0,2}|музе\w{1,2}|дом-музе\w{1,2}|мост\w{0,2})"
)
_NAMED_AFTER: Final = re.compile(
    rf"(?<!\w){_THING}\.?\s{{0,2}}[«\"]?(?:{_TITLE}\s{{1,2}}){{0,2}}$", re.IGNORECASE
)
_STREET_AFTER: Final = re.compile(
    r"^[»\"]?\s(?:ул(?:иц\w{1,2})?|пр-кт|проспект\w?|пер|переулок|площад[ьи]|бульвар|проезд)(?!\w)",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 60  # characters before a name that may say what is named after it
# «На улице Иванов И.И. …»: a street bears a name in the genitive.
_HIMSELF: Final = re.compile(r"(?:[оеё]в|[иы]н|ий|ец|ук|юк)$")


def names_of_people(text: str) -> list[Span]:
    """In order, without overlaps."""
    learned = _natasha()
    found = [*_by_signs(text), *(learned(text) if learned else ())]
    people = (Span(start, end, Mark.NAME) for start, end in found if not _is_place(text, start, end))
    return laid_out(people)


def _by_signs(text: str) -> Iterator[tuple[int, int]]:
    for match in _ONE_OF_A_KIND.finditer(text):
        yield match.span()


def _is_place(text: str, start: int, end: int) -> bool:
    before = text[max(start - _LOOK_BACK, 0) : start]
    if _STREET_AFTER.match(text[end : end + _LOOK_BACK]):
        return True
    first = text[start:end].split()[0]
    return bool(_NAMED_AFTER.search(before)) and not _HIMSELF.search(first)


@cache
def _natasha() -> Callable[[str], Iterator[tuple[int, int]]] | None:
    """None: not installed. Loaded once a process, which it makes about 190 MB larger."""
    if find_spec("natasha") is None:
        return None
    from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter  # type: ignore[import-not-found]

    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())

    def found(text: str) -> Iterator[tuple[int, int]]:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_ner(tagger)
        # A single word is too often a shop or a village.
        people = (span for span in doc.spans if span.type == "PER" and len(span.text.split()) > 1)
        yield from ((span.start, span.stop) for span in people)

    return found
