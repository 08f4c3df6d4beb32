"""What the stand keeps of a document that came, and what becomes of it. Pure."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from random import Random
from typing import Final

from otklik.integrations.msed.wire import Document, Party, Version

NO_ADDRESS: Final = "STAND~MEDOGU"  # of a partner whose address the envelope did not tell
THANKS: Final = "благодарность"


class Stage(StrEnum):
    RECEIPT = "receipt"
    REGISTERED = "registered"
    REFUSED = "refused"
    EXECUTOR = "executor"
    COURSE = "course"
    PREPARED = "prepared"
    REPORT = "report"
    ANSWER = "answer"


class Fate(StrEnum):
    SILENCE = "silence"
    WRONG_ADDRESS = "wrong_address"
    REFUSAL = "refusal"
    FILED = "filed"  # thanks: registered and nothing more
    ANSWERED = "answered"


WAYS: Final[dict[Fate, tuple[Stage, ...]]] = {
    Fate.SILENCE: (),
    Fate.WRONG_ADDRESS: (Stage.RECEIPT, Stage.REFUSED),
    Fate.REFUSAL: (Stage.RECEIPT, Stage.REFUSED),
    Fate.FILED: (Stage.RECEIPT, Stage.REGISTERED),
    Fate.ANSWERED: (
        Stage.RECEIPT,
        Stage.REGISTERED,
        Stage.EXECUTOR,
        Stage.COURSE,
        Stage.PREPARED,
        Stage.REPORT,
        Stage.ANSWER,
    ),
}


@dataclass(frozen=True, slots=True)
class Shares:
    """How often the stand misbehaves, each 0..1, and the seed that makes it repeatable."""

    refuse: float = 0.0
    misaddress: float = 0.0
    duplicates: float = 0.0
    disorder: float = 0.0
    silence: float = 0.0
    seed: int = 0

    def luck(self, *about: str) -> Random:
        """The same for the same document, whenever and in whatever order it comes."""
        return Random(":".join((str(self.seed), *about)))  # noqa: S311  # no secret


@dataclass(frozen=True, slots=True)
class Card:
    """Enough of a document to speak of it later. All strings, so that it is kept as JSON."""

    message_uid: str
    document_uid: str
    document_id: str
    number: str
    on: str  # ISO date
    kind: str
    annotation: str
    portal_uid: str
    portal_name: str
    partner_uid: str  # whom the stand plays
    partner_name: str
    partner_address: str
    version: str

    @classmethod
    def of(cls, document: Document, version: Version) -> "Card":
        """document: as it was sent, so the envelope's address is the partner's."""
        return cls(
            message_uid=document.message_uid,
            document_uid=document.document_uid,
            document_id=document.document_id,
            number=document.number,
            on=document.on.isoformat(),
            kind=document.kind,
            annotation=document.annotation,
            portal_uid=document.sender.uid,
            portal_name=document.sender.name,
            partner_uid=document.recipient.uid,
            partner_name=document.recipient.name,
            partner_address=document.sender.address or NO_ADDRESS,
            version=version.value,
        )

    @classmethod
    def from_json(cls, text: str) -> "Card":
        return cls(**json.loads(text))

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def portal(self) -> Party:
        """With the partner's address: a gate puts the return address into what it delivers."""
        return Party(self.portal_uid, self.portal_name, self.partner_address)

    @property
    def partner(self) -> Party:
        return Party(self.partner_uid, self.partner_name, self.partner_address)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.on)


def fate(card: Card, shares: Shares) -> Fate:
    """Decided once, when the document comes."""
    luck = shares.luck(card.document_uid, "fate")
    rolls = [
        (Fate.SILENCE, shares.silence),
        (Fate.WRONG_ADDRESS, shares.misaddress),
        (Fate.REFUSAL, shares.refuse),
    ]
    for outcome, share in rolls:
        if luck.random() < share:
            return outcome
    thanks = card.kind.lower().startswith(THANKS) or card.annotation.lower().startswith(THANKS)
    return Fate.FILED if thanks else Fate.ANSWERED


def way(card: Card, shares: Shares, outcome: Fate) -> list[Stage]:
    """Stages in the order of sending; shuffled for the share that comes in disorder."""
    stages = list(WAYS[outcome])
    luck = shares.luck(card.document_uid, "order")
    if luck.random() < shares.disorder:
        luck.shuffle(stages)
    return stages
