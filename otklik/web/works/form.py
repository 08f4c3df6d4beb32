"""The form of a work at a desk: typed words made into a `Wish`, each trouble beside its field, nothing typed lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.appeals.queries import names
from otklik.kit.marks import mark
from otklik.places import queries as places
from otklik.web import settlements
from otklik.web.typed import whole
from otklik.web.works import drawing
from otklik.works import areas, publishing, whereabouts
from otklik.works.models import Work
from otklik.works.publishing import Wish
from otklik.works.whereabouts import BadPlaces, Spot

SCOPES: Final = ("addresses", "territory", "area", "circle")
PLACE: Final = (
    "scope", "settlement", "settlement_id", "addresses", "territory", "corners", "center", "radius",
)  # fmt: skip
TYPED: Final = (
    "kind", "emergency", "text", "performer", "starts_on", "starts_time", "ends_on", "ends_time", "reason", "view",
    *PLACE,
)  # fmt: skip
_LONGEST: Final = 20_000  # characters of a field


@dataclass(slots=True)
class Form:
    typed: dict[str, str]
    picked: settlements.Picked
    errors: dict[str, str] = field(default_factory=dict)
    wish: Wish | None = None  # None: something is wrong

    def get(self, name: str) -> str:
        return self.typed.get(name, "")


def empty(*, now: datetime) -> Form:
    today = timezone.localdate(now).isoformat()
    typed = {"scope": "addresses", "starts_on": today, "ends_on": today, "kind": ""}
    return Form(typed, settlements.Picked("", None))


def of_work(work: Work) -> Form:
    """As it was typed; places that a program sent in its own way stay unless they are typed anew."""
    starts, ends = timezone.localtime(work.starts_at), timezone.localtime(work.ends_at)
    typed = {
        "kind": work.kind,
        "emergency": "1" if work.emergency else "",
        "text": work.text,
        "performer": work.performer,
        "starts_on": starts.date().isoformat(),
        "starts_time": starts.strftime("%H:%M"),
        "ends_on": ends.date().isoformat(),
        "ends_time": ends.strftime("%H:%M"),
        "scope": "addresses",
        **{name: str(value) for name, value in work.typed.items() if name in PLACE},
    }
    row = places.settlement(whole(typed.get("settlement_id", "")) or 0)
    return Form(typed, settlements.Picked(typed.get("settlement", ""), row))


def read(post: Mapping[str, str], work: Work | None = None) -> Form:
    """With `wish`, or with `errors`. work: the one that is changed."""
    form = _typed(post)
    typed = form.typed
    form.errors |= publishing.wrong_words(typed["kind"], typed["text"], typed["performer"])
    starts = _moment(form, "starts", _("Начало: выберите день и напишите время, например 09:00."))
    ends = _moment(form, "ends", _("Окончание: выберите день и напишите время, например 18:00."))
    kept = _kept(form, work) if work else None
    where = kept or _where(form, post)
    if form.errors or starts is None or ends is None or where is None:
        return form
    form.wish = Wish(
        kind=typed["kind"],
        text=typed["text"],
        performer=typed["performer"],
        emergency=typed["emergency"] == "1",
        starts_at=starts,
        ends_at=ends,
        **{"typed": {name: typed[name] for name in PLACE if typed[name] or name != "corners"}, **where},
    )
    return form


def drawn(post: Mapping[str, str]) -> Form:
    """After a press on the map: what was typed, and what was put there. Nothing is checked yet but what it asks for."""
    form = _typed(post)
    picked = settlements.pick(post)
    if picked.row:
        form.picked = picked
        form.typed |= {"settlement": picked.row.label, "settlement_id": str(picked.row.id)}
    elif drawing.is_search(post):
        form.picked, form.errors["settlement"] = picked, picked.trouble
    if picked.row and picked.row.point is None and drawing.is_search(post):
        form.errors["settlement"] = _(
            "Где это на карте, портал не знает. Найдите место сами или впишите координаты."
        )
    form.typed |= drawing.after(form.typed, post, picked.row)
    return form


def _typed(post: Mapping[str, str]) -> Form:
    typed = {name: post.get(name, "")[:_LONGEST] for name in TYPED}
    typed["scope"] = typed["scope"] if typed["scope"] in SCOPES else SCOPES[0]
    return Form(typed, settlements.Picked(typed["settlement"][:200], None))


def refused(form: Form, bad: publishing.BadWork) -> Form:
    """What the publication said, by the names of this form."""
    renamed = {"starts_at": "starts_on", "ends_at": "ends_on"}
    form.errors |= {renamed.get(name, name): words for name, words in bad.errors.items()}
    return form


def stamp(form: Form) -> str:
    return mark(sorted(form.typed.items()))


def moment(day: str, clock: str) -> datetime | None:
    """None: not a day and a time of the region's clock."""
    try:
        on, at = date.fromisoformat(day.strip()), time.fromisoformat(clock.strip().replace(".", ":"))
        return timezone.make_aware(datetime.combine(on, at.replace(second=0, microsecond=0, tzinfo=None)))
    except (ValueError, OverflowError):
        return None


