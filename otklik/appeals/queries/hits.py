"""The lines of a page of found appeals, with the words that were looked for marked."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from markupsafe import Markup, escape

from otklik.appeals import public, searchable
from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.queries import lists
from otklik.appeals.rules import words as rules
from otklik.kit.replica import rows

_READ: Final = 3000  # characters of a text that are looked through for the hit
_ON, _OFF = "\x02", "\x03"  # around a hit, until everything else is escaped
_HIT: Final = re.compile(f"{_ON}([^{_ON}{_OFF}]*){_OFF}?")
_PIECE: Final = f"'StartSel={_ON}, StopSel={_OFF}, MaxWords=30, MinWords=18, ShortWord=0'"
_WHOLE: Final = f"'StartSel={_ON}, StopSel={_OFF}, HighlightAll=true'"


@dataclass(frozen=True, slots=True)
class Hit:
    """Marked words are in <mark>, the rest is escaped."""

    row: lists.Row
    topic: Markup
    address: Markup
    text: Markup  # the piece with the hit, or the beginning
    answer: Markup  # the piece of the answer with the hit; "" where the answer has none


def hits(ids: list[int], typed: str) -> list[Hit]:
    """The appeals of `ids` that are public still, in this order. One statement."""
    return [_hit(*row) for row in rows(_ROWS, {"ids": ids, "query": rules.websearch(typed)})]


def _marked(column: str, how: str) -> str:
    # The parser would swallow what looks like a tag.
    clean = f"translate(left({column}, {_READ}), '<>' || chr(2) || chr(3), '‹›')"
    return f"ts_headline('{searchable.CONFIG}', {clean}, said.query, {how})"


# The document may be a moment older than the appeal.
_ROWS: Final = f"""
WITH said AS MATERIALIZED (SELECT websearch_to_tsquery('{searchable.CONFIG}', %(query)s) AS query)
SELECT a.number, a.kind, a.state, t.title, c.title, a.address, coalesce(b.name, ''), a.published_at, a.supporters,
       a.rating, a.solved, photo.id, {_marked("t.title", _WHOLE)}, {_marked("a.address", _WHOLE)},
       {_marked("a.text", _PIECE)}, {_marked("coalesce(answer.text, '')", _PIECE)}
FROM said, unnest(%(ids)s::bigint[]) WITH ORDINALITY asked (id, place)
JOIN appeals_appeal a ON a.id = asked.id AND {public.shown("a")}
JOIN classifier_topic t ON t.id = a.topic_id
JOIN classifier_category c ON c.id = a.category_id
LEFT JOIN authorities_authority b ON b.id = a.authority_id
LEFT JOIN LATERAL (SELECT p.id FROM appeals_photo p WHERE a.has_photo AND p.appeal_id = a.id AND NOT p.clarifies
    AND NOT p.hidden
    ORDER BY p.place LIMIT 1) photo ON true
LEFT JOIN LATERAL (SELECT w.text FROM appeals_answer w WHERE a.answered_at IS NOT NULL AND w.appeal_id = a.id
    ORDER BY w.id DESC LIMIT 1) answer ON true
ORDER BY asked.place
"""


def _hit(*columns: Any) -> Hit:
    number, kind, state, topic, category, address, authority, at, supporters, rating, solved, photo = columns[
        :12
    ]
    topic_marked, address_marked, text, answer = columns[12:]
    row = _row(
        number=number, kind=Kind(kind), state=State(state), topic=topic, category=category, address=address,
        authority=authority, at=at, supporters=supporters, rating=rating, solved=solved, photo=photo,
    )  # fmt: skip
    answer_shown = safe(answer) if _ON in answer else Markup("")
    return Hit(row, safe(topic_marked), safe(address_marked), safe(text), answer_shown)


def _row(*, at: datetime, photo: UUID | None, **more: Any) -> lists.Row:
    return lists.Row(excerpt="", answer="", decision="", at=at, photo=photo, **more)


def safe(marked: str) -> Markup:
    """Escaped first, marked then: what a person wrote never becomes a tag."""
    shown = _HIT.sub(r"<mark>\1</mark>", str(escape(marked)))
    return Markup(shown.replace(_OFF, ""))  # noqa: S704
