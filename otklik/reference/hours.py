"""Opening hours as people write them: «пн–чт 8:00–17:00, перерыв 12:00–13:00; пт 8:00–16:00». Pure.

`read` understands them, `words` says them in one way only, so that what was read again is the same.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

DAYS: Final = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
MIDNIGHT: Final = 24 * 60
Span: TypeAlias = tuple[int, int]  # minutes of the day
Spans: TypeAlias = tuple[Span, ...]
ALL_DAY: Final[Spans] = ((0, MIDNIGHT),)
LOOKED_AHEAD: Final = 14  # days in which the next opening is looked for

_LONG: Final = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_GROUPS: Final = {
    "ежедневно": range(7),
    "без выходных": range(7),
    "каждый день": range(7),
    "будни": range(5),
    "будние дни": range(5),
    "рабочие дни": range(5),
    "выходные": range(5, 7),
    "": range(7),
}
_TIME: Final = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN: Final = re.compile(rf"{_TIME}\s*(?:-|до)\s*{_TIME}")
_STARTS: Final = re.compile(r"\d|круглосуточно|выходной|закрыто|не работает|\bс \d")
_BREAK: Final = re.compile(r"перерыв|обед")


class BadHours(ValueError):
    """What can't be understood, in Russian; `piece` is the part that it is about."""

    def __init__(self, piece: str, text: str) -> None:
        super().__init__(f"«{piece}»: {text}")


@dataclass(frozen=True, slots=True)
class Week:
    days: tuple[Spans, ...]  # seven, from Monday; empty: closed
    holidays: Spans | None = None  # None: nobody said

    @property
    def always(self) -> bool:
        return all(spans == ALL_DAY for spans in self.days)


@dataclass(frozen=True, slots=True)
class Now:
    """Whether it is open at a moment."""

    open: bool
    until: int | None = None  # minutes of this day; None: closed, or round the clock
    opens_on: date | None = None  # when closed; None: not within LOOKED_AHEAD days
    opens_at: int | None = None
    unsure: bool = False  # a holiday, or a Saturday made a working day, of which the hours say nothing


@lru_cache(maxsize=2000)
def read(typed: str) -> Week | None:
    """None: nothing was typed. Raises BadHours."""
    pieces = [piece.strip() for piece in re.split(r"[;\n]", _plain(typed)) if piece.strip()]
    days: list[Spans | None] = [None] * 7
    holidays: Spans | None = None
    for piece in pieces:
        head, spans = _piece(piece)
        if head in ("праздники", "праздничные дни"):
            holidays = spans
            continue
        for day in _days(head, piece):
            if days[day] is not None:
                raise BadHours(piece, f"{DAYS[day]} уже есть выше; оставьте одно расписание на день")
            days[day] = spans
    return Week(tuple(spans or () for spans in days), holidays) if pieces else None


def words(week: Week, names: Sequence[str] = DAYS, said: Callable[[Spans], str] | None = None) -> list[str]:
    """Days alike together: «пн–чт 08:00–12:00, 13:00–17:00». said: the words of the times, where not these."""
    told = said or _said
    lines: list[str] = []
    first = 0
    for day in range(7):
        if day == 6 or week.days[day + 1] != week.days[first]:
            name = names[day] if day == first else f"{names[first]}–{names[day]}"
            lines.append(f"{name} {told(week.days[first])}")
            first = day + 1
    return lines


def canonical(typed: str) -> str:
    """The same hours in the one way in which they are kept; "" for none. Raises BadHours."""
    week = read(typed)
    if week is None:
        return ""
    lines = ["ежедневно круглосуточно"] if week.always else words(week)
    return "; ".join([*lines, *([f"праздники {_said(week.holidays)}"] if week.holidays is not None else [])])


