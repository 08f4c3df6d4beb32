"""Uploaded borders (places.plans) are checked and taken by jobs: here, where appeals in land that moves are known."""

from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from procrastinate.contrib.django import app

from otklik.appeals.lifecycle import PUBLIC, State
from otklik.appeals.models import Appeal
from otklik.kit import clock
from otklik.people.models import User
from otklik.places import plans

_OPEN = sorted(PUBLIC - {State.CLOSED})


def upload(raw: bytes, *, title: str, valid_from: date, whole: bool, by: User, now: datetime) -> int:
    """Keep the file, have it checked; its id. Raises plans.BadPlan."""
    with transaction.atomic():
        plan = plans.begin(raw, title=title, valid_from=valid_from, whole=whole, by=by, now=now)
        check_later.defer(plan_id=plan.pk)
    return plan.pk


def take(plan_id: int, *, heirs: Mapping[str, str], by: User, now: datetime) -> None:
    """Raises plans.BadPlan."""
    with transaction.atomic():
        plans.order(plan_id, heirs=heirs, by=by, now=now)
        take_later.defer(plan_id=plan_id)


def open_in(land: GEOSGeometry) -> int:
    """Public appeals without an end whose place lies there."""
    return Appeal.objects.filter(state__in=_OPEN, point__coveredby=land).count()


@app.task(queue="borders")
def check_later(*, plan_id: int) -> None:
    plans.check(plan_id, appeals=open_in)


@app.task(queue="borders")
def take_later(*, plan_id: int) -> None:
    if not plans.take(plan_id, now=clock.now()):
        check_later.defer(plan_id=plan_id)
