"""Where somebody means, said in an address of ours: settlement, house, a point on the picture of a map."""

from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Any, Final
from urllib.parse import urlencode

from otklik.appeals.queries import maps
from otklik.web import pin
from otklik.web.citizen import place_form
from otklik.web.citizen.place_form import Form
from otklik.web.typed import whole

TYPED: Final = ("settlement", "settlement_id", "settlement_choice", "address", "side")


def read(said: Mapping[str, str], *, now: datetime) -> Form:
    """The wizard's form, filled in by an address; a press on the map is answered at once. Nothing said: empty."""
    if not any(said.get(name) for name in TYPED):
        return Form()
    form = place_form.read(_data(said), said, now=now, needs_address=False)
    if pin.is_pressed(said) and not form.errors:
        typed = {name: said[name] for name in TYPED if name in said}
        form = place_form.read(form.said, typed, now=now, needs_address=False)
    return form


def kept(form: Form, said: Mapping[str, str]) -> dict[str, str]:
    """What a form carries along unseen. said: the address; the side of a border that it names stays chosen."""
    found: dict[str, Any] = {"settlement_id": form.settlement_id or ""}
    if not form.sides:
        found["side"] = said.get("side", "")[:20]
    if form.pin.view:
        found |= {"at": f"{form.pin.view.lat:.6f},{form.pin.view.lon:.6f},{form.pin.view.zoom:.0f}"}
    if form.pin.point:
        found |= {"pin": f"{form.pin.point[1]:.6f},{form.pin.point[0]:.6f}"}
    return {name: str(value) for name, value in found.items() if value}


def picture(form: Form) -> str:
    """The query of the picture that shows it."""
    return urlencode({name: value for name, value in kept(form, {}).items() if name in ("at", "pin")})


def numbers(typed: str, count: int) -> list[float] | None:
    """So many finite numbers with commas between, each what a latitude, a longitude or a zoom can be."""
    parts = typed.split(",") if len(typed) < 60 and typed.isascii() else []
    try:
        found = [float(part) for part in parts]
    except ValueError:
        return None
    lows_highs = ((-85, 85), (-180, 180), (maps.ZOOM_FAR, maps.ZOOM_NEAR))
    good = len(found) == count and all(
        isfinite(one) and low <= one <= high for one, (low, high) in zip(found, lows_highs, strict=False)
    )
    return found if good else None


def _data(said: Mapping[str, str]) -> dict[str, Any]:
    """As a draft keeps it."""
    view, point = numbers(said.get("at", ""), 3), numbers(said.get("pin", ""), 2)
    return {
        "settlement_id": whole(said.get("settlement_id", "")),
        "lon": point[1] if point else None,
        "lat": point[0] if point else None,
        "by_hand": point is not None,
        "view": {"lat": view[0], "lon": view[1], "zoom": view[2]} if view else None,
    }