def _moment(form: Form, name: str, wanted: str) -> datetime | None:
    found = moment(form.get(f"{name}_on"), form.get(f"{name}_time"))
    if found is None:
        form.errors[f"{name}_on"] = wanted
    return found


def _kept(form: Form, work: Work) -> dict[str, Any] | None:
    """The place of a work that came with an area of its own, which no field of the form shows: None where another one
    was typed.
    """
    if work.area is None or "scope" in work.typed or any(form.get(name) for name in PLACE if name != "scope"):
        return None
    return {"area": work.area, "told": (work.typed.get("where", work.where),), "typed": work.typed}


def _where(form: Form, post: Mapping[str, str]) -> dict[str, Any] | None:
    readers = {"addresses": _addresses, "territory": _territory, "area": _area, "circle": _circle}
    return readers[form.get("scope")](form, post)


def _addresses(form: Form, post: Mapping[str, str]) -> dict[str, Any] | None:
    form.picked = settlements.pick(post)
    row = form.picked.row
    if row is None:
        form.errors["settlement"] = form.picked.trouble
        return None
    form.typed |= {"settlement": row.label, "settlement_id": str(row.id)}
    try:
        found = whereabouts.read(row, form.get("addresses"))
    except BadPlaces as bad:
        form.errors["addresses"] = bad.text
        return None
    return {"spots": tuple(found.spots), "told": tuple(found.told), "point": found.middle}


def _territory(form: Form, _post: Mapping[str, str]) -> dict[str, Any] | None:
    title = names.areas().get(form.get("territory"))
    if title is None:
        form.errors["territory"] = _("Выберите муниципалитет.")
        return None
    return {"spots": (Spot(form.get("territory")),), "told": (title,)}


def _area(form: Form, _post: Mapping[str, str]) -> dict[str, Any] | None:
    try:
        area = areas.of_corners(form.get("corners"))
    except BadPlaces as bad:
        form.errors["corners"] = bad.text
        return None
    near = places.settlements_near(area.centroid.x, area.centroid.y, limit=1)
    told = _("область на карте")
    return {"area": area, "told": (f"{near[0].name}: {told}" if near else told,)}


def _circle(form: Form, _post: Mapping[str, str]) -> dict[str, Any] | None:
    radius, (low, high) = whole(form.get("radius")), areas.RADIUS
    try:
        lat, lon = (float(part) for part in form.get("center").split(","))
    except ValueError:
        form.errors["center"] = _("Напишите широту и долготу через запятую, например 55.12345, 39.54321.")
        return None
    if not (-85 < lat < 85 and -180 < lon < 180):
        form.errors["center"] = _("Такого места нет. Сначала широта, потом долгота.")
        return None
    if radius is None or not low <= radius <= high:
        form.errors["radius"] = _("Радиус: от %(low)d до %(high)d метров.") % {"low": low, "high": high}
        return None
    near = places.settlements_near(lon, lat, limit=1)
    told = _("%(n)d м вокруг точки %(at)s") % {"n": radius, "at": form.get("center").strip()}
    if near:
        told = f"{near[0].name}: {told}"
    return {"area": areas.circle(lon, lat, radius), "told": (told,), "point": (lon, lat)}
