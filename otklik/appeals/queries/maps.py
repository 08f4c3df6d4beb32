"""Small maps as pictures made by the server: of an appeal, and of the place that a draft is about."""

from collections.abc import Sequence
from typing import Any, Final

from otklik.appeals.models import Appeal
from otklik.places import queries as places
from otklik.places import staticmap

Rings = Sequence[Sequence[tuple[float, float]]]  # lon, lat of the corners
ZOOM_NEAR, ZOOM_FAR, ZOOM_USUAL = 18, 10, 16
# The wizard's map comes in two shapes, by the name of its input: where it is pressed is told in pixels of the picture
# as shown, so it must never be scaled. CSS shows the one that fits.
SHAPES: Final = {"map": {"width": 600, "height": 360}, "phone-map": {"width": 280, "height": 280}}


def of_appeal(number: str) -> str | None:
    """SVG of the appeal's surroundings with a pin; None: no such appeal, or it has no point."""
    appeal = Appeal.objects.filter(number=number, point__isnull=False).only("point", "address").first()
    if appeal is None or appeal.point is None:
        return None
    pin = (appeal.point.x, appeal.point.y)
    return _drawn(staticmap.View(*pin, zoom=ZOOM_USUAL), pin, appeal.address)


def of_place(view: staticmap.View, lon: float | None, lat: float | None, rings: Rings = ()) -> str:
    """SVG of what `view` shows, with a pin where a point is chosen and an area where one is drawn."""
    pin = None if lon is None or lat is None else (lon, lat)
    return _drawn(view, pin, "", rings)


def view_of(said: dict[str, Any], **shape: int) -> staticmap.View | None:
    """What the wizard's map shows for a draft, as one of SHAPES; None until a settlement or a point is known."""
    shown = said.get("view")
    return staticmap.View(shown["lon"], shown["lat"], zoom=shown["zoom"], **shape) if shown else None


def _drawn(view: staticmap.View, pin: tuple[float, float] | None, title: str, rings: Rings = ()) -> str:
    shapes = places.around(view.lon, view.lat, staticmap.reach(view))
    return staticmap.draw(view, shapes, pin=pin, title=title, rings=rings)
