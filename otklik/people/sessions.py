"""Where a person is signed in. A row of allauth's UserSession beside each session of Django."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from otklik.kit.devices import device
from otklik.people import devices


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list of one's own sessions."""

    id: int
    device: str  # "" when the browser did not say
    ip: str
    since: datetime
    here: bool  # the one that asks


def begin(*, user_id: int, key: str, ip: str, agent: str) -> None:
    """Remember who signed in from where. `key` is new at every sign-in."""
    UserSession.objects.create(user_id=user_id, session_key=key, ip=ip, user_agent=agent[:200])


def listed(user_id: int, *, key: str, now: datetime) -> list[Row]:
    """Sessions that work, newest first; `key` is the one that asks. One statement."""
    rows = _of(user_id).filter(_alive(now)).order_by("-created_at", "-id")[:100]
    return [
        Row(row.pk, device(row.user_agent), row.ip, row.created_at, row.session_key == key) for row in rows
    ]


@transaction.atomic
def end(user_id: int, session_id: int) -> None:
    """End one; somebody else's and an ended one are left as they are."""
    _end(_of(user_id).filter(pk=session_id))


@transaction.atomic
def end_all(user_id: int, *, but: str = "") -> None:
    """End every session of the person, except the one with the key `but`, and sign out all copies of the app."""
    _end(_of(user_id).exclude(session_key=but))
    devices.end_all(user_id)


@transaction.atomic
def end_others(user_id: int, *, was: str, now: str) -> None:
    """After a new password: the session that changed it has a new key, the others end."""
    _of(user_id).filter(session_key=was).update(session_key=now)
    end_all(user_id, but=now)


def forget_ended(*, now: datetime) -> int:
    """Delete sessions that have run out and rows about sessions that are gone; return how many."""
    run_out, _ = Session.objects.filter(expire_date__lt=now).delete()
    gone, _ = UserSession.objects.filter(~_alive(now)).delete()
    return int(run_out + gone)


def _of(user_id: int) -> QuerySet[UserSession]:
    found: QuerySet[UserSession] = UserSession.objects.filter(user_id=user_id)
    return found


def _alive(now: datetime) -> Exists:
    return Exists(Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=now))


def _end(rows: QuerySet[UserSession]) -> None:
    Session.objects.filter(session_key__in=rows.values("session_key")).delete()
    rows.delete()
