"""What the trial found out, as numbers: for the terminal and for --json. No text or name of an appeal gets in."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count

from benches.trial.audit import Finding
from benches.trial.route import Route
from benches.trial.source import Source
from otklik.appeals.models import Appeal, Dispatch
from otklik.exchange.models import Packet


@dataclass(frozen=True, slots=True)
class Places:
    told: int  # texts that tell a territory
    found: int  # appeals that got one
    as_told: int  # it is the one that the text tells
    local: int  # of those found, with an authority of a municipality
    local_right: int  # and the territory is that municipality


@dataclass(frozen=True, slots=True)
class Assigned:
    """Of one half of the file."""

    appeals: int
    decided: int  # by routing
    right: int  # it is the authority that the file names
    desk: dict[str, int]  # reason → how many


@dataclass(frozen=True, slots=True)
class Figures:
    appeals: int
    places: Places
    search: dict[str, int]
    taught: Assigned
    tried: Assigned
    stages: list[dict[str, Any]]
    documents: dict[str, int]  # by МЭДО version
    packets: dict[str, int]  # by direction
    packets_a_second: float  # taken in from the spool, each with our receipt going out
    findings: list[Finding]

    @property
    def clean(self) -> bool:
        return not any(finding.lost or finding.doubled for finding in self.findings)


def gather(route: Route, *, taught: int, findings: list[Finding]) -> Figures:
    rows = Appeal.objects.select_related("territory", "authority").in_bulk(route.ids)
    lives = [(one, rows[pk]) for one, pk in zip(route.sources, route.ids, strict=True)]
    return Figures(
        appeals=len(lives),
        places=_places(lives),
        search=asdict(route.search),
        taught=_assigned(lives[:taught], route.desk),
        tried=_assigned(lives[taught:], route.desk),
        stages=[{**asdict(stage), "each": round(stage.each, 2)} for stage in route.meter.stages.values()],
        documents=_counted("authority__msed_version", Dispatch.objects),
        packets=_counted("direction", Packet.objects),
        packets_a_second=round(route.packets / max(1.0, route.meter.stages["обмен до ответа"].seconds), 1),
        findings=findings,
    )


def _places(lives: list[tuple[Source, Appeal]]) -> Places:
    found = [(one, appeal.territory.name) for one, appeal in lives if appeal.territory]
    local = [(one, name) for one, name in found if one.home]
    return Places(
        told=sum(bool(one.place.territory) for one, _ in lives),
        found=len(found),
        as_told=sum(one.place.territory == name for one, name in found),
        local=len(local),
        local_right=sum(one.home == name for one, name in local),
    )


def _assigned(lives: list[tuple[Source, Appeal]], desk: dict[int, str]) -> Assigned:
    decided = [(one, appeal) for one, appeal in lives if appeal.pk not in desk]
    return Assigned(
        appeals=len(lives),
        decided=len(decided),
        right=sum(
            appeal.authority is not None and appeal.authority.name == one.authority for one, appeal in decided
        ),
        desk=dict(Counter(desk[appeal.pk] for _, appeal in lives if appeal.pk in desk)),
    )


def _counted(column: str, objects: Any) -> dict[str, int]:
    return dict(objects.values_list(column).annotate(n=Count("pk")).order_by(column))
