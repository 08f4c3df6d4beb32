"""Days that somebody typed into a filter or a form."""

from collections.abc import Mapping, MutableMapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal


class BadDay(Refusal):
    """Not a day that a calendar has; `text` says so."""

    code = "bad_day"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Такого дня нет. Напишите, например, 01.03.2026 или 2026-03-01."))


def day(typed: str) -> date | None:
    """None: nothing was typed. Raises BadDay: also before 1900 and after 2200, where moments end."""
    said = typed.strip()
    if not said:
        return None
    turned = "-".join(reversed(said.split("."))) if said.count(".") == 2 else said
    try:
        found = date.fromisoformat(turned)
    except ValueError as e:
        raise BadDay from e
    if not 1900 <= found.year <= 2200:
        raise BadDay
    return found


def span(
    said: Mapping[str, str], errors: MutableMapping[str, str]
) -> tuple[datetime | None, datetime | None]:
    """The moments between which `since` and `until` of a form lie, both days whole; None: no limit.

    What cannot be read, or ends before it begins, goes to `errors` by the name of its field.
    """
    since, until = (asked(said, errors, name) for name in ("since", "until"))
    if since and until and until < since:
        errors["until"] = _("Последний день раньше первого.")
    return begins(since), begins(until, after=1)


def asked(said: Mapping[str, str], errors: MutableMapping[str, str], name: str) -> date | None:
    """The day of this field; None: nothing was typed, or what cannot be read: that goes to `errors`."""
    try:
        return day(said.get(name, ""))
    except BadDay as wrong:
        errors[name] = wrong.text
        return None


def begins(on: date | None, *, after: int = 0) -> datetime | None:
    """The first moment of the day, `after` days later, in the time of the portal."""
    if on is None:
        return None
    return timezone.make_aware(
        datetime.combine(on + timedelta(days=after), time.min), timezone.get_default_timezone()
    )
