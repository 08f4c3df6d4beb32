"""Rows for the tests of the section."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.tests.given import MONDAY, an_appeal
from otklik.cadastre import keeping
from otklik.cadastre.keeping import Given
from otklik.cadastre.models import Outcome

SINCE = date(2026, 1, 1)
SOURCE = "Постановление от 01.11.2025 № 1"


def a_figure(kind: str, what: str, value: str | None, **more: Any) -> None:
    values: dict[str, Any] = {"place": "", "valid_from": SINCE, "source": SOURCE, **more}
    number = None if value is None else Decimal(value)
    keeping.put([Given(kind=kind, what=what, value=number, **values)], by=None, now=MONDAY)


def a_complaint(number: str = "99:04:0012003:128", *, state: State = State.REGISTERED, **more: Any) -> Appeal:
    return an_appeal(state=state, fields=[["Кадастровый номер", number], ["Площадь, м²", "600"]], **more)


def an_outcome(**more: Any) -> Outcome:
    values: dict[str, Any] = {
        "key": uuid4(), "title": "Шесть соток", "text": "Снизили", "result": "lowered", "place": "99701000",
        "value_before": 900_000, "value_after": 400_000, "decided_on": date(2025, 5, 5), "source": "Решение № 3",
        "at": MONDAY, **more,
    }  # fmt: skip
    return Outcome.objects.create(**values)
