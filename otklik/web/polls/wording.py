"""What a poll's pages say of it in words: where it is, who may vote, until when."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from otklik.appeals.queries import names
from otklik.polls.standing import Standing
from otklik.web.parts.filters import number, ru_date, ru_datetime
from otklik.web.parts.render import Tone

NAMED: Final = 3  # territories that a card names; the page names all


class Phase(StrEnum):
    SOON = "soon"
    OPEN = "open"
    COUNTING = "counting"
    COUNTED = "counted"


class About(Protocol):
    """A poll, with its questions or without."""

    @property
    def state(self) -> str: ...
    @property
    def voters(self) -> str: ...
    @property
    def territory_codes(self) -> "list[str] | tuple[str, ...]": ...
    @property
    def confirmed_home(self) -> bool: ...
    @property
    def age_from(self) -> int: ...
    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


class Badge(NamedTuple):
    """As `state_badge` takes it."""

    stage: str
    label: str
    tone: str


_BADGES: Final = {
    Phase.SOON: (gettext_lazy("Скоро"), Tone.WAITING),
    Phase.OPEN: (gettext_lazy("Идёт голосование"), Tone.ACTIVE),
    Phase.COUNTING: (gettext_lazy("Идёт подсчёт"), Tone.WAITING),
    Phase.COUNTED: (gettext_lazy("Завершён"), Tone.GOOD),
}


def phase(poll: About, now: datetime) -> Phase:
    """Of a published poll."""
    if poll.state == "counted":
        return Phase.COUNTED
    if poll.state == "ended" or (poll.closes_at and poll.closes_at <= now):
        return Phase.COUNTING
    return Phase.SOON if poll.opens_at and now < poll.opens_at else Phase.OPEN


def badge(at: Phase) -> Badge:
    label, tone = _BADGES[at]
    return Badge(at.value, str(label), tone.value)


def when(poll: About, at: Phase) -> str:
    if at is Phase.SOON and poll.opens_at:
        return _("Откроется %(at)s") % {"at": ru_datetime(poll.opens_at)}
    if at is Phase.OPEN and poll.closes_at:
        return _("Голосуют до %(at)s") % {"at": ru_datetime(poll.closes_at)}
    over = poll.ended_at or poll.closes_at
    return _("Закончился %(on)s") % {"on": ru_date(over)} if over else ""


def whom(poll: About, *, most: int = 100) -> str:
    """Who may vote. most: territories that are named."""
    if poll.voters == "anybody":
        return _("Все желающие, без входа на портал")
    if poll.voters == "organisations":
        return _("Организации: голосует их подтверждённый представитель")
    areas = names.areas()
    known = [areas.get(code) or areas.get(code[:8], code) for code in poll.territory_codes]
    if len(known) > most:
        others = ngettext("и ещё %(n)d территория", "и ещё %(n)d территорий", len(known) - most)
        known = [*known[:most], others % {"n": len(known) - most}]
    said = [_("Жители: %(areas)s") % {"areas": ", ".join(known)} if known else _("Жители региона")]
    if poll.age_from:
        said.append(ngettext("от %(n)d года", "от %(n)d лет", poll.age_from) % {"n": poll.age_from})
    if poll.confirmed_home:
        said.append(_("место жительства подтверждают Госуслуги"))
    return ", ".join(said)


def ballots(n: int) -> str:
    return ngettext("%(num)s голос", "%(num)s голосов", n) % {"num": number(n)}


def areas_of(codes: "list[str] | tuple[str, ...]") -> dict[str, str]:
    """Names of municipalities by code; a code that nobody knows any more is its own name."""
    known = names.areas()
    return {code: known.get(code) or known.get(code[:8], code) for code in codes}


# Where a person who may not vote yet can do something about it: (name of the address, words).
WAYS: Final = {
    Standing.NEEDS_ORGANISATION: ("organisations", gettext_lazy("Мои организации")),
    Standing.NEEDS_HOME: ("profile", gettext_lazy("Открыть профиль")),
    Standing.NEEDS_ESIA: ("socialaccount_connections", gettext_lazy("Внешние входы")),
    Standing.HOME_UNCONFIRMED: ("profile", gettext_lazy("Открыть профиль")),
}
