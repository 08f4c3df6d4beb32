"""Sections of the configuration that editors wrote: articles."""

from pathlib import Path

from otklik.configuration.section import Taking, as_json
from otklik.kit.importing import Report
from otklik.knowledge.imports import exported, import_articles


def knowledge() -> bytes:
    return as_json(exported())


def take_knowledge(path: Path, taking: Taking) -> Report:
    return import_articles(path, dry_run=False, now=taking.now, by=taking.by)
