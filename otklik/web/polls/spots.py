"""«Place on the map» in a ballot: the picture of web/pin.py, several on a page, its state in the form itself."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from otklik.appeals.queries import maps
from otklik.places import queries as places
from otklik.places import staticmap
from otklik.web import pin, settlements
from otklik.web.pin import Pin

_OF_SETTLEMENT = 13  # zoom: a whole town on the picture


def typed(prefix: str, post: Mapping[str, str]) -> dict[str, Any]:
    """Of one question, after what was pressed: `pin`, and what was typed to find a settlement."""
    said = {name.removeprefix(prefix): value for name, value in post.items() if name.startswith(prefix)}
    found = Pin(_point(said, "lon", "lat"), _view(said))
    settlement, settlement_id = said.get("settlement", "").strip()[:200], said.get("settlement_id", "")[:18]
    if said.get("do") == "find":
        row = settlements.pick({"settlement": settlement, "settlement_id": settlement_id}).row
        if row and row.point:
            found = Pin(found.point, staticmap.View(*row.point, zoom=_OF_SETTLEMENT))
    elif pin.is_pressed(said):
        found = pin.after(found, said)
    return {"pin": found, "settlement": settlement, "settlement_id": settlement_id}


def beginning(home_code: str, territory_codes: Sequence[str]) -> staticmap.View | None:
    """What the picture shows first: the home of who looks, else the largest place of the poll's land. None: there is
    no land yet.
    """
    row = places.settlement_by_code(home_code) if home_code else None
    row = row if row and row.point else places.largest_settlement(territory_codes)
    return staticmap.View(*row.point, zoom=_OF_SETTLEMENT) if row and row.point else None


def picture(post: Mapping[str, str]) -> str | None:
    """SVG of what the address asks for; None: it asks for nothing that there is."""
    shape, view = maps.SHAPES.get(post.get("shape", "map")), _view(post)
    if shape is None or view is None:
        return None
    lon, lat = _point(post, "lon", "lat") or (None, None)
    return maps.of_place(staticmap.View(view.lon, view.lat, zoom=view.zoom, **shape), lon, lat)


def asked(shown: Pin) -> str:
    """The same as a query, for the address of the picture."""
    view = shown.view
    if view is None:
        return ""
    point = {"lon": f"{shown.point[0]:.6f}", "lat": f"{shown.point[1]:.6f}"} if shown.point else {}
    of_view = {"view_lon": f"{view.lon:.6f}", "view_lat": f"{view.lat:.6f}", "zoom": f"{view.zoom:g}"}
    return urlencode(of_view | point)


def _view(said: Mapping[str, str]) -> staticmap.View | None:
    middle, zoom = _point(said, "view_lon", "view_lat"), _number(said.get("zoom", ""), maps.ZOOM_NEAR)
    if middle is None or zoom is None or zoom < maps.ZOOM_FAR:
        return None
    return staticmap.View(*middle, zoom=round(zoom))


def _point(said: Mapping[str, str], east: str, north: str) -> tuple[float, float] | None:
    lon, lat = _number(said.get(east, ""), 180), _number(said.get(north, ""), 85)
    return (lon, lat) if lon is not None and lat is not None else None


def _number(typed: str, most: float) -> float | None:
    """Of degrees or a zoom; None: no such number."""
    try:
        value = float(typed) if len(typed) <= 24 else None
    except ValueError:
        return None
    return value if value is not None and -most <= value <= most else None
