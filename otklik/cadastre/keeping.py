"""Figures and outcomes as the staff writes them down. Nothing is overwritten but an outcome's own text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection, transaction
from django.utils.translation import gettext as _

from otklik.cadastre import figures
from otklik.cadastre.models import SOURCE_MAX, URL_MAX, Figure, Use
from otklik.kit.errors import Refusal
from otklik.kit.importing import Report
from otklik.people.models import User
from otklik.places import queries as places

# Within which a norm makes sense, and whether it is a whole number.
BOUNDS: Final[dict[str, tuple[int, int, bool]]] = {
    "low_percent": (0, 100, False),
    "high_percent": (0, 100, False),
    "dear_above": (1, 10**12, True),
    "deduction_m2": (0, 10**6, True),
    "growth_percent": (0, 1000, False),
    "month_day": (1, 31, True),
    "pay_month": (1, 12, True),
    "pay_day": (1, 28, True),
    "file_months": (1, 60, True),
    "decide_days": (1, 365, True),
    "tell_working_days": (1, 90, True),
    "error_days": (1, 365, True),
}
AVERAGE_MAX: Final = 10**7  # ₽ per m²
YEARS: Final = (1990, 2100)
_WRITING: Final = 7_310_411  # advisory: two who write the same figure at once


class BadFigure(Refusal):
    """errors: words by the name of the field."""

    code = "bad_figure"
    status = 422

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that was read and checked. value None: no more in force."""

    kind: str
    what: str
    place: str
    value: Decimal | None
    valid_from: date
    source: str
    url: str = ""
    checked: bool = False


def add(*, typed: Mapping[str, str], day: date | None, by: User | None, now: datetime) -> bool:
    """A figure from the form; day: its `valid_from`, read. False: it is so already. Raises BadFigure."""
    return not put([read(typed, day)], by=by, now=now).unchanged


def read(typed: Mapping[str, str], day: date | None) -> Given:
    """Raises BadFigure."""
    errors: dict[str, str] = {}
    said = {
        name: " ".join(typed.get(name, "").split()) for name in ("kind", "what", "place", "source", "url")
    }
    value = None if typed.get("over") == "1" else _number(typed.get("value", ""), errors)
    if said["kind"] not in Figure.Kind.values:
        errors["kind"] = _("Выберите, что это: норма, ставка или среднее.")
    elif said["what"] not in (BOUNDS if said["kind"] == "norm" else Use.values):
        errors["what"] = _("Выберите из списка.")
    if said["kind"] == "norm":
        said["place"] = ""
        if typed.get("over") == "1":
            errors["value"] = _("Без нормы не посчитать: запишите новое значение.")
    errors |= _wrong_day(day) | wrong_source(said["source"], said["url"])
    if said["place"] and day and not known_place(said["place"], day):
        errors["place"] = _("Такой территории в этот день нет. Выберите из списка.")
    given = Given(
        said["kind"], said["what"], said["place"], value, day or date.min, said["source"], said["url"],
        typed.get("checked") == "1",
    )  # fmt: skip
    if not errors and value is not None and (words := wrong_value(given)):
        errors["value"] = words
    if errors:
        raise BadFigure(errors)
    return given


def _wrong_day(day: date | None) -> dict[str, str]:
    if day is None:
        return {"valid_from": _("Укажите день, с которого действует.")}
    good = YEARS[0] <= day.year <= YEARS[1]
    return {} if good else {"valid_from": _("Такого дня быть не может. Проверьте год.")}


def put(given: list[Given], *, by: User | None, now: datetime) -> Report:
    """Write down those that differ from the last of the same day. Counts alone; an earlier value stays."""
    report, new = Report(), list[Given]()
    with transaction.atomic():
        _lock()
        last = _last(given)
        for one in given:
            was = last.get(_key(one))
            report.created += was is None
            report.unchanged += was == one
            report.updated += was is not None and was != one
            if was != one:
                new.append(one)
        Figure.objects.bulk_create([_row(one, by, now) for one in new], batch_size=1000)
    figures.in_force.answers.clear()
    return report


def known_place(place: str, on: date) -> bool:
    return places.territory_by_code(place, on=on) is not None


def wrong_value(given: Given) -> str:
    """What to say of a figure; "" where it will do."""
    value = given.value or Decimal(0)
    if given.kind == "rate":
        limit = figures.norm(
            "low_percent" if given.what in figures.LOW else "high_percent", on=given.valid_from
        )
        if not 0 <= value <= limit.value:
            return _("Ставка от 0 до %(top)s %%: больше не разрешает %(source)s.") % {
                "top": _plain(limit.value),
                "source": limit.source,
            }
        return ""
    if given.kind == "average":
        good = 0 < value <= AVERAGE_MAX
        return "" if good else _("Среднее за м² больше нуля и не больше %(top)s ₽.") % {"top": AVERAGE_MAX}
    low, high, whole = BOUNDS[given.what]
    if not low <= value <= high or (whole and value != value.to_integral_value()):
        return _("Число от %(low)s до %(high)s.") % {"low": low, "high": high}
    return ""


def wrong_source(source: str, url: str) -> dict[str, str]:
    errors = {}
    if not source:
        errors["source"] = _("Назовите документ: вид, номер и дату.")
    elif len(source) > SOURCE_MAX:
        errors["source"] = _("Не длиннее %(n)d знаков.") % {"n": SOURCE_MAX}
    try:
        if url:
            URLValidator(schemes=["http", "https"])(url)
        if len(url) > URL_MAX:
            raise ValidationError("")
    except ValidationError:
        errors["url"] = _("Адрес документа начинается с https:// и не длиннее %(n)d знаков.") % {"n": URL_MAX}
    return errors


def decimal(typed: str) -> Decimal | None:
    """«1 234,50 ₽» → 1234.50; None: no number. Never infinite."""
    said = "".join(typed.replace("₽", "").replace("%", "").split()).replace(",", ".").replace("\u2212", "-")
    try:
        found = Decimal(said)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**15 else None


def _number(typed: str, errors: dict[str, str]) -> Decimal | None:
    found = decimal(typed)
    if found is None:
        errors["value"] = _("Укажите число, например 0,25.")
        return None
    if found != round(found, 4):
        errors["value"] = _("Не больше четырёх знаков после запятой.")
    return found


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITING])


def _last(given: list[Given]) -> dict[tuple[Any, ...], Given]:
    """What stands now under the kinds and days of these. One statement."""
    there = Figure.objects.filter(
        kind__in={one.kind for one in given}, valid_from__in={one.valid_from for one in given}
    )
    if len(given) == 1:  # a form: not the whole table of that day
        there = there.filter(what=given[0].what, place=given[0].place)
    rows = there.order_by("id").values(*Given.__slots__)
    return {_key(one): one for one in (Given(**row) for row in rows.iterator())}


def _key(one: Given) -> tuple[Any, ...]:
    return (one.kind, one.place, one.what, one.valid_from)


def _row(one: Given, by: User | None, now: datetime) -> Figure:
    values: dict[str, Any] = {name: getattr(one, name) for name in Given.__slots__}
    return Figure(**values, by=by, at=now)
