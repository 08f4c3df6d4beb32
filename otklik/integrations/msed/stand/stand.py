"""The stand at work: takes what came, sends what is due."""

import logging
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from otklik.integrations.msed.package import pack
from otklik.integrations.msed.signing import NoSignature
from otklik.integrations.msed.spool import Arrival, DirectoryTransport
from otklik.integrations.msed.stand import card as cards
from otklik.integrations.msed.stand import story
from otklik.integrations.msed.stand.card import Card, Fate, Shares, Stage
from otklik.integrations.msed.stand.memory import Memory, Step
from otklik.integrations.msed.unpacking import unpack
from otklik.integrations.msed.wire import (
    MOSCOW,
    BadPacket,
    Document,
    Message,
    Package,
    Party,
    Receipt,
    Version,
)

log = logging.getLogger("msed.stand")

FOLDER: Final = "stand"  # inside the spool: the stand's own state
NETWORK: Final = "0e11a000-0000-4000-8000-0000000000ff"  # participant uid of the network itself, invented
BATCH: Final = 100  # packets taken, and packets sent, between two commits


@dataclass(frozen=True, slots=True)
class Habits:
    delay: float  # seconds between two stages of one document
    version: Version | None  # None: answer in the version received
    shares: Shares


class Stand:
    """All partners at once: a document tells by its address of delivery whom it is for."""

    def __init__(self, spool: Path, habits: Habits) -> None:
        own = spool / FOLDER
        own.mkdir(parents=True, exist_ok=True)
        self._habits = habits
        self._transport = DirectoryTransport(
            inbox=spool / "to_msed",
            outbox=spool / "from_msed",
            processed=own / "processed",
            quarantined=own / "quarantine",
        )
        self.memory = Memory(own / "stand.sqlite3")

    def turn(self) -> int:
        """Take up to BATCH packets, send up to BATCH that are due; return how many of both.

        Memory is committed before a packet leaves the inbox and after one is put: a crash loses nothing.
        Raises OSError: the disk; the same turn can be tried again.
        """
        taken = [(arrival, self._take(arrival)) for arrival in self._transport.arrivals(BATCH)]
        self.memory.commit()
        for arrival, trouble in taken:
            if trouble:
                self._transport.quarantine(arrival, trouble)
            else:
                self._transport.done(arrival)
        steps = self.memory.due(time.time(), BATCH)
        for step in steps:
            self._send(step)
        self.memory.commit()
        return len(taken) + len(steps)

    def _take(self, arrival: Arrival) -> str:
        """Returns why the packet is no good; "" if it is."""
        try:
            message, version = unpack(arrival.files())
            if not message.recipient.uid:
                raise BadPacket("Не указан адресат", message_uid=message.message_uid, source=message.sender)
        except BadPacket as bad:
            self._turn_away(bad)
            log.warning("%s: %s", arrival.name, bad.reason)
            return bad.reason
        now = time.time()
        first = self.memory.saw(message.sender.uid, message.message_uid, now)
        if isinstance(message, Receipt):
            self.memory.acknowledged(message.acknowledged_uid, accepted=message.accepted)
        elif isinstance(message, Document):
            self._file(Card.of(message, self._habits.version or version), first, now)
        else:
            partner = replace(message.recipient, address=message.sender.address or cards.NO_ADDRESS)
            portal = replace(message.sender, address=partner.address)
            self._acknowledge(message.message_uid, partner, portal, at=first, version=version)
        return ""

    def _turn_away(self, bad: BadPacket) -> None:
        """accepted=false, in the name of the network: whom the packet was for is not known."""
        if not bad.answerable:
            return
        gate = Party(NETWORK, "Узел МЭДО", cards.NO_ADDRESS)
        portal = Party(bad.source_uid, bad.source_name, cards.NO_ADDRESS)
        told = story.receipt(
            bad.message_uid, sender=gate, to=portal, at=_moment(time.time()), refusal=bad.reason[:2000]
        )
        self._put(told, bad.version or Version.V2_7_1)

    def _file(self, card: Card, first: float, now: float) -> None:
        """A card for a new document and its plan; a document that came before only gets its receipt again."""
        shares, delay = self._habits.shares, self._habits.delay
        outcome = cards.fate(card, shares)
        place = self.memory.file(card, outcome)
        if place is None:
            if self.memory.fate_of(card) is not Fate.SILENCE:
                version = Version(card.version)
                self._acknowledge(card.message_uid, card.partner, card.portal, at=first, version=version)
            return
        stages = cards.way(card, shares, outcome)
        self.memory.plan(place, [(stage, now + delay * turn) for turn, stage in enumerate(stages)])
        log.info("%s → %s: %s", card.number, card.partner_name, outcome.value)

    def _acknowledge(
        self, message_uid: str, partner: Party, portal: Party, *, at: float, version: Version
    ) -> None:
        told = story.receipt(message_uid, sender=partner, to=portal, at=_moment(at))
        self._put(told, version)
        self.memory.sent(told.message_uid, Stage.RECEIPT, time.time())

    def _send(self, step: Step) -> None:
        now = time.time()
        scene = story.Scene(step.card, step.place, step.fate, self._habits.shares, _moment(now))
        message = story.message(step.stage, scene)
        package = self._put(message, Version(step.card.version))
        luck = self._habits.shares.luck(step.card.document_uid, step.stage.value)
        if luck.random() < self._habits.shares.duplicates:
            self._transport.put(_copy(package))
        self.memory.sent(message.message_uid, step.stage, now, step=step.id)
        log.info("%s ← %s: %s", step.card.number, step.card.partner_name, step.stage.value)

    def _put(self, message: Message, version: Version) -> Package:
        package = pack(message, version=version, signer=NoSignature())
        self._transport.put(package)
        return package


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, MOSCOW)


def _copy(package: Package) -> Package:
    """The same message in a second folder, as a network that delivers twice does it."""
    name = f"{package.name}-copy"
    files = dict(package.files)
    files[f"{name}.ini"] = files.pop(package.envelope)
    return Package(name, files, f"{name}.ini")
