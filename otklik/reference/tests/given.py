"""Ready-made rows for tests."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point

from otklik.authorities.models import Authority
from otklik.authorities.tests.given import an_authority
from otklik.reference.models import Emergency, Law, Office, Place, Reception

NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, noon in Moscow
_next = count(1)


def an_office(authority: Authority | None = None, **more: Any) -> Office:
    more.setdefault("hours", "пн–пт 08:00–17:00; сб–вс выходной")
    more.setdefault("phones", [["Приёмная", "+7 491 200-00-01"]])
    return Office.objects.create(authority=authority or an_authority(), **more)


def a_place(name: str = "МФЦ", at: tuple[float, float] | None = (40.05, 54.05), **more: Any) -> Place:
    values = {"kind": "mfc", "address": "ул. Ленина, 1", "territory_code": "99701000", **more}
    values.setdefault("code", f"place-{next(_next)}")
    return Place.objects.create(name=name, point=Point(*at, srid=4326) if at else None, **values)


def a_reception(authority: Authority | None = None, *, starts_at: datetime = NOON, **more: Any) -> Reception:
    values = {"person": "Иван Петров", "ends_at": starts_at + timedelta(hours=2), **more}
    values.setdefault("code", f"reception-{next(_next)}")
    return Reception.objects.create(authority=authority or an_authority(), starts_at=starts_at, **values)


def a_number(number: str = "112", **more: Any) -> Emergency:
    return Emergency.objects.create(
        **{"code": f"number-{next(_next)}", "number": number, "title": "Единый номер", **more}
    )


def a_law(subject: str = "", **more: Any) -> Law:
    return Law.objects.create(
        **{"code": f"law-{next(_next)}", "subject": subject, "title": "ст. 12", "text": "30 дней.", **more}
    )
