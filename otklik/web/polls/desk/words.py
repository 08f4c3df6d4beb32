"""Polls in the words of the desk."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from otklik.appeals.queries import names
from otklik.polls import asking, drafts
from otklik.polls.models import Notice, Poll
from otklik.polls.telling import Told
from otklik.web.parts.filters import number

LISTS: Final[dict[str, Promise]] = {
    "draft": gettext_lazy("Черновики"),
    "open": gettext_lazy("Идут и объявлены"),
    "over": gettext_lazy("Завершены"),
}
_FEW: Final = 2  # municipalities that are named


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    title: str
    state: str
    audience: str
    opens_at: datetime | None
    closes_at: datetime | None
    by: str
    lacks_outcome: bool


def row(one: drafts.Row) -> Row:
    return Row(
        code=one.code,
        title=said(one.title),
        state=str(Poll.State(one.state).label),
        audience=audience(one.voters, one.territory_codes),
        opens_at=one.opens_at,
        closes_at=one.closes_at,
        by=one.by,
        lacks_outcome=one.state == Poll.State.COUNTED and not one.outcome,
    )


def said(words: Mapping[str, str]) -> str:
    """In the reader's language, else in the first there is."""
    return asking.words(words, get_language() or "") or _("Без названия")


def audience(voters: str, codes: Collection[str]) -> str:
    """Жители: Окский округ и ещё 3."""
    who = str(Poll.Voters(voters).label)
    if not codes:
        return who
    titles = [names.areas().get(code, code) for code in sorted(codes)]
    where = ", ".join(titles[:_FEW])
    more = len(titles) - _FEW
    return f"{who}: {where}" + (_(" и ещё %(n)d") % {"n": more} if more > 0 else "")


def languages(codes: Collection[str]) -> list[tuple[str, str]]:
    """(code, name) in the order of the settings."""
    return [(code, name) for code, name in settings.LANGUAGES if code in codes]


def told_of(one: Told) -> str:
    """Об открытии сообщили 1 204 людям; рассылка идёт."""
    people = {"n": number(one.people)}
    if one.what == Notice.What.OPEN:
        said = ngettext("Об открытии сообщили %(n)s человеку", "Об открытии сообщили %(n)s людям", one.people)
    else:
        said = ngettext(
            "О результатах сообщили %(n)s человеку", "О результатах сообщили %(n)s людям", one.people
        )
    if one.stopped:
        return _("%(told)s; рассылка остановлена, потому что опрос завершён") % {"told": said % people}
    return said % people if one.done else _("%(told)s; рассылка идёт") % {"told": said % people}
