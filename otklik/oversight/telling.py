"""One letter a person on a working day: what waits for them, however many appeals it is."""

from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation

from otklik.appeals.rules import number
from otklik.outbox.models import Message
from otklik.outbox.put import Address, Note, word
from otklik.oversight import noticed
from otklik.oversight.rungs import WORDS
from otklik.people import reach
from otklik.people.models import User
from otklik.terms import calendar

KIND: Final = "terms"
NAMED: Final = 10  # appeals in a letter; how many more there are is said
COUNTED: Final = 500
_TOLD: Final = (User.Role.CLERK, User.Role.HEAD, User.Role.SUPERVISOR)


def tell(*, now: datetime) -> int:
    """Write the letters of the day from settings.REMIND_HOUR on; return how many. A repeat tells nobody twice."""
    here = timezone.localtime(now)
    if here.hour < settings.REMIND_HOUR or not calendar.is_working(here.date()):
        return 0
    people = list(User.objects.filter(role__in=_TOLD, is_active=True))
    words = {word(_once(user, here.date()), Address(user.email)): user for user in people}
    told = Message.objects.filter(once__in=list(words)).values_list("once", flat=True)
    for once in told:
        del words[once]
    return sum(_tell(user, here.date()) for user in words.values())


def _once(user: User, day: date) -> str:
    return f"terms {day.isoformat()} {user.pk}"


def _tell(user: User, day: date) -> int:
    rows = noticed.waiting(user, size=COUNTED).rows
    if not rows:
        return 0
    with translation.override(user.language):
        items = [_item(row) for row in rows[:NAMED]]
    context = {
        "name": user.name,
        "items": items,
        "more": len(rows) - len(items),
        "page": f"{settings.BASE_URL}/desk/terms",
    }
    reach.tell(user, Note(KIND, context, once=_once(user, day)))
    return 1


def _item(row: noticed.Line) -> dict[str, Any]:
    return {
        "number": number.spoken(row.number),
        "topic": row.topic,
        "address": row.address,
        "due": f"{row.due:%d.%m.%Y}",
        "words": str(WORDS[row.rung]),
    }
