"""Files with which a phone works without a network in one municipality: settlements, addresses, the map of the land.

The clock makes them at night, one municipality after the other (`otklik offline`); a file is written anew only when
what is in it has changed, so that phones do not fetch the same again.
"""

import gzip
import hashlib
import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from otklik.places import queries
from otklik.places.models import OfflineFile
from otklik.places.queries import offline as contents

PLACES: Final = "places.json"
ADDRESSES: Final = "addresses.json"
CONTACTS: Final = "contacts.json"
ARTICLES: Final = "articles.json"
MAP: Final = "map.pmtiles"
MEDIA: Final = {
    PLACES: "application/json",
    ADDRESSES: "application/json",
    CONTACTS: "application/json",
    ARTICLES: "application/json",
    MAP: "application/vnd.pmtiles",
}


def due(*, now: datetime) -> list[str]:
    """Codes of municipalities without their files, or, from settings.DUMP_HOUR on, with those of another day."""
    local = timezone.localtime(now)
    is_night = local.hour >= settings.DUMP_HOUR

    def is_due(one: contents.KeptTerritory) -> bool:
        if {file.name for file in one.files} != set(MEDIA):
            return True
        made = timezone.localtime(min(file.made_at for file in one.files))
        return is_night and made.date() < local.date()

    return [one.code for one in contents.kept(on=local.date()) if is_due(one)]


def make(code: str, *, now: datetime, more: Mapping[str, Any] | None = None) -> int:
    """Write the files of a municipality that are new or have changed; return their bytes, 0 where there is no such one.

    more: what this layer does not know, by file: CONTACTS (reference.offline), ARTICLES (knowledge.offline).

    A file is named by what is in it: a repeat writes the same. The row comes last, so what is offered is there.
    """
    found = contents.kept(on=timezone.localdate(now), code=code)
    if not found:
        return 0
    (one,) = found
    settlements = contents.settlements_of(code)
    made = {
        PLACES: gzip.compress(_json(_places(one, settlements)), 9, mtime=0),
        ADDRESSES: gzip.compress(_json(_addresses([row.id for row in settlements])), 9, mtime=0),
        **{
            name: gzip.compress(_json((more or {}).get(name, {})), 9, mtime=0)
            for name in (CONTACTS, ARTICLES)
        },
        MAP: _map(one, now),
    }
    before = {file.name: file for file in one.files}
    for name, raw in made.items():
        version = hashlib.sha256(raw).hexdigest()[:16]
        old = before.get(name)
        if old is None or old.version != version or not default_storage.exists(path(code, name, version)):
            default_storage.save(path(code, name, version), ContentFile(raw))
        values = {"version": version, "bytes": len(raw), "made_at": now}
        OfflineFile.objects.update_or_create(territory_code=code, name=name, defaults=values)
        if old is not None and old.version != version:
            default_storage.delete(path(code, name, old.version))
    return sum(map(len, made.values()))


def forget_ended(*, now: datetime) -> int:
    """Delete the files of municipalities that are no more; return how many."""
    codes = {one.code for one in contents.kept(on=timezone.localdate(now))}
    ended = list(OfflineFile.objects.exclude(territory_code__in=codes))
    for file in ended:
        file.delete()
        default_storage.delete(path(file.territory_code, file.name, file.version))
    return len(ended)


def path(code: str, name: str, version: str) -> str:
    """Where the storage keeps it."""
    return f"offline/{code}/{version}-{name}"


def _json(made: Any) -> bytes:
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def _places(one: contents.KeptTerritory, settlements: list[queries.SettlementRow]) -> dict[str, Any]:
    def line(row: queries.SettlementRow) -> list[Any]:
        lon, lat = row.point or (None, None)
        return [row.id, row.label, lat and round(lat, 6), lon and round(lon, 6)]

    return {
        "territory": one.code,
        "name": one.name,
        "border": json.loads(contents.border(one.id)),
        "settlements": [line(row) for row in settlements],
    }


def _addresses(settlements: list[int]) -> dict[str, Any]:
    """By settlement: its streets, each with its houses."""
    made: dict[str, list[list[Any]]] = {}
    last = 0
    for place, street, label, house in contents.houses_of(settlements):
        streets = made.setdefault(str(place), [])
        if street != last:
            streets.append([label, []])
            last = street
        if house is not None:
            streets[-1][1].append(house)
    return {"settlements": made}


def _map(one: contents.KeptTerritory, now: datetime) -> bytes:
    """One file of vector tiles, packed each by itself (PMTiles 3)."""
    from pmtiles.tile import Compression, TileType, zxy_to_tileid  # a web process never needs it
    from pmtiles.writer import Writer

    packed = {
        zxy_to_tileid(tile.z, tile.x, tile.y): gzip.compress(raw, 9, mtime=0)
        for tile in contents.tiles_of(one.id)
        if (raw := queries.tile(tile, on=timezone.localdate(now), deepest=queries.DEEPEST_KEPT))
    }
    made = io.BytesIO()
    writer = Writer(made)  # type: ignore[no-untyped-call]
    for tile_id in sorted(packed):
        writer.write_tile(tile_id, packed[tile_id])  # type: ignore[no-untyped-call]
    header = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP, **_NOWHERE}
    writer.finalize(header, {"name": one.name})  # type: ignore[no-untyped-call]
    return made.getvalue()


# What the header also wants; nobody reads it here.
_SIDES: Final = (
    "min_lon_e7",
    "min_lat_e7",
    "max_lon_e7",
    "max_lat_e7",
    "center_zoom",
    "center_lon_e7",
    "center_lat_e7",
)
_NOWHERE: Final = dict.fromkeys(_SIDES, 0)