def at(week: Week, moment: datetime, *, is_working: Callable[[date], bool]) -> Now:
    """moment: in the time of the portal. is_working: the region's calendar (terms.calendar)."""
    today, minute = moment.date(), moment.hour * 60 + moment.minute
    spans, unsure = _of_day(week, today, is_working)
    for start, end in spans:
        if start <= minute < end:
            return Now(True, None if week.always else end, unsure=unsure)
    for ahead in range(LOOKED_AHEAD):
        day = today + timedelta(days=ahead)
        for start, _end in _of_day(week, day, is_working)[0]:
            if ahead or start > minute:
                return Now(False, None, day, start, unsure)
    return Now(False, unsure=unsure)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _of_day(week: Week, day: date, is_working: Callable[[date], bool]) -> tuple[Spans, bool]:
    """The hours of that very day, and whether nobody said them: the usual ones do not hold on a holiday."""
    usual, weekend = week.days[day.weekday()], day.weekday() > 4
    if week.always or is_working(day) is not weekend:
        return usual, False
    if weekend:  # made a working day
        return usual, not usual
    return (week.holidays, False) if week.holidays is not None else ((), True)


def _plain(typed: str) -> str:
    said = typed.lower().replace("ё", "е")
    return re.sub(r"[ \t\xa0]+", " ", re.sub(r"\s*[–—−-]\s*", "-", said))


def _piece(piece: str) -> tuple[str, Spans]:
    """What stands before the times, and the times."""
    begins = _STARTS.search(piece)
    if begins is None:
        raise BadHours(piece, "нет времени; напишите, например, «пн–пт 9:00–18:00»")
    head = piece[: begins.start()].strip(" :,")
    tail = piece[begins.start() :]
    if tail.startswith("круглосуточно"):
        return head, ALL_DAY
    if not _BREAK.search(tail) and not re.search(r"\d", tail):
        return head, ()
    main, *breaks = _BREAK.split(tail, maxsplit=1)
    open_, shut = _spans(main, piece), [span for rest in breaks for span in _spans(rest, piece)]
    return head, _without(open_, shut, piece)


def _spans(said: str, piece: str) -> list[Span]:
    found = [_span(match, piece) for match in _SPAN.finditer(said)]
    left = re.sub(r"\bс\b|\bи\b|без", "", _SPAN.sub("", said))
    if not found or re.search(r"[^\s,:().]", left):
        raise BadHours(piece, "время не читается; напишите, например, «9:00–18:00, перерыв 13:00–14:00»")
    found.sort()
    if any(one[1] > other[0] for one, other in pairwise(found)):
        raise BadHours(piece, "часы находят друг на друга; проверьте их")
    return found


def _span(match: re.Match[str], piece: str) -> Span:
    hours, minutes = (int(match[1]), int(match[3])), (int(match[2] or 0), int(match[4] or 0))
    start, end = (hour * 60 + minute for hour, minute in zip(hours, minutes, strict=True))
    if max(minutes) > 59 or start >= MIDNIGHT or end > MIDNIGHT:
        raise BadHours(piece, "такого времени нет; часы от 0:00 до 24:00")
    if end <= start:
        raise BadHours(piece, "конец раньше начала; работу после полуночи запишите на следующий день")
    return start, end


def _without(open_: list[Span], shut: list[Span], piece: str) -> Spans:
    """The open hours less the breaks."""
    left = open_
    for start, end in shut:
        if not any(one <= start and end <= other for one, other in open_):
            raise BadHours(piece, "перерыв вне рабочих часов; проверьте его")
        left = [
            part
            for one, other in left
            for part in ((one, min(other, start)), (max(one, end), other))
            if part[0] < part[1]
        ]
    return tuple(sorted(set(left)))


def _days(head: str, piece: str) -> list[int]:
    if head in _GROUPS:
        return list(_GROUPS[head])
    found: list[int] = []
    for part in re.split(r",| и | ", head):
        if not part:
            continue
        ends = [_day(name, piece) for name in part.split("-")]
        if len(ends) > 2 or ends[0] > ends[-1]:
            raise BadHours(piece, "дни не читаются; напишите, например, «пн–пт»")
        found += range(ends[0], ends[-1] + 1)
    return found


def _day(name: str, piece: str) -> int:
    short = name.strip(" .:")
    for day, (little, long) in enumerate(zip(DAYS, _LONG, strict=True)):
        if short == little or short.startswith(long):
            return day
    raise BadHours(piece, f"день «{name}» не читается; напишите пн, вт, ср, чт, пт, сб или вс")


def _said(spans: Spans) -> str:
    if spans == ALL_DAY:
        return "круглосуточно"
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in spans) or "выходной"
