"""Ids of appeals by their numbers and back."""

from collections.abc import Iterable

from otklik.appeals.models import Appeal


def id_of(number: str) -> int | None:
    """None: no such appeal."""
    return Appeal.objects.filter(number=number).values_list("pk", flat=True).first()


def of(appeal_ids: Iterable[int]) -> dict[int, str]:
    """The numbers of those that there are; no statement for none."""
    wanted = set(appeal_ids)
    return dict(Appeal.objects.filter(pk__in=wanted).values_list("pk", "number")) if wanted else {}
