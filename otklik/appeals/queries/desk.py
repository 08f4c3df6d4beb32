"""Which appeals a moderator works with, and one of them whole. The lists of the desk: `waiting`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from otklik.appeals.lifecycle import Attention
from otklik.appeals.models import Appeal
from otklik.places.models import Territory


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the appeals that a moderator works with; empty: no limit of that sort."""

    territory_codes: tuple[
        str, ...
    ] = ()  # OKTMO: a municipality (8 digits) with all in it, or a settlement (11)
    topic_codes: tuple[str, ...] = ()  # codes of categories or of topics

    def of(self, rows: QuerySet[Appeal]) -> QuerySet[Appeal]:
        """Those of `rows`; of a territory that is no more those of its successor; without one in none."""
        if self.territory_codes:
            inside = Q()
            for code in self.territory_codes:
                inside |= Q(code__startswith=code) | Q(successor__code__startswith=code)
            rows = rows.filter(territory__in=Territory.objects.filter(inside))
        if self.topic_codes:
            named = Q(category__code__in=self.topic_codes) | Q(topic__code__in=self.topic_codes)
            rows = rows.filter(named)
        return rows


EVERYTHING: Final = Scope()


@dataclass(frozen=True, slots=True)
class Work:
    """An appeal as its moderator sees it beside the public card: the author and the routing's why."""

    id: int
    author_name: str
    author_email: str
    channel: str
    program: str  # of an organisation, by the key that it showed; "" for none
    topic_code: str
    duty: str  # of the topic
    area: str
    located: bool  # it has a point
    settlement_id: int | None
    settlement: str
    territory_id: int | None
    moderate_by: datetime
    attention: Attention | None
    assigned_why: str
    authority_id: int | None
    controlled_at: datetime | None


def is_within(appeal_id: int, scope: Scope) -> bool:
    """False also where there is no such appeal. One statement."""
    return scope.of(Appeal.objects.filter(pk=appeal_id)).exists()


def work(appeal_id: int) -> Work | None:
    beside = ("topic", "settlement", "filed_with__key__organisation")
    appeal = Appeal.objects.filter(pk=appeal_id).select_related(*beside).first()
    if appeal is None:
        return None
    return Work(
        id=appeal.pk,
        author_name=appeal.author_name,
        author_email=appeal.author_email,
        channel=appeal.channel,
        program=_program(appeal),
        topic_code=appeal.topic.code,
        duty=appeal.topic.duty,
        area=appeal.area,
        located=appeal.point is not None,
        settlement_id=appeal.settlement_id,
        settlement=appeal.settlement.name if appeal.settlement else "",
        territory_id=appeal.territory_id,
        moderate_by=appeal.moderate_by,
        attention=Attention(appeal.attention) if appeal.attention else None,
        assigned_why=appeal.assigned_why,
        authority_id=appeal.authority_id,
        controlled_at=appeal.controlled_at,
    )


def _program(appeal: Appeal) -> str:
    filed = getattr(appeal, "filed_with", None)
    return f"{filed.key.organisation.name}: {filed.key.name}" if filed else ""
