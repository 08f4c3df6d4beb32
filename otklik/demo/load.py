"""Writes the demo region into the tables. Safe to repeat: rows are found by their codes and updated."""

from dataclasses import asdict, dataclass

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point
from django.db import connection, transaction
from shapely.geometry import Polygon

from otklik.authorities.models import Authority, Duty
from otklik.classifier.imports import import_classifier
from otklik.demo import topics
from otklik.demo.region import SEED, make_region
from otklik.demo.rows import Region
from otklik.places.borders import cut_up
from otklik.places.models import House, Settlement, Street, Territory

_BATCH = 4000  # rows in a statement


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each kind the region has."""

    topics: int
    territories: int
    settlements: int
    streets: int
    houses: int
    authorities: int
    duties: int


def load_region(seed: int = SEED) -> Loaded:
    """Make the region of this seed and store it, with the classifier that the project ships."""
    return store(make_region(seed))


def store(region: Region) -> Loaded:
    """Classifier, places, authorities and duties, in one transaction."""
    with transaction.atomic():
        import_classifier(topics.FILE, dry_run=False)
        _territories(region)
        _houses(region, _streets(region, _settlements(region)))
        _authorities(region)
    with connection.cursor() as cursor:
        # without fresh statistics the first searches would walk the whole address register
        for model in (Territory, Settlement, Street, House, Duty):
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')
    return Loaded(
        topics=len(topics.topics()),
        territories=len(region.territories),
        settlements=len(region.settlements),
        streets=len(region.streets),
        houses=len(region.houses),
        authorities=len(region.authorities),
        duties=len(region.duties),
    )


def _territories(region: Region) -> None:
    stored: dict[str, Territory] = {}
    for one in region.territories:
        stored[one.code], _ = Territory.objects.update_or_create(
            code=one.code,
            valid_from=one.valid_from,
            defaults={
                "name": one.name,
                "short_name": one.short_name,
                "kind": one.kind,
                "geom": _multipolygon(one.geom),
                "valid_to": one.valid_to,
            },
        )
    for one in region.territories:
        if one.successor:
            Territory.objects.filter(pk=stored[one.code].pk).update(successor=stored[one.successor])
    cut_up([one.pk for one in stored.values()])


def _settlements(region: Region) -> dict[str, int]:
    """Code → id."""
    stored = Settlement.objects.bulk_create(
        [
            Settlement(
                code=one.code,
                name=one.name,
                kind=one.kind,
                territory_code=one.territory_code,
                point=Point(one.at, srid=4326),
                population=one.population,
            )
            for one in region.settlements
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind", "territory_code", "point", "population"],
    )
    return {one.code: one.pk for one in stored}


def _streets(region: Region, settlements: dict[str, int]) -> list[int]:
    """Ids in the order of region.streets."""
    stored = Street.objects.bulk_create(
        [
            Street(
                settlement_id=settlements[one.settlement_code],
                name=one.name,
                kind=one.kind,
                line=LineString(one.line, srid=4326),
            )
            for one in region.streets
        ],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["settlement", "key", "kind"],
        update_fields=["name", "line"],
    )
    return [one.pk for one in stored]


def _houses(region: Region, streets: list[int]) -> None:
    House.objects.bulk_create(
        [
            House(street_id=streets[one.street], number=one.number, point=Point(one.at, srid=4326))
            for one in region.houses
        ],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["street", "key"],
        update_fields=["number", "point"],
    )


def _authorities(region: Region) -> None:
    rows = [Authority(**asdict(one)) for one in region.authorities]
    columns = [name for name in asdict(region.authorities[0]) if name != "code"]
    stored = Authority.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=columns
    )
    ids = {one.code: one.pk for one in stored}
    for code in (code for code in ids if code.startswith("adm-")):  # over the municipality's other bodies
        below = Authority.objects.filter(level="municipal", code__endswith=code.removeprefix("adm"))
        below.exclude(code=code).update(superior=ids[code])
    Duty.objects.bulk_create(
        [
            Duty(
                subject=one.subject,
                territory_code=one.territory_code,
                authority_id=ids[one.authority],
                rank=one.rank,
            )
            for one in region.duties
        ],
        update_conflicts=True,
        unique_fields=["subject", "territory_code", "rank"],
        update_fields=["authority"],
    )


def _multipolygon(geom: Polygon) -> MultiPolygon:
    return MultiPolygon(GEOSGeometry(memoryview(geom.wkb), srid=4326), srid=4326)
