"""A point on a map that is a picture one can press: by pointer, buttons or Enter. Wizard and hotline share it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from otklik.appeals.queries import maps
from otklik.places import staticmap
from otklik.web.typed import whole

Point = tuple[float, float]  # lon, lat; degrees, WGS 84
_ZOOM_STEPS: Final = {"in": 1, "out": -1}
_STEP: Final = 24  # pixels by which an arrow moves the point
_ARROWS: Final = {"north": (0, -_STEP), "south": (0, _STEP), "west": (-_STEP, 0), "east": (_STEP, 0)}
_SEEN: Final = 2000  # pixels: no picture is larger


@dataclass(frozen=True, slots=True)
class Pin:
    point: Point | None = None  # None: not put yet
    view: staticmap.View | None = None  # what the picture shows; None: no picture yet

    @property
    def stamp(self) -> str:
        """Changes with the picture, so that the browser asks for it again."""
        view = self.view
        return f"{self.point}.{view.lon}.{view.lat}.{view.zoom}" if view else ""


NOWHERE: Final = Pin()


def is_pressed(post: Mapping[str, str]) -> bool:
    """Whether the picture or a button beside it sent the form."""
    by_button = post.get("do", "") in {"map", "clear", *_ZOOM_STEPS, *_ARROWS}
    return by_button or any(f"{name}.x" in post for name in maps.SHAPES)


def after(pin: Pin, post: Mapping[str, str]) -> Pin:
    """What a press makes of it. Enter on the picture sends its corner and means its middle."""
    do, point, view = post.get("do", ""), pin.point, pin.view
    if do == "clear":
        point = None
    if view is None:
        return Pin(point)
    middle = (view.lon, view.lat)
    for name, shape in maps.SHAPES.items():
        x, y = whole(post.get(f"{name}.x", "")), whole(post.get(f"{name}.y", ""))
        if x is not None and y is not None:
            shown = staticmap.View(*middle, zoom=view.zoom, **shape)
            point = _at(shown, min(x, _SEEN), min(y, _SEEN)) if x or y else middle
    if do in _ARROWS:
        shown, (right, down) = staticmap.View(*(point or middle), zoom=view.zoom), _ARROWS[do]
        point = _at(shown, shown.width / 2 + right, shown.height / 2 + down)
    zoom = max(maps.ZOOM_FAR, min(maps.ZOOM_NEAR, view.zoom + _ZOOM_STEPS.get(do, 0)))
    moved = point is not None and point != pin.point
    return Pin(point, staticmap.View(*(point if moved and point else middle), zoom=zoom))


def _at(shown: staticmap.View, x: float, y: float) -> Point:
    """Mercator ends where the sphere would go round."""
    lon, lat = staticmap.pixel_to_lonlat(shown, x, y)
    return max(-180.0, min(180.0, lon)), lat
