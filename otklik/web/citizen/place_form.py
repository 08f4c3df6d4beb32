"""The wizard's page of the place: settlement, address, a point on a map that is a picture one can press.

Without JavaScript every press is a POST that leads back to the page; nothing typed is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import whereabouts
from otklik.appeals.queries import maps
from otklik.appeals.steps.intake import ADDRESS_MAX
from otklik.places import queries as places
from otklik.places import staticmap
from otklik.web import settlements
from otklik.web.typed import whole

Point = tuple[float, float]  # lon, lat
_ZOOM_STEPS: Final = {"in": 1, "out": -1}


@dataclass(slots=True)
class Form:
    settlement: str = ""
    settlement_id: int | None = None
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    view: staticmap.View | None = None
    settlements: list[tuple[str, str]] = field(default_factory=list)  # to choose from: several have this name
    sides: list[tuple[str, str]] = field(default_factory=list)  # to choose from: the point is at a border
    errors: dict[str, str] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)  # what the draft should keep
    is_done: bool = False

    @property
    def stamp(self) -> str:
        """Changes with the picture, so that the browser asks for it again."""
        shown = self.view
        return f"{self.lon}.{self.lat}.{shown.lon}.{shown.lat}.{shown.zoom}" if shown else ""


def read(data: Mapping[str, Any], post: Mapping[str, str] | None, *, now: datetime) -> Form:
    """The form from the draft, or after what was pressed. `said` goes into the draft whatever comes of it."""
    form = Form(
        settlement=data.get("settlement", ""),
        settlement_id=data.get("settlement_id"),
        address=data.get("typed_address", data.get("address", "")),
        lon=data.get("lon") if data.get("by_hand") else None,
        lat=data.get("lat") if data.get("by_hand") else None,
        view=maps.view_of(dict(data)),
    )
    if post is None:
        return form
    form.address = post.get("address", "").strip()[:ADDRESS_MAX]
    _read_settlement(form, post)
    _read_map(form, post)
    form.said = _kept(form)
    if not form.errors and not post.get("do") and not any(f"{name}.x" in post for name in maps.SHAPES):
        _finish(form, post, now=now)
    return form


def _read_settlement(form: Form, post: Mapping[str, str]) -> None:
    """The settlement that was chosen from a list, or is the only one called so."""
    picked = settlements.pick(post)
    form.settlements = picked.options
    row = picked.row
    if row is None:
        form.settlement, form.settlement_id = picked.typed, None
        form.errors["settlement"] = picked.trouble
        return
    if row.id != form.settlement_id or form.view is None:
        form.lon = form.lat = None
        form.view = staticmap.View(*row.point, zoom=maps.ZOOM_USUAL - 1) if row.point else None
    form.settlement, form.settlement_id = row.label, row.id


def _read_map(form: Form, post: Mapping[str, str]) -> None:
    """A press on the picture puts the point; «ближе» and «дальше» change the picture."""
    pressed = post.get("do", "")
    if pressed == "clear":
        form.lon = form.lat = None
    if pressed == "map" and form.settlement_id and form.address:
        known = places.resolve_address(form.settlement_id, form.address)
        if known and known.point:
            form.lon, form.lat = known.point
            form.view = staticmap.View(*known.point, zoom=maps.ZOOM_USUAL)
    if form.view is None:
        return
    for name, shape in maps.SHAPES.items():
        x, y = whole(post.get(f"{name}.x", "")), whole(post.get(f"{name}.y", ""))
        if x is not None and y is not None:
            picture = staticmap.View(form.view.lon, form.view.lat, zoom=form.view.zoom, **shape)
            form.lon, form.lat = staticmap.pixel_to_lonlat(picture, min(x, 2000), min(y, 2000))
            form.view = staticmap.View(form.lon, form.lat, zoom=form.view.zoom)
    zoom = form.view.zoom + _ZOOM_STEPS.get(pressed, 0)
    form.view = staticmap.View(
        form.view.lon, form.view.lat, zoom=max(maps.ZOOM_FAR, min(maps.ZOOM_NEAR, zoom))
    )


def _finish(form: Form, post: Mapping[str, str], *, now: datetime) -> None:
    """Everything is there: find the territory, ask for the side at a border."""
    if not form.address:
        form.errors["address"] = _("Напишите улицу и дом или что рядом.")
        return
    point = (form.lon, form.lat) if form.lon is not None and form.lat is not None else None
    try:
        where = whereabouts.find(
            settlement_id=form.settlement_id,
            address=form.address,
            point=point,
            side=whole(post.get("side", "")),
            on=timezone.localdate(now),
        )
    except whereabouts.NearBorder as border:
        form.sides = [(str(choice.id), choice.name) for choice in border.choices]
        form.errors["side"] = _("Выберите сторону: от неё зависит, кто ответит.")
        return
    form.said |= {
        "address": where.address,
        "lon": where.lon,
        "lat": where.lat,
        "by_hand": point is not None,
        "territory_id": where.territory_id,
    }
    form.is_done = True


def _kept(form: Form) -> dict[str, Any]:
    view = form.view
    return {
        "settlement": form.settlement,
        "settlement_id": form.settlement_id,
        "typed_address": form.address,
        "lon": form.lon,
        "lat": form.lat,
        "by_hand": form.lon is not None,
        "view": {"lon": view.lon, "lat": view.lat, "zoom": view.zoom} if view else None,
    }
