"""A piece of the map where works are: a circle or corners that somebody typed or pressed, or a polygon
that a program sent. Pure."""

import json
import math
from typing import Any, Final

from django.contrib.gis.geos import GEOSException, MultiPolygon, Polygon
from django.utils.translation import gettext as _

from otklik.works.whereabouts import BadPlaces

RADIUS: Final = (50, 20_000)  # metres
CORNERS: Final = 2000
_LARGEST: Final = 2.0  # degrees from side to side
_SIDES: Final = 32
_FEWEST: Final = 3  # corners


def circle(lon: float, lat: float, metres: int) -> Polygon:
    """Of 32 sides, a little larger than the circle so that it holds all of it."""
    reach = metres / math.cos(math.pi / _SIDES)
    north = reach / 111_320
    east = north / max(math.cos(math.radians(lat)), 0.01)
    turns = [2 * math.pi * side / _SIDES for side in range(_SIDES)]
    corners = [(lon + east * math.cos(turn), lat + north * math.sin(turn)) for turn in turns]
    return Polygon([*corners, corners[0]], srid=4326)


def corners(typed: str) -> list[tuple[float, float]]:
    """lon, lat of each line «55.12345, 39.54321», as maps on the net write it. Raises BadPlaces."""
    found = []
    for number, line in enumerate(filter(str.strip, typed.splitlines()), start=1):
        try:
            lat, lon = (float(part) for part in line.split(","))
        except ValueError:
            lat = lon = math.nan
        if not (-85 < lat < 85 and -180 < lon < 180):
            raise BadPlaces(
                _("Строка %(n)d: напишите широту и долготу через запятую, например 55.12345, 39.54321.")
                % {"n": number}
            )
        found.append((lon, lat))
    return found


def of_corners(typed: str) -> Polygon | MultiPolygon:
    """Raises BadPlaces."""
    found = corners(typed)
    if len(set(found)) < _FEWEST:
        raise BadPlaces(_("Поставьте на карте хотя бы три угла области."))
    return of_geojson({"type": "Polygon", "coordinates": [[*found, found[0]]]})


def of_geojson(said: Any) -> Polygon | MultiPolygon:
    """A Polygon or MultiPolygon of GeoJSON, in degrees; `said` may be its text. Raises BadPlaces."""
    try:
        made = _made(json.loads(said) if isinstance(said, str) else said)
    except (
        GEOSException,
        ValueError,
        TypeError,
        LookupError,
        OverflowError,
        AttributeError,
        RecursionError,
    ) as e:
        raise BadPlaces(_("Область не читается. Нужен Polygon или MultiPolygon в GeoJSON.")) from e
    if made.num_coords > CORNERS:
        raise BadPlaces(_("В области больше %(n)d точек. Упростите её.") % {"n": CORNERS})
    west, south, east, north = made.extent
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadPlaces(_("Координаты области должны быть в градусах: долгота, широта."))
    if east - west > _LARGEST or north - south > _LARGEST:
        raise BadPlaces(_("Область слишком велика. Назовите муниципалитет."))
    if not made.valid:
        raise BadPlaces(_("Границы области пересекают сами себя. Начертите её заново."))
    return made


def _made(said: dict[str, Any]) -> Polygon | MultiPolygon:
    parts = said["coordinates"]
    if said["type"] not in ("Polygon", "MultiPolygon") or not parts:
        raise ValueError(said["type"])
    polygons = [
        Polygon(*([(float(at[0]), float(at[1])) for at in ring] for ring in rings), srid=4326)
        for rings in ([parts] if said["type"] == "Polygon" else parts)
    ]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons, srid=4326)
