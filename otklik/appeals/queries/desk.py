"""What moderators see: the queue by time left, the appeals that need a decision, one appeal whole."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from otklik.appeals.lifecycle import Attention, Kind, State
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
class Waiting:
    """A line of a desk queue."""

    id: int
    number: str
    kind: Kind
    state: State
    topic: str
    address: str
    excerpt: str
    received_at: datetime
    moderate_by: datetime
    attention: Attention | None
    authority: str


@dataclass(frozen=True, slots=True)
class Work:
    """An appeal as its moderator sees it beside the public card: the author and the routing's why."""

    id: int
    author_name: str
    author_email: str
    channel: str
    topic_code: str
    settlement_id: int | None
    settlement: str
    territory_id: int | None
    moderate_by: datetime
    attention: Attention | None
    assigned_why: str
    authority_id: int | None


def to_moderate(*, scope: Scope, limit: int = 50) -> list[Waiting]:
    """Appeals on moderation, the least time left first."""
    return _waiting(scope.of(_on_moderation())[:limit])


def asked(*, scope: Scope, limit: int = 50) -> list[Waiting]:
    """Appeals whose author was asked; the longest first."""
    rows = Appeal.objects.filter(state=State.QUESTION).order_by("question_by")
    return _waiting(scope.of(rows)[:limit])


def needing_decision(*, scope: Scope, limit: int = 50) -> list[Waiting]:
    """Published appeals without an authority and returns that a moderator must decide; the longest first."""
    rows = Appeal.objects.exclude(attention="").order_by("state_since", "id")
    return _waiting(scope.of(rows)[:limit])


def next_to_moderate(*, after: int, scope: Scope) -> int | None:
    """The next appeal of the queue other than `after`; None: the queue is empty."""
    return scope.of(_on_moderation().exclude(pk=after)).values_list("pk", flat=True).first()


def is_within(appeal_id: int, scope: Scope) -> bool:
    """False also where there is no such appeal. One statement."""
    return scope.of(Appeal.objects.filter(pk=appeal_id)).exists()


def work(appeal_id: int) -> Work | None:
    appeal = Appeal.objects.filter(pk=appeal_id).select_related("topic", "settlement").first()
    if appeal is None:
        return None
    return Work(
        id=appeal.pk,
        author_name=appeal.author_name,
        author_email=appeal.author_email,
        channel=appeal.channel,
        topic_code=appeal.topic.code,
        settlement_id=appeal.settlement_id,
        settlement=appeal.settlement.name if appeal.settlement else "",
        territory_id=appeal.territory_id,
        moderate_by=appeal.moderate_by,
        attention=Attention(appeal.attention) if appeal.attention else None,
        assigned_why=appeal.assigned_why,
        authority_id=appeal.authority_id,
    )


def _on_moderation() -> QuerySet[Appeal]:
    return Appeal.objects.filter(state=State.MODERATION).order_by("moderate_by", "id")


def _waiting(rows: QuerySet[Appeal]) -> list[Waiting]:
    found = rows.select_related("topic", "authority")
    return [
        Waiting(
            id=a.pk,
            number=a.number,
            kind=Kind(a.kind),
            state=State(a.state),
            topic=a.topic.title,
            address=a.address,
            excerpt=a.text[:200],
            received_at=a.received_at,
            moderate_by=a.moderate_by,
            attention=Attention(a.attention) if a.attention else None,
            authority=a.authority.name if a.authority else "",
        )
        for a in found
    ]
