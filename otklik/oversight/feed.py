"""The calendar of a person's terms for a program of theirs: whoever has the secret link may read it."""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from otklik.appeals.queries import terms
from otklik.appeals.rules import number
from otklik.authorities import queries as authorities
from otklik.oversight.models import Feed
from otklik.people.models import User

NEAREST: Final = 500
_OFFICIALS: Final = frozenset({User.Role.CLERK.value, User.Role.HEAD.value})
_REGION: Final = frozenset({User.Role.SUPERVISOR.value, User.Role.ADMIN.value})


def renew(user: User, *, now: datetime) -> str:
    """A new key for the link; the one before opens nothing any more. Only its hash is kept."""
    token = secrets.token_urlsafe(32)
    Feed.objects.update_or_create(user=user, defaults={"token_hash": _hash(token), "made_at": now})
    return token


def end(user: User) -> None:
    """The link opens nothing any more. A repeat changes nothing."""
    Feed.objects.filter(user=user).delete()


def has_link(user: User) -> bool:
    return Feed.objects.filter(user=user).exists()


def holder(token: str) -> User | None:
    """Whose link it is, while the account is open."""
    found = Feed.objects.select_related("user").filter(token_hash=_hash(token), user__is_active=True).first()
    return found.user if found else None


def due(user: User) -> list[terms.Due]:
    """An official: what the own authority owes; a head: those below too; others: what is under control."""
    if user.role in _OFFICIALS:
        bodies = authorities.served_by(user.pk, with_subordinates=user.role == User.Role.HEAD)
        return terms.nearest(bodies, limit=NEAREST)
    return terms.controlled(limit=NEAREST) if user.role in _REGION else []


def as_calendar(rows: list[terms.Due]) -> bytes:
    """RFC 5545. The same rows give the same bytes. Number, topic, address, link: nothing personal."""
    from icalendar import Calendar, Event  # type: ignore[import-untyped]  # memory that only these readers need

    calendar = Calendar()
    calendar.add("prodid", "-//otklik//terms//RU")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Сроки ответов"))
    for row in rows:
        page = f"{settings.BASE_URL}/appeals/{row.number}"
        event = Event()
        event.add("uid", f"{row.number}@{settings.BASE_URL.partition('://')[2]}")
        event.add("dtstamp", row.since)
        event.add("dtstart", row.answer_by)
        event.add("summary", f"№ {number.spoken(row.number)}: {row.topic}")
        event.add("location", row.address)
        event.add("description", _("Последний день для ответа. %(page)s") % {"page": page})
        event.add("url", page)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
