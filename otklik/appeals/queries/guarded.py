"""What of an appeal is hidden from everybody, and what others say against it: for its moderators only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from otklik.appeals.lifecycle import ComplaintReason, ComplaintVerdict
from otklik.appeals.rules.spans import Mark, Span
from otklik.kit import replica


@dataclass(frozen=True, slots=True)
class GuardedPhoto:
    id: UUID
    hidden: bool
    is_piece: bool  # that a moderator cut out


@dataclass(frozen=True, slots=True)
class GuardedAnswer:
    """To a question of the topic."""

    label: str
    answer: str  # as it was given
    hidden: bool


@dataclass(frozen=True, slots=True)
class Against:
    """A complaint about it, settled or waiting."""

    reason: ComplaintReason
    words: str
    at: datetime
    signed_in: bool
    verdict: ComplaintVerdict | None
    answer: str


@dataclass(frozen=True, slots=True)
class Merged:
    id: int
    number: str


@dataclass(frozen=True, slots=True)
class Guarded:
    full: str  # the text as it was written
    public: str  # as everybody reads it
    hidden: list[Span]  # of full
    answers: list[GuardedAnswer]
    author_hidden: bool
    photos: list[GuardedPhoto]  # those that were filed, and pieces of them
    complaints: list[Against]  # newest first
    duplicates: list[Merged]  # what was merged with it, directly or by a chain

    @property
    def is_redacted(self) -> bool:
        return bool(self.hidden)

    @property
    def complaints_wait(self) -> bool:
        return any(one.verdict is None for one in self.complaints)


_ALL: Final = """
SELECT a.text, a.full_text, a.fields::json AS fields, a.full_fields::json AS full_fields, a.author_hidden,
  (SELECT spans::json FROM appeals_redaction WHERE appeal_id = a.id) AS spans,
  (SELECT json_agg(json_build_object('id', p.id, 'hidden', p.hidden, 'piece', p.crop_of_id IS NOT NULL)
      ORDER BY p.place, p.created_at) FROM appeals_photo p WHERE p.appeal_id = a.id AND NOT p.clarifies) AS photos,
  (SELECT json_agg(json_build_object('reason', c.reason, 'words', c.words, 'at', c.at, 'signed_in',
      c.user_id IS NOT NULL, 'verdict', c.verdict, 'answer', c.answer) ORDER BY c.id DESC)
    FROM (SELECT * FROM appeals_complaint WHERE appeal_id = a.id ORDER BY id DESC LIMIT 50) c) AS complaints,
  (WITH RECURSIVE tree AS (
      SELECT id, number FROM appeals_appeal WHERE original_id = a.id AND state = 'duplicate'
      UNION SELECT d.id, d.number FROM appeals_appeal d JOIN tree ON d.original_id = tree.id
        WHERE d.state = 'duplicate')
    SELECT json_agg(json_build_object('id', tree.id, 'number', tree.number) ORDER BY tree.id) FROM tree) AS duplicates
FROM appeals_appeal a WHERE a.id = %(id)s
"""


def guarded(appeal_id: int) -> Guarded:
    """One statement. Raises IndexError: no such appeal."""
    row = replica.named(_ALL, {"id": appeal_id})[0]
    return Guarded(
        full=row["full_text"] or row["text"],
        public=row["text"],
        hidden=[Span(start, end, Mark(mark)) for start, end, mark in row["spans"] or []],
        answers=[
            GuardedAnswer(label, answer, hidden=answer != shown)
            for (label, answer), (_label, shown) in zip(
                row["full_fields"] or row["fields"], row["fields"], strict=True
            )
        ],
        author_hidden=row["author_hidden"],
        photos=[_photo(photo) for photo in row["photos"] or []],
        duplicates=[Merged(**one) for one in row["duplicates"] or []],
        complaints=[_against(one) for one in row["complaints"] or []],
    )


def _against(one: dict[str, Any]) -> Against:
    verdict = ComplaintVerdict(one["verdict"]) if one["verdict"] else None
    at = datetime.fromisoformat(one["at"])
    return Against(ComplaintReason(one["reason"]), one["words"], at, one["signed_in"], verdict, one["answer"])


def _photo(photo: dict[str, Any]) -> GuardedPhoto:
    return GuardedPhoto(UUID(photo["id"]), photo["hidden"], photo["piece"])
