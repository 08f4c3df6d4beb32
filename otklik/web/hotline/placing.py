"""The point on the map of a call's form: two hidden fields, read without trust."""

import math
from collections.abc import Mapping
from typing import Final

from otklik.appeals import whereabouts
from otklik.appeals.queries import maps
from otklik.places import queries as places
from otklik.places import staticmap
from otklik.web import pin
from otklik.web.pin import Pin, Point
from otklik.web.typed import whole

_LIMITS: Final = (180.0, 85.0)  # degrees; Mercator ends there


def read(said: Mapping[str, str]) -> Pin:
    """From `pin` («lon,lat») and `view` («lon,lat,zoom,settlement»). A point put in another settlement is none."""
    middle, zoom, chosen = _view(said)
    if middle is None or chosen not in ("", said.get("settlement_id", "")):
        return Pin()
    return Pin(_point(said.get("pin", "")), staticmap.View(*middle, zoom=zoom))


def written(found: Pin, settlement_id: int | None) -> dict[str, str]:
    """The two fields; "" each where there is nothing."""
    view = found.view
    shown = f"{view.lon:.6f},{view.lat:.6f},{view.zoom:.0f},{settlement_id or ''}" if view else ""
    return {"pin": f"{found.point[0]:.6f},{found.point[1]:.6f}" if found.point else "", "view": shown}


def of_exchange(lon: float, lat: float) -> dict[str, str]:
    """The two fields for the caller's place; it stays whatever settlement is chosen."""
    return written(Pin((lon, lat), staticmap.View(lon, lat, zoom=maps.ZOOM_USUAL)), None)


def pressed(said: Mapping[str, str], settlement_id: int | None, post: Mapping[str, str]) -> dict[str, str]:
    """The two fields after a press. «Показать на карте» shows the settlement; the address marks itself there."""
    found = read({**said, "settlement_id": str(settlement_id or "")})
    if post.get("do") == "map" and found.view is None and settlement_id:
        row = places.settlement(settlement_id)
        if row and row.point:
            found = Pin(view=staticmap.View(*row.point, zoom=maps.ZOOM_USUAL))
    return written(pin.after(found, post), settlement_id)


def shown(found: Pin, where: whereabouts.Where | None) -> Pin:
    """What the picture has: the point put by hand, else that of the address, in the middle."""
    if found.view is None or found.point or where is None or where.lon is None or where.lat is None:
        return found
    house = (where.lon, where.lat)
    return Pin(house, staticmap.View(*house, zoom=found.view.zoom))


def _view(said: Mapping[str, str]) -> tuple[Point | None, int, str]:
    rest, _comma, chosen = said.get("view", "").rpartition(",")
    middle, _comma, typed = rest.rpartition(",")
    zoom = whole(typed) or maps.ZOOM_USUAL
    return _point(middle), max(maps.ZOOM_FAR, min(maps.ZOOM_NEAR, zoom)), chosen


def _point(typed: str) -> Point | None:
    try:
        lon, lat = (float(part) for part in typed[:60].split(","))
    except ValueError:
        return None
    sane = math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= _LIMITS[0] and abs(lat) <= _LIMITS[1]
    return (lon, lat) if sane else None
