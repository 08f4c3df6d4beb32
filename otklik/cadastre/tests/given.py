"""Rows for the tests of the section."""

from datetime import date
from decimal import Decimal
from typing import Any

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import MONDAY, an_appeal
from otklik.cadastre import keeping
from otklik.cadastre.keeping import Given

SINCE = date(2026, 1, 1)
SOURCE = "Постановление от 01.11.2025 № 1"


def a_figure(kind: str, what: str, value: str | None, **more: Any) -> None:
    values: dict[str, Any] = {"place": "", "valid_from": SINCE, "source": SOURCE, **more}
    number = None if value is None else Decimal(value)
    keeping.put([Given(kind=kind, what=what, value=number, **values)], by=None, now=MONDAY)


def a_complaint(number: str = "99:04:0012003:128", *, state: State = State.REGISTERED, **more: Any) -> Appeal:
    return an_appeal(state=state, fields=[["Кадастровый номер", number], ["Площадь, м²", "600"]], **more)
