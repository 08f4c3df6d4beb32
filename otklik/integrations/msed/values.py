"""Single values as MEDO writes them: guids, moments, days, texts, file names. Lenient in, strict out."""

import re
from datetime import date, datetime
from typing import Final
from uuid import UUID

from otklik.integrations.msed.wire import MOSCOW, NUMBER_LIMIT, Defect

# What XML 1.0 can't carry even as a reference, and what breaks lines of an envelope is left to `one_line`. Tag
# characters (plane 14) go too: iconv drops them on the way to windows-1251, so an element could become empty.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U000dffff\U000e0100-\U0010ffff]")
_ISO_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})")
_RUSSIAN_DAY = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YEARS: Final = range(1900, 2200)
_NAME_LIMIT: Final = 100
_RUSSIAN: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяӑӗҫӳ"
_LATIN: Final = "a b v g d e e zh z i y k l m n o p r s t u f h ts ch sh sch - y - e yu ya a e s u"
_TO_LATIN: Final = {
    ord(case(letter)): case(latin.strip("-"))
    for letter, latin in zip(_RUSSIAN, _LATIN.split(), strict=True)
    for case in (str.lower, str.title)
}


def guid(text: str) -> str:
    """Lower case with dashes. Takes any case, `{}` round it and no dashes. Raises Defect."""
    try:
        return str(UUID(text.strip()))
    except ValueError as e:
        raise Defect(f"Неверный идентификатор «{text[:60]}»") from e


def guid_or_empty(text: str) -> str:
    try:
        return guid(text)
    except Defect:
        return ""


def moment(text: str) -> datetime:
    """Aware moment. Without a zone it is Moscow time; a bare date is its midnight. Raises Defect: also for a year
    that no document of ours can have, so that arithmetic in other zones stays possible.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        known = day(text)  # e.g. 21.11.2026, or a date with a zone
        found = datetime(known.year, known.month, known.day)  # noqa: DTZ001  # the zone is set below
    if found.year not in _YEARS:
        raise Defect(f"Неверная дата «{text[:40]}»")
    return found if found.tzinfo else found.replace(tzinfo=MOSCOW)


def day(text: str) -> date:
    """The date as written: xs:date or xs:dateTime, with or without a zone, or 21.11.2026. Raises Defect."""
    try:
        if iso := _ISO_DAY.match(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if russian := _RUSSIAN_DAY.match(text):
            return date(int(russian[3]), int(russian[2]), int(russian[1]))
    except ValueError as e:
        raise Defect(f"Неверная дата «{text[:40]}»") from e
    raise Defect(f"Неверная дата «{text[:40]}»")


def local(at: datetime) -> datetime:
    """The same moment on Moscow clocks, whole seconds. A naive one is taken as Moscow time."""
    aware = at if at.tzinfo else at.replace(tzinfo=MOSCOW)
    return aware.astimezone(MOSCOW).replace(microsecond=0)


def whole_number(text: str) -> int | None:
    """None for anything that is not a plain count."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def clean(text: str, limit: int) -> str:
    """Text that XML can carry, at most `limit` characters; a cut is shown by «…»."""
    kept = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def number(text: str) -> str:
    """A document's number in one line and 31 characters; «б/н» where there is none."""
    return clean(one_line(text), NUMBER_LIMIT) or "б/н"


def one_line(text: str) -> str:
    return " ".join(text.split())


def wire_name(name: str, taken: set[str], *, extension: str = "") -> str:
    """A file name that every receiver takes: [A-Za-z0-9_]{1,250}.[A-Za-z0-9]{3,4}, unlike any of `taken`.

    extension: the one to use whatever the name says. The result is added to `taken` in lower case.
    """
    stem, dot, tail = name.rpartition(".")
    if not dot:
        stem, tail = tail, ""
    tail = re.sub(r"[^A-Za-z0-9]", "", extension or tail)[:4]
    tail = tail if len(tail) >= 3 else "bin"
    base = _latin(stem)[:_NAME_LIMIT] or "file"
    candidate, count = f"{base}.{tail}", 1
    while candidate.lower() in taken:
        count += 1
        candidate = f"{base}_{count}.{tail}"
    taken.add(candidate.lower())
    return candidate


def _latin(text: str) -> str:
    return re.sub(r"_+", "_", re.sub(r"[^A-Za-z0-9_]", "_", text.translate(_TO_LATIN))).strip("_")
