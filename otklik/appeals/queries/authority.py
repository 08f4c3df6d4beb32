"""What an authority has to answer, by term, and what it has answered: the page of its officials."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.utils import timezone

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.rules import number as numbers
from otklik.appeals.rules import words
from otklik.kit.replica import named, rows

PAGE: Final = 30
LATELY: Final = timedelta(days=3)  # what came since then is new
COUNTED: Final = 1000  # rows that a tab counts at most


class Tab(StrEnum):
    ALL = "all"
    NEW = "new"  # came lately
    MINE = "mine"
    FREE = "free"  # nobody works on it, or who did has left
    OVERDUE = "overdue"
    SIGNING = "signing"
    ASKED = "asked"  # waits for the opinion of another body
    DONE = "done"


# An official who lost the role, the body or the account works on nothing.
_HERE: Final = """EXISTS (SELECT FROM authorities_membership m JOIN people_user u ON u.id = m.user_id
  WHERE m.user_id = a.executor_id AND m.authority_id = a.authority_id
    AND u.role IN ('clerk', 'head') AND u.is_active)"""
_SIGNING: Final = """EXISTS (SELECT FROM appeals_reply r
  WHERE r.appeal_id = a.id AND r.authority_id = a.authority_id AND r.state = 'signing')"""
_ASKED: Final = """EXISTS (SELECT FROM appeals_opinion o WHERE o.appeal_id = a.id AND o.asker_id = a.authority_id
  AND o.answered_at IS NULL AND o.ended_at IS NULL)"""
_NARROW: Final[Mapping[Tab, str]] = {
    Tab.ALL: "TRUE",
    Tab.NEW: "a.state_since >= %(lately)s",
    Tab.MINE: "a.executor_id = %(person)s",
    Tab.FREE: f"NOT {_HERE}",
    Tab.OVERDUE: "a.answer_by < %(today)s",
    Tab.SIGNING: _SIGNING,
    Tab.ASKED: _ASKED,
}
_OPEN: Final = "a.state IN ('sending', 'registered')"
# Each body's rows come from the index in order, so a head of many reads no more than a page of each.
_KEYS: Final = f"""
SELECT found.id FROM unnest(%(bodies)s::bigint[]) AS body(id), LATERAL (
  SELECT a.id, a.answer_by FROM appeals_appeal a WHERE a.authority_id = body.id AND {_OPEN} AND {{}}
  ORDER BY a.answer_by, a.id LIMIT %(size)s
) found ORDER BY found.answer_by, found.id LIMIT %(size)s
"""  # noqa: S608  # our own words
_DATED: Final = "a.answer_by >= %(day)s AND (a.answer_by > %(day)s OR a.id > %(after)s)"
_WITHOUT_TERM: Final = "a.answer_by IS NULL AND a.id > %(after)s"
# Newest answers first: along the index of each body, kind and state.
_DONE: Final = """
SELECT found.id, found.answered_at FROM unnest(%(bodies)s::bigint[]) AS body(id),
  unnest(ARRAY['problem', 'proposal']) AS of(kind), unnest(ARRAY['answered', 'closed']) AS now(state), LATERAL (
  SELECT a.id, a.answered_at FROM appeals_appeal a
  WHERE a.kind = of.kind AND a.state = now.state AND a.authority_id = body.id AND a.answered_at IS NOT NULL
    AND a.state IN ('answered', 'closed')
    AND a.answered_at <= %(at)s AND (a.answered_at < %(at)s OR a.id < %(after)s) AND {}
  ORDER BY a.answered_at DESC, a.id DESC LIMIT %(size)s
) found ORDER BY found.answered_at DESC, found.id DESC LIMIT %(size)s
"""
_ROWS: Final = f"""
SELECT a.id, a.number, a.kind, a.state, t.title AS topic, a.address, left(a.text, 200) AS excerpt,
  coalesce(nullif(b.short_name, ''), b.name) AS authority, a.answer_by, a.answered_at, a.returns > 0 AS returned,
  a.controlled_at, coalesce(e.name, '') AS executor,
  {_HERE} AS executor_here, {_SIGNING} AS signing, {_ASKED} AS asked
FROM appeals_appeal a JOIN classifier_topic t ON t.id = a.topic_id JOIN authorities_authority b ON b.id = a.authority_id
  LEFT JOIN people_user e ON e.id = a.executor_id
WHERE a.id = ANY(%(keys)s)
"""  # noqa: S608  # our own words
_COUNT: Final = f"""cardinality(ARRAY(
  SELECT 1 FROM appeals_appeal a WHERE a.authority_id = ANY(%(bodies)s) AND {_OPEN} AND {{}} LIMIT {COUNTED}))"""  # noqa: S608  # our own words
_BY_NUMBER: Final = (
    "SELECT id FROM appeals_appeal WHERE number = %(number)s AND authority_id = ANY(%(bodies)s)"
)
_TEXT: Final = """replace(lower(concat_ws(' ', a.address, a.text,
  (SELECT title FROM classifier_topic WHERE id = a.topic_id))), 'ё', 'е')"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose page, which part of it."""

    bodies: Sequence[int]
    person: int
    now: datetime
    tab: Tab = Tab.ALL
    typed: str = ""  # words, or the number of an appeal
    cursor: str = ""  # from a Page; a spoiled one gives the first page


