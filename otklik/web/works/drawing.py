"""The map in the form of a work: a press puts a corner of its area, or the middle of its circle.

The picture of web/pin.py, so it works without a script and by keys: arrows move the map, Enter means its middle.
What is drawn stands in the form as text that can be typed as well.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from otklik.appeals.queries import maps
from otklik.places import queries as places
from otklik.places import staticmap
from otklik.places.queries import SettlementRow
from otklik.web import pin
from otklik.web.pin import Pin, Point
from otklik.web.reference.spot import numbers
from otklik.web.typed import whole
from otklik.works import areas
from otklik.works.whereabouts import BadPlaces

PREFIX: Final = "spot."
_OF_SETTLEMENT: Final = 14  # zoom
_PICTURED: Final = 150  # corners that go along in the address of the picture


def is_pressed(post: Mapping[str, str]) -> bool:
    return is_search(post) or pin.is_pressed(_said(post))


def is_search(post: Mapping[str, str]) -> bool:
    """«Показать на карте»: the settlement that was typed."""
    return _said(post).get("do") == "find"


def after(typed: Mapping[str, str], post: Mapping[str, str], near: SettlementRow | None) -> dict[str, str]:
    """The fields that a press changes: `view`, and `corners` or `center`. near: the settlement that was typed."""
    said, scope = _said(post), typed.get("scope", "")
    if is_search(post):
        return {"view": written(_of(near))} if near and near.point else {}
    view, do = _view(typed.get("view", "")), said.get("do", "")
    if do == "clear":
        last = typed.get("corners", "").rstrip().splitlines()[:-1]
        return {"center": ""} if scope == "circle" else {"corners": "\n".join(last)}
    found = pin.after(Pin(None, view), said)
    if found.point is None or do:  # arrows move the map, not a point
        return {"view": written(found.view)}
    put = f"{found.point[1]:.6f}, {found.point[0]:.6f}"
    if scope == "circle":
        return {"center": put}
    return {"scope": "area", "corners": f"{typed.get('corners', '').rstrip()}\n{put}".lstrip()}


def shown(typed: Mapping[str, str], near: SettlementRow | None) -> Pin:
    """What the picture shows: the last point that was put, in the view of before. No view: there is no land yet."""
    points = _points(typed)
    view = _view(typed.get("view", "")) or (
        staticmap.View(*points[-1], zoom=_OF_SETTLEMENT) if points else None
    )
    return Pin(points[-1] if points else None, view or _of(near) or _of(places.largest_settlement([])))


def asked(typed: Mapping[str, str], drawn: Pin) -> str:
    """The query of the picture."""
    corners = (
        ";".join(typed.get("corners", "").splitlines()[:_PICTURED]) if typed.get("scope") == "area" else ""
    )
    circle = {"radius": typed.get("radius", "")[:6]} if typed.get("scope") == "circle" else {}
    point = {"pin": f"{drawn.point[1]:.6f},{drawn.point[0]:.6f}"} if drawn.point else {}
    return urlencode({"view": written(drawn.view), "corners": corners, **circle, **point})


def picture(said: Mapping[str, str]) -> str | None:
    """SVG of what the address asks for; None: it asks for nothing that there is."""
    shape, view = maps.SHAPES.get(said.get("shape", "map")), _view(said.get("view", ""))
    if shape is None or view is None:
        return None
    at = numbers(said.get("pin", ""), 2)
    point = (at[1], at[0]) if at else None
    ring = _typed_points(said.get("corners", "")[:8000].replace(";", "\n"))
    radius = whole(said.get("radius", ""))
    if point and radius and areas.RADIUS[0] <= radius <= areas.RADIUS[1]:
        ring = [(lon, lat) for lon, lat in areas.circle(*point, radius).exterior_ring.tuple]
    shown_view = staticmap.View(view.lon, view.lat, zoom=view.zoom, **shape)
    lon, lat = point or (None, None)
    return maps.of_place(shown_view, lon, lat, [ring] if ring else [])


def _said(post: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(PREFIX): said for name, said in post.items() if name.startswith(PREFIX)}


def _points(typed: Mapping[str, str]) -> list[Point]:
    name = {"area": "corners", "circle": "center"}.get(typed.get("scope", ""))
    return _typed_points(typed.get(name, "")) if name else []


def _typed_points(typed: str) -> list[Point]:
    """None at all while one of them is no point."""
    try:
        return areas.corners(typed)
    except BadPlaces:
        return []


def _of(row: SettlementRow | None) -> staticmap.View | None:
    return staticmap.View(*row.point, zoom=_OF_SETTLEMENT) if row and row.point else None


def _view(typed: str) -> staticmap.View | None:
    found = numbers(typed, 3)
    return staticmap.View(found[1], found[0], zoom=round(found[2])) if found else None


def written(view: staticmap.View | None) -> str:
    return f"{view.lat:.6f},{view.lon:.6f},{view.zoom:g}" if view else ""
