"""A poll and its questions as pages, voting and counting read them: pure values, the same for a draft and a preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

Words = Mapping[str, str]  # language → text
TEXT_MOST: Final = 500  # characters, where the rules do not say
SCALE: Final = (1, 5)


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    text: Words
    picture: UUID | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """kind: a value of models.Question.Kind. What its kind does not know stays at the default."""

    code: str
    kind: str
    text: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    required: bool = True
    options: tuple[Option, ...] = ()
    least: int = 1  # of options, once anything is answered
    most: int = 0  # of options or characters
    low: int = SCALE[0]  # marks of a scale
    high: int = SCALE[1]
    words: tuple[Words, Words] = field(default_factory=lambda: ({}, {}))  # at the ends of the scale
    after: str = ""  # asked only when this earlier question …
    when: tuple[str, ...] = ()  # … has one of these for its answer

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(option.code for option in self.options)


@dataclass(frozen=True, slots=True)
class Poll:
    id: int
    code: str
    state: str
    languages: tuple[str, ...]
    title: Words
    about: Words
    picture: UUID | None
    voters: str
    territory_codes: tuple[str, ...]
    confirmed_home: bool
    age_from: int
    opens_at: datetime | None  # None only in a draft
    closes_at: datetime | None
    results: str
    quorum: int
    ended_at: datetime | None
    ended_why: str
    counted_at: datetime | None
    table: UUID | None
    table_sha256: str
    outcome: Words
    outcome_at: datetime | None
    questions: tuple[Question, ...]

    @property
    def needs_esia(self) -> bool:
        """Only Госуслуги say the age and a confirmed home; one account there has one voice here."""
        return self.confirmed_home or self.age_from > 0


def words(said: Words, language: str) -> str:
    """In this language, else in the portal's, else in any: the database keeps no order of them."""
    return said.get(language) or said.get("ru") or next((text for text in said.values() if text), "")


def question(row: Any) -> Question:
    """row: models.Question, stored or not."""
    options = tuple(
        Option(o["code"], o.get("text", {}), UUID(o["picture"]) if o.get("picture") else None)
        for o in row.options
    )
    rules: Mapping[str, Any] = row.rules
    ends: Sequence[Words] = rules.get("words") or ({}, {})
    ranking = row.kind == "ranking"
    most = rules.get("most") or (TEXT_MOST if row.kind == "text" else len(options))
    return Question(
        code=row.code,
        kind=row.kind,
        text=row.text,
        hint=row.hint,
        required=row.required,
        options=options,
        least=rules.get("least") or (min(most, len(options)) if ranking else 1),
        most=most,
        low=rules.get("from", SCALE[0]),
        high=rules.get("to", SCALE[1]),
        words=(ends[0], ends[1]),
        after=row.asked_if.get("question", ""),
        when=tuple(row.asked_if.get("options", ())),
    )


def poll(row: Any, questions: tuple[Question, ...]) -> Poll:
    """row: models.Poll, stored or not. questions: in their order."""
    same = {name: getattr(row, name) for name in Poll.__slots__ if name != "questions"}
    same |= {name: tuple(same[name]) for name in ("languages", "territory_codes")}
    return Poll(**same, questions=questions)
