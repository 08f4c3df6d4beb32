"""The wizard's page of the place: settlement, address, a point on a map that is a picture one can press.

Without JavaScript every press is a POST that leads back to the page; nothing typed is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals import whereabouts
from otklik.appeals.queries import maps
from otklik.appeals.steps.intake import ADDRESS_MAX
from otklik.places import queries as places
from otklik.places import staticmap
from otklik.web import pin, settlements
from otklik.web.pin import NOWHERE, Pin
from otklik.web.typed import whole


@dataclass(slots=True)
class Form:
    settlement: str = ""
    settlement_id: int | None = None
    address: str = ""
    pin: Pin = NOWHERE
    settlements: list[tuple[str, str]] = field(default_factory=list)  # to choose from: several have this name
    sides: list[tuple[str, str]] = field(default_factory=list)  # to choose from: the point is at a border
    errors: dict[str, str] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)  # what the draft should keep
    is_done: bool = False


def read(
    data: Mapping[str, Any], post: Mapping[str, str] | None, *, now: datetime, needs_address: bool = True
) -> Form:
    """The form from the draft, or after what was pressed. `said` goes into the draft whatever comes of it."""
    form = Form(
        settlement=data.get("settlement", ""),
        settlement_id=data.get("settlement_id"),
        address=data.get("typed_address", data.get("address", "")),
        pin=Pin((data["lon"], data["lat"]) if data.get("by_hand") else None, maps.view_of(dict(data))),
    )
    if post is None:
        return form
    form.address = post.get("address", "").strip()[:ADDRESS_MAX]
    _read_settlement(form, post)
    _read_map(form, post)
    form.said = _kept(form)
    if not form.errors and not pin.is_pressed(post):
        _finish(form, post, now=now, needs_address=needs_address)
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
    if row.id != form.settlement_id or form.pin.view is None:
        form.pin = Pin(view=staticmap.View(*row.point, zoom=maps.ZOOM_USUAL - 1) if row.point else None)
    form.settlement, form.settlement_id = row.label, row.id


def _read_map(form: Form, post: Mapping[str, str]) -> None:
    """A press on the picture puts the point; «ближе» and «дальше» change the picture."""
    if post.get("do") == "map" and form.settlement_id and form.address:
        known = places.resolve_address(form.settlement_id, form.address)
        if known and known.point:
            form.pin = Pin(known.point, staticmap.View(*known.point, zoom=maps.ZOOM_USUAL))
            return
    form.pin = pin.after(form.pin, post)


def _finish(form: Form, post: Mapping[str, str], *, now: datetime, needs_address: bool) -> None:
    """Everything is there: find the territory, ask for the side at a border."""
    if not form.address and needs_address:
        form.errors["address"] = _("Напишите улицу и дом или что рядом.")
        return
    point = form.pin.point
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
    view, (lon, lat) = form.pin.view, form.pin.point or (None, None)
    return {
        "settlement": form.settlement,
        "settlement_id": form.settlement_id,
        "typed_address": form.address,
        "lon": lon,
        "lat": lat,
        "by_hand": form.pin.point is not None,
        "view": {"lon": view.lon, "lat": view.lat, "zoom": view.zoom} if view else None,
    }
