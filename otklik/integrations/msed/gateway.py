"""The way to МСЭД that the settings choose, and a Fake for tests. Only this file here reads settings."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from otklik.integrations.msed.signing import NoSignature, OpensslGost, Signer
from otklik.integrations.msed.spool import Arrival, DirectoryTransport, Transport
from otklik.integrations.msed.wire import Package

MEMORY: Final = ":memory:"  # MSED_SPOOL of tests that want the Fake
OUT: Final = "to_msed"
IN: Final = "from_msed"


@dataclass(frozen=True, slots=True)
class FakeArrival:
    package: Package
    seen_at: datetime = datetime(2026, 11, 24, tzinfo=UTC)

    @property
    def name(self) -> str:
        return self.package.name

    def files(self) -> dict[str, bytes]:
        return dict(self.package.files)


@dataclass(slots=True)
class Fake:
    """In memory, for tests: what was put lies in `sent`; append to `waiting` what should come."""

    sent: list[Package] = field(default_factory=list)
    ready: dict[str, Package] = field(default_factory=dict)  # staged, by name
    waiting: list[Package] = field(default_factory=list)
    processed: list[str] = field(default_factory=list)
    quarantined: dict[str, str] = field(default_factory=dict)  # name → reason

    def put(self, package: Package) -> None:
        self.stage(package)
        self.release(package.name)

    def stage(self, package: Package) -> None:
        if package.name not in [known.name for known in self.sent]:
            self.ready[package.name] = package

    def release(self, name: str) -> None:
        if package := self.ready.pop(name, None):
            self.sent.append(package)

    def staged(self) -> list[str]:
        return list(self.ready)

    def arrivals(self, limit: int) -> Iterator[FakeArrival]:
        yield from [FakeArrival(package) for package in self.waiting[:limit]]

    def done(self, arrival: Arrival) -> None:
        self._take(arrival)
        self.processed.append(arrival.name)

    def quarantine(self, arrival: Arrival, reason: str) -> None:
        self._take(arrival)
        self.quarantined[arrival.name] = reason

    def _take(self, arrival: Arrival) -> None:
        self.waiting.remove(next(package for package in self.waiting if package.name == arrival.name))


def gateway() -> Transport:
    """By settings.MSED_SPOOL: a folder, or MEMORY for the Fake (one for the whole process)."""
    root = str(settings.MSED_SPOOL)
    return fake() if root == MEMORY else _spool(Path(root))


@cache
def fake() -> Fake:
    return Fake()


def signer() -> Signer:
    """By settings.MSED_SIGNER: `none`, or `openssl` with MSED_CERTIFICATE and MSED_KEY."""
    if settings.MSED_SIGNER == "openssl":
        return _openssl(settings.MSED_CERTIFICATE, settings.MSED_KEY)
    return NoSignature()


@cache
def _spool(root: Path) -> DirectoryTransport:
    return DirectoryTransport(
        inbox=root / IN,
        outbox=root / OUT,
        processed=root / "processed",
        quarantined=root / "quarantine",
    )


@cache
def _openssl(certificate: str, key: str) -> OpensslGost:
    return OpensslGost(Path(certificate), Path(key))