@dataclass(frozen=True, slots=True)
class AtWork:
    """A line of the page."""

    id: int
    number: str
    kind: Kind
    state: State
    topic: str
    address: str
    excerpt: str
    authority: str
    answer_by: date | None
    answered_at: datetime | None
    returned: bool  # the author was not content with an answer
    controlled_at: datetime | None
    executor: str  # "" for nobody
    executor_here: bool  # still works for the body
    signing: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[AtWork]
    following: str  # cursor of the next page; "" on the last


def at_work(asked: Asked, *, size: int = PAGE) -> Page:
    """The nearest term first, those without a term last; what is done by the answer, newest first.

    Three statements at most, however deep.
    """
    number = numbers.read(asked.typed)
    if number:
        return Page(_rows(rows(_BY_NUMBER, {"number": number, "bodies": list(asked.bodies)})), "")
    keys = _done(asked, size + 1) if asked.tab is Tab.DONE else _open(asked, size + 1)
    found = _rows(keys[:size])
    return Page(found, _write(asked.tab, found[-1]) if len(keys) > size and found else "")


def counts(asked: Asked) -> dict[Tab, int]:
    """How many rows each tab of open appeals has, COUNTED at most. One statement."""
    columns = ", ".join(_COUNT.format(narrow) for narrow in _NARROW.values())
    found = rows(f"SELECT {columns}", _values(asked, size=0))
    return dict(zip(_NARROW, found[0], strict=True))


def _open(asked: Asked, size: int) -> list[tuple[Any, ...]]:
    day, after = _read(asked.cursor)
    values = _values(asked, size=size)
    narrow = f"{_NARROW[asked.tab]}{_words(asked.typed, values)}"
    keys = []
    if day:
        keys = rows(_KEYS.format(f"{_DATED} AND {narrow}"), {**values, "day": day, "after": after})
    if len(keys) < size and asked.tab is not Tab.OVERDUE:
        values |= {"after": 0 if day else after, "size": size - len(keys)}
        keys += rows(_KEYS.format(f"{_WITHOUT_TERM} AND {narrow}"), values)
    return keys


def _done(asked: Asked, size: int) -> list[tuple[Any, ...]]:
    values = _values(asked, size=size)
    at, after = _read_moment(asked.cursor, asked.now)
    narrow = f"TRUE{_words(asked.typed, values)}"
    return rows(_DONE.format(narrow), {**values, "at": at, "after": after})


def _values(asked: Asked, *, size: int) -> dict[str, Any]:
    return {
        "bodies": list(asked.bodies),
        "person": asked.person,
        "today": timezone.localtime(asked.now).date(),
        "lately": asked.now - LATELY,
        "size": size,
    }


def _words(typed: str, values: dict[str, Any]) -> str:
    """Every word must begin some word of the appeal, its ending left off; the words go into `values`."""
    found = ""
    for n, word in enumerate(words.plain(typed[: words.LONGEST]).lower().split()[: words.MOST]):
        if not word.isalnum():
            continue
        ending = 2 if len(word) > 5 else 1 if len(word) > 2 else 0
        values[f"word{n}"] = rf"\m{word[: len(word) - ending]}"
        found += f" AND {_TEXT} ~ %(word{n})s"
    return found


def _rows(keys: list[tuple[Any, ...]]) -> list[AtWork]:
    ids = [key[0] for key in keys]
    found = {row["id"]: row for row in named(_ROWS, {"keys": ids})} if ids else {}
    return [
        AtWork(**{**found[key], "kind": Kind(found[key]["kind"]), "state": State(found[key]["state"])})
        for key in ids
        if key in found
    ]


def _read(cursor: str) -> tuple[date | None, int]:
    """The day and the id after which the page begins; no day: among those without a term."""
    day, _, key = cursor.partition("_")
    try:
        return (None if day == "none" else date.fromisoformat(day)), int(key[:18])
    except ValueError:
        return date.min, 0


def _read_moment(cursor: str, now: datetime) -> tuple[datetime, int]:
    at, _, key = cursor.partition("_")
    try:
        moment, after = datetime.fromisoformat(at), int(key[:18])
    except ValueError:
        return now + timedelta(days=1), 0
    return (moment, after) if moment.tzinfo else (now + timedelta(days=1), 0)


def _write(tab: Tab, row: AtWork) -> str:
    if tab is Tab.DONE:
        return f"{row.answered_at.isoformat() if row.answered_at else ''}_{row.id}"
    return f"{row.answer_by.isoformat() if row.answer_by else 'none'}_{row.id}"
