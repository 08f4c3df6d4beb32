"""Sections of the configuration that people wrote: ready words, words of the list, how bodies work at their desks."""

from pathlib import Path
from typing import Any, Final

from otklik.appeals import officerules, ready, rewording, wordlist
from otklik.appeals.models import DeskRules, ReplyTemplate, Word
from otklik.appeals.rules import profanity
from otklik.authorities.models import Authority
from otklik.configuration.section import Taking, as_csv, as_json, count
from otklik.kit.importing import BadValue, Report, Row, read_rows, refuse_repeats

_WORDS: Final = ("kind", "code", "language", "title", "text", "active", "order")


def words() -> bytes:
    """What is in force and is not as in the release."""
    return as_json(
        [
            dict(zip(_WORDS, (*key, one.title, one.text, one.active, one.order), strict=True))
            for key, one in sorted(ready.newest().items())
            if not _as_released(one, key[2])
        ]
    )


def take_words(path: Path, taking: Taking) -> Report:
    report, seen = Report(), set[tuple[str, ...]]()
    for row in read_rows(path, need=()):
        with report.row(row.number):
            key = (row.text("kind", longest=8), row.text("code", longest=40), row.text("language", longest=2))
            refuse_repeats(seen, key, "code")
            title, text = _typed(row.values, "title"), _typed(row.values, "text")
            active, order = row.flag("active", default=True), row.whole("order", high=10**6) or 0
            one = ready.Words(key[0], key[1], title, text, active, order)
            there = ready.newest().get(key)
            try:
                changed = rewording.bring(words=one, language=key[2], by=taking.by, now=taking.now)
            except (rewording.BadWords, rewording.NoSuchWords) as bad:
                raise BadValue(getattr(bad, "field", "code"), bad.text) from bad
            count(report, there if changed else one, one)
    return report


def unwanted() -> bytes:
    rows = Word.objects.order_by("folded").values_list("text", "is_beginning")
    return as_csv(("text", "beginning"), ((text, "да" if begins else "нет") for text, begins in rows))


def take_unwanted(path: Path, taking: Taking) -> Report:
    report, seen = Report(), set[str]()
    there = {folded: said for folded, *said in Word.objects.values_list("folded", "text", "is_beginning")}
    for row in read_rows(path, need=("text", "beginning")):
        with report.row(row.number):
            typed, begins = row.text("text", longest=100, required=True), row.flag("beginning", default=False)
            folded = profanity.folded(typed)
            refuse_repeats(seen, folded, "text")
            try:
                wordlist.add(typed=typed, is_beginning=begins, by=taking.by, now=taking.now)
            except wordlist.BadWord as bad:
                raise BadValue("text", bad.text) from bad
            count(report, there.get(folded), [typed, begins])
    return report


def desks() -> bytes:
    """Bodies that say how they work, by code."""
    found: dict[str, dict[str, Any]] = {}
    for code, signs in DeskRules.objects.values_list("authority__code", "signs"):
        found[code] = {"authority": code, "signs": signs, "templates": []}
    for code, title, text in ReplyTemplate.objects.values_list("authority__code", "title", "text"):
        body = found.setdefault(code, {"authority": code, "signs": False, "templates": []})
        body["templates"].append({"title": title, "text": text})
    for body in found.values():
        body["templates"].sort(key=lambda one: one["title"])
    return as_json([body for _code, body in sorted(found.items()) if body["signs"] or body["templates"]])


def take_desks(path: Path, _taking: Taking) -> Report:
    """Templates are known by their title; those that the file does not name stay."""
    report, seen = Report(), set[str]()
    bodies = dict(Authority.objects.values_list("code", "pk"))
    for row in read_rows(path, need=()):
        with report.row(row.number):
            code = row.text("authority", longest=64, required=True)
            if code not in bodies:
                raise BadValue("authority", f"органа «{code}» нет; сначала загрузите органы")
            refuse_repeats(seen, code, "authority")
            before = _rules(bodies[code])
            try:
                _keep(bodies[code], row)
            except officerules.BadTemplate as bad:
                raise BadValue("templates", bad.text) from bad
            count(report, before if any(before) else None, _rules(bodies[code]))
    return report


def _keep(authority_id: int, row: Row) -> None:
    """Raises BadTemplate, BadValue."""
    signs, there = _rules(authority_id)
    wanted = row.flag("signs", default=signs)
    if wanted != signs:
        officerules.sign(authority_id, wanted=wanted)
    listed = row.values.get("templates", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise BadValue("templates", "нужен список объектов [{…}, {…}]")
    known = {one.title: one for one in there}
    for typed in listed:
        title, text = " ".join(_typed(typed, "title").split()), _typed(typed, "text")
        one = known.get(title)
        if one is None or one.text != text:
            officerules.keep(authority_id, one.id if one else None, title=title, text=text)


def _rules(authority_id: int) -> tuple[bool, list[officerules.Template]]:
    return officerules.signs(authority_id), officerules.templates(authority_id)


def _as_released(one: ready.Words, language: str) -> bool:
    known = ready.of_release(one.kind, language).get(one.code)
    return known is not None and (known.title, known.text, known.active) == (one.title, one.text, one.active)


def _typed(values: Any, name: str) -> str:
    """With its line breaks."""
    found = values.get(name, "")
    if not isinstance(found, str):
        raise BadValue(name, "нужен текст в кавычках")
    return found
