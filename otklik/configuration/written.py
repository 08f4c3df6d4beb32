"""Sections of the configuration that editors wrote: articles, measures of support, the page for business."""

from pathlib import Path
from typing import Any

from otklik.business import front, measures
from otklik.business.content import BadMeasure
from otklik.business.imports import import_measures
from otklik.configuration.section import Taking, as_json
from otklik.kit.importing import BadFile, Report, RowError, read_json
from otklik.knowledge.imports import exported, import_articles


def knowledge() -> bytes:
    return as_json(exported())


def take_knowledge(path: Path, taking: Taking) -> Report:
    return import_articles(path, dry_run=False, now=taking.now, by=taking.by)


def business() -> bytes:
    there = front.read()
    written = {
        "categories": list(there.categories), "ombudsman": there.ombudsman,
        "phone": there.phone, "email": there.email, "url": there.url,
    }  # fmt: skip
    return as_json({"front": written if there.version else None, "measures": measures.exported()})


def take_business(path: Path, taking: Taking) -> Report:
    data = read_json(path)
    said = data.get("front") if isinstance(data, dict) else None
    wrong = _take_front(said, path, taking) if said else None
    report = import_measures(path, dry_run=False, now=taking.now, by=taking.by)
    if wrong:
        report.errors += [RowError(0, name, text) for name, text in wrong.fields.items()]
    return report


def _take_front(said: Any, path: Path, taking: Taking) -> BadMeasure | None:
    """Raises BadFile: it is no page."""
    try:
        plain = {name: str(said[name]) for name in ("phone", "email", "url")}
        typed = front.Typed([str(code) for code in said["categories"]], dict(said["ombudsman"]), **plain)
    except (KeyError, TypeError, ValueError) as e:
        raise BadFile(f"В файле {path} у «front» нужны categories, ombudsman, phone, email и url.") from e
    try:
        front.keep(typed, base=None, by=taking.by, now=taking.now)
    except BadMeasure as bad:
        return bad
    return None
