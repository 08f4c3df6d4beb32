"""Callers of old calls are forgotten: numbers, names and places go, that there was a call and what came of it stays.

An appeal keeps what its author left in it; what an operator typed goes with the drafts (`drafting.forget_old`).
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet

from otklik.appeals.lifecycle import FINAL
from otklik.hotline.models import Call, Callback, Joined

_ENDED: Final = [Callback.State.DONE, Callback.State.GIVEN_UP, Callback.State.NEEDLESS]


def forget_old(*, now: datetime, limit: int = 1000) -> int:
    """Empty what is older than settings.CALL_KEEP_DAYS, `limit` rows of each sort; return how many. Safe to repeat.

    Who still waits for an answer is told of it first.
    """
    before = now - timedelta(days=settings.CALL_KEEP_DAYS)
    return _calls(before, limit) + _joined(before, limit) + _callbacks(before, limit)


def _calls(before: datetime, limit: int) -> int:
    known = ~Q(phone="", said="", lon__isnull=True)
    old = Call.objects.filter(known, began_at__lt=before).order_by("began_at", "id")
    return _emptied(old, limit, phone="", said="", lon=None, lat=None)


def _joined(before: datetime, limit: int) -> int:
    over = Q(told_at__isnull=False) | Q(undone_at__isnull=False) | Q(phone="")
    over |= Q(appeal__state__in=sorted(FINAL))
    old = Joined.objects.filter(over, at__lt=before).exclude(phone="", name="").order_by("id")
    return _emptied(old, limit, phone="", name="")


def _callbacks(before: datetime, limit: int) -> int:
    """A call-back that became needless has no moment of its own: that of its appeal's state stands in."""
    long_ago = Q(done_at__lt=before) | Q(done_at=None, appeal__state_since__lt=before)
    old = Callback.objects.filter(long_ago, state__in=_ENDED).exclude(phone="", name="").order_by("id")
    return _emptied(old, limit, phone="", name="")


def _emptied(old: QuerySet[Any], limit: int, **blank: object) -> int:
    """PostgreSQL has no UPDATE … LIMIT."""
    ids = list(old.values_list("pk", flat=True)[:limit])
    rows: QuerySet[Any] = old.model._default_manager.filter(pk__in=ids)
    return rows.update(**blank)
