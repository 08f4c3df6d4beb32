"""A whole configuration goes into this portal: tried first, then taken, all of it or nothing."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from otklik.configuration import package
from otklik.configuration.section import Taking
from otklik.kit.importing import BadFile, Report
from otklik.kit.kept import forget
from otklik.look.current import current
from otklik.people import changes
from otklik.people.models import User

_TOLD = 100  # troubles of a section that are kept


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a section."""

    name: str
    title: str
    created: int
    updated: int
    unchanged: int
    errors: list[str]
    notes: list[str]
    wrong: int = 0  # rows with an error, also those that are not kept


@dataclass(frozen=True, slots=True)
class Outcome:
    region: str
    made_at: str
    sections: list[Told]
    strangers: list[str]

    @property
    def good(self) -> bool:
        return not any(one.errors for one in self.sections)

    @property
    def changes_something(self) -> bool:
        return any(one.created or one.updated for one in self.sections)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(kept: dict[str, Any]) -> Outcome | None:
    return Outcome(**{**kept, "sections": [Told(**one) for one in kept["sections"]]}) if kept else None


def told(name: str, title: str, report: Report) -> Told:
    errors, notes = ([str(one) for one in those[:_TOLD]] for those in (report.errors, report.notes))
    counts = (report.created, report.updated, report.unchanged)
    return Told(name, title, *counts, errors, notes, len(report.errors))


def take(path: Path, *, dry_run: bool, by: User | None, now: datetime) -> Outcome:
    """One transaction. With mistakes, or as a trial, nothing stays; a repeat changes nothing. Raises BadFile."""
    try:
        with package.opened(path) as found, transaction.atomic():
            outcome = _taken(found, Taking(by, now))
            if dry_run or not outcome.good:
                transaction.set_rollback(True)
            elif outcome.changes_something:
                after = {one.name: [one.created, one.updated, one.unchanged] for one in outcome.sections}
                what = f"configuration:{found.region}"[:100]
                changes.write(by=by, what=what, before=None, after=after, now=now)
    finally:  # what a trial wrote is gone again
        forget()
        current.again()
    return outcome


def _taken(found: package.Package, taking: Taking) -> Outcome:
    found_out = []
    for section in found.sections:
        try:
            with transaction.atomic():
                report = section.take(found.folder / section.file, taking)
        except BadFile as bad:
            raise BadFile(bad.text.replace(f"{found.folder}/", "")) from bad
        found_out.append(told(section.name, str(section.title), report))
    return Outcome(found.region, found.made_at, found_out, list(found.strangers))
