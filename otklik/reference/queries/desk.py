"""Rows of a table for those who keep it."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q

from otklik.authorities.models import Authority
from otklik.reference.models import Office
from otklik.reference.queries.bodies import Trust
from otklik.reference.tables import Table

LISTED: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    name: str
    code: str
    shown: bool  # on the pages
    trust: Trust


def listed(table: Table, *, typed: str = "", after: int | None = None) -> list[Line]:
    """By name from the row after `after`; one more than LISTED: there is another page. Two statements at most.

    typed: a part of the name or code.
    """
    code = "code" if table.makes_codes else "authority__code"
    rows = table.model._default_manager.annotate(called=F(table.called), known=F(code))
    if typed:
        rows = rows.filter(Q(called__icontains=typed) | Q(known__icontains=typed))
    last = rows.filter(pk=after).values_list("called", "pk").first() if after is not None else None
    if last:
        rows = rows.filter(Q(called__gt=last[0]) | Q(called=last[0], pk__gt=last[1]))
    return [
        Line(
            row.pk, row.called, row.known, getattr(row, "active", True) and not getattr(row, "cancelled", False),
            Trust(row.source, row.source_url, row.checked_on),
        )
        for row in rows.order_by("called", "pk")[: LISTED + 1]
    ]  # fmt: skip


def row(table: Table, row_id: int) -> Any:
    """Raises DoesNotExist."""
    return table.model._default_manager.get(pk=row_id)


def called(table: Table, one: Any) -> str:
    for name in table.called.split("__"):
        one = getattr(one, name)
    return str(one)


def card_of(authority_id: int) -> Office | None:
    return Office.objects.filter(authority=authority_id).first()


def code_of(authority_id: int) -> str:
    return Authority.objects.values_list("code", flat=True).get(pk=authority_id)
