"""Rights as people read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.authorities import queries as authorities
from otklik.classifier import queries as classifier
from otklik.kit import clock
from otklik.people.models import User
from otklik.people.queries import Change
from otklik.places import queries as places


@dataclass(frozen=True, slots=True)
class Line:
    """A change of rights: who, whom, from what to what."""

    at: datetime
    by: str
    user_id: int
    user: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Options:
    """What rights are made of: (code, name) of each."""

    territories: list[tuple[str, str]]
    topics: list[tuple[str, str]]
    bodies: list[tuple[str, str]]

    @classmethod
    def of_today(cls) -> "Options":
        """Three statements."""
        today = timezone.localdate(clock.now())
        return cls(places.territories(on=today), classifier.category_names(), authorities.every())


def changes(rows: Sequence[Change], options: Options) -> list[Line]:
    """With names instead of codes; a code whose name is gone stays."""
    known = dict([*options.territories, *options.topics, *options.bodies])
    return [
        Line(
            at=row.at,
            by=row.by or _("портал"),
            user_id=row.user_id,
            user=row.user or _("удалённая учётная запись"),
            before=_words(row.before, known),
            after=_words(row.after, known),
            reason=row.reason,
        )
        for row in rows
    ]


def with_held(options: Sequence[tuple[str, str]], held: Iterable[str]) -> list[tuple[str, str]]:
    """`options` and what the person has besides: a form must not take away what it does not show."""
    known = {code for code, _name in options}
    return [*options, *((code, code) for code in held if code not in known)]


def _words(kept: dict[str, Any], known: dict[str, str]) -> str:
    role = kept["role"]
    label = str(User.Role(role).label) if role in User.Role.values else role
    codes = [*kept["territory_codes"], *kept["topic_codes"], *kept["authorities"]]
    return ": ".join(part for part in (label, ", ".join(known.get(code, code) for code in codes)) if part)
