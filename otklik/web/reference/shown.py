"""Hours, telephones and distances in the words of the page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from otklik.kit import clock
from otklik.kit.kept import kept
from otklik.places import queries as places
from otklik.reference import hours
from otklik.reference.phones import tel
from otklik.terms import calendar
from otklik.web.parts.filters import number

__all__ = ["NONE", "Opening", "areas", "away", "chosen_area", "opening", "tel"]
DAYS: Final = (
    gettext_lazy("пн"), gettext_lazy("вт"), gettext_lazy("ср"), gettext_lazy("чт"), gettext_lazy("пт"),
    gettext_lazy("сб"), gettext_lazy("вс"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opening:
    """What a page says of hours."""

    lines: list[str]  # «пн–пт 08:00–17:00»
    now: str  # «Открыто до 17:00»; "" where nobody told the hours
    is_open: bool = False


NONE: Final = Opening([], "")


def opening(kept_hours: str, *, at: datetime) -> Opening:
    """at: aware. What was kept before the words of `hours` changed is shown as it stands."""
    try:
        week = hours.read(kept_hours)
    except hours.BadHours:
        return Opening([kept_hours], "")
    if week is None:
        return NONE
    local = timezone.localtime(at, timezone.get_default_timezone())
    found = hours.at(week, local, is_working=calendar.is_working)
    lines = [_("круглосуточно, без выходных")] if week.always else hours.words(week, _names(), _times)
    if week.holidays is not None and not week.always:
        lines.append(" ".join([_("праздники"), _times(week.holidays)]))
    return Opening(lines, _now(found, local.date()), found.open)


def _now(found: hours.Now, today: date) -> str:
    if found.open:
        return _("Открыто до %(time)s") % {"time": hours.clock(found.until)} if found.until else _("Открыто")
    if found.unsure:
        return _("Сегодня день особый: уточните часы по телефону")
    if found.opens_on is None or found.opens_at is None:
        return _("Закрыто")
    time = hours.clock(found.opens_at)
    ahead = (found.opens_on - today).days
    if ahead == 0:
        return _("Закрыто, откроется в %(time)s") % {"time": time}
    if ahead == 1:
        return _("Закрыто, откроется завтра в %(time)s") % {"time": time}
    day = _names()[found.opens_on.weekday()]
    if ahead < 7:
        return _("Закрыто, откроется: %(day)s, %(time)s") % {"day": day, "time": time}
    return _("Закрыто")


def _names() -> list[str]:
    return [str(name) for name in DAYS]


def _times(spans: hours.Spans) -> str:
    if spans == hours.ALL_DAY:
        return _("круглосуточно")
    return ", ".join(f"{hours.clock(start)}–{hours.clock(end)}" for start, end in spans) or _("выходной")


def away(metres: int | None) -> str:
    if metres is None:
        return ""
    if metres < 1000:
        rounded = max(10, round(metres, -1))
        return ngettext("%(n)s метр", "%(n)s метров", rounded) % {"n": rounded}
    km = number_format(metres / 1000, 1) if metres < 10_000 else number(round(metres / 1000))
    return _("%(km)s км") % {"km": km}


def areas() -> list[tuple[str, str]]:
    """(code, name) of the municipalities of today."""
    return _areas(timezone.localdate(clock.now()))


@kept(60)
def _areas(today: date) -> list[tuple[str, str]]:
    return places.territories(on=today)


def chosen_area(typed: str) -> str:
    """A code that is a municipality's; "" for everything else."""
    return typed if typed in dict(areas()) else ""
