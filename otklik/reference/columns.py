"""How each kind of cell is read, from a form as from a file, and said again: what was said reads as the same."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.authorities.models import Authority
from otklik.classifier.models import Category, Topic
from otklik.kit.importing import BadValue, Row
from otklik.places import queries as territories
from otklik.reference import hours
from otklik.reference.models import OKTMO

LINES_MAX: Final = 40  # of a list in a cell
YES: Final = "да"  # of a flag, as it is said
SEP: Final = " | "  # between the parts of a line
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()\-]{0,30}(?:,? ?доб\. ?[0-9]{1,6})?")
_MOMENTS: Final = ("%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M")


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may name, read once for a file."""

    bodies: Mapping[str, int]  # code → id
    codes: Mapping[int, str]
    topics: frozenset[str]
    categories: frozenset[str]

    @classmethod
    def now(cls) -> "Known":
        bodies = dict(Authority.objects.values_list("code", "id"))
        return cls(
            bodies,
            {id_: code for code, id_ in bodies.items()},
            frozenset(Topic.objects.values_list("code", flat=True)),
            frozenset(Category.objects.values_list("code", flat=True)),
        )


@dataclass(frozen=True, slots=True)
class Column:
    name: str  # in files and forms
    label: Promise
    read: Callable[[Row, Known], Any]  # raises BadValue
    say: Callable[[Any, Known], str]
    attr: str = ""  # of the model, where it has another name
    type: str = "text"  # of the field in the form
    hint: Promise | str = ""
    longest: int = 300
    required: bool = False
    options: Callable[[date], Sequence[tuple[str, str]]] | None = None  # as of a day

    @property
    def attname(self) -> str:
        return self.attr or self.name


def text(name: str, label: Promise, longest: int, *, required: bool = False, **more: Any) -> Column:
    lines = more.get("type") == "textarea"
    return Column(
        name, label, lambda row, _k: row.text(name, longest=longest, required=required, lines=lines),
        lambda value, _k: value, longest=longest, required=required, **more,
    )  # fmt: skip


def link(name: str, label: Promise, longest: int, **more: Any) -> Column:
    def read(row: Row, _known: Known) -> str:
        found = row.text(name, longest=longest)
        try:
            if found:
                URLValidator(schemes=["http", "https"])(found)
        except ValidationError as e:
            raise BadValue(name, f"«{found}» не адрес сайта; он начинается с https://") from e
        return found

    return Column(name, label, read, lambda value, _k: value, longest=longest, **more)


def flag(name: str, label: Promise, *, default: bool, **more: Any) -> Column:
    return Column(
        name, label, lambda row, _k: row.flag(name, default=default),
        lambda value, _k: YES if value else "нет", type="checkbox", **more,
    )  # fmt: skip


def number(name: str, label: Promise, **more: Any) -> Column:
    return Column(
        name, label, lambda row, _k: row.whole(name, default=0, high=100_000),
        lambda value, _k: str(value), longest=6, type="number", **more,
    )  # fmt: skip


def choice(name: str, label: Promise, choices: Sequence[tuple[str, Any]]) -> Column:
    return Column(
        name, label, lambda row, _k: row.choice(name, [value for value, _label in choices]),
        lambda value, _k: value, type="select", required=True,
        options=lambda _on: [(value, str(said)) for value, said in choices],
    )  # fmt: skip


def day(name: str, label: Promise, **more: Any) -> Column:
    def read(row: Row, _known: Known) -> date | None:
        found = row.day(name)
        if found and not 1900 <= found.year <= 2200:
            raise BadValue(name, f"«{found}» слишком далеко; проверьте год")
        return found

    return Column(
        name, label, read, lambda value, _k: value.isoformat() if value else "", type="date", **more
    )


def moment(name: str, label: Promise, **more: Any) -> Column:
    """In the time of the portal."""

    def read(row: Row, _known: Known) -> datetime:
        found = row.text(name, longest=30, required=True)
        for form in _MOMENTS:
            try:
                naive = datetime.strptime(found, form)  # noqa: DTZ007  # made aware below
            except ValueError:
                continue
            if 1900 <= naive.year <= 2200:
                return timezone.make_aware(naive, timezone.get_default_timezone()).astimezone(UTC)
        raise BadValue(name, f"«{found}» не день и время; напишите ДД.ММ.ГГГГ ЧЧ:ММ")

    return Column(
        name, label, read,
        lambda value, _k: timezone.localtime(value).strftime(_MOMENTS[0]) if value else "",
        required=True, **more,
    )  # fmt: skip


def opening(name: str, label: Promise) -> Column:
    def read(row: Row, _known: Known) -> str:
        try:
            return hours.canonical(row.text(name, longest=500, lines=True))
        except hours.BadHours as wrong:
            raise BadValue(name, str(wrong)) from wrong

    return Column(
        name, label, read, lambda value, _k: value.replace("; ", "\n"), type="textarea", longest=500,
        hint=_("Например: пн–чт 8:00–17:00, перерыв 12:00–13:00; пт 8:00–16:00. Ещё можно: ежедневно, будни,"
               " праздники, круглосуточно, выходной."),
    )  # fmt: skip


def point(name: str = "point") -> Column:
    """«54.6292, 39.7364», or columns `lat` and `lon` of a file."""

    def read(row: Row, _known: Known) -> Point | None:
        if name not in row.values and ("lat" in row.values or "lon" in row.values):
            lat, lon = row.number_between("lat", -85, 85), row.number_between("lon", -180, 180)
        else:
            said = row.text(name, longest=60)
            parts = re.split(r"[;\s]+|,\s+|,(?=-?\d+\.)", said) if said else ["", ""]
            if len(parts) != 2:
                raise BadValue(name, f"«{said}» не подходит; нужны широта и долгота: 54.6292, 39.7364")
            split = Row(row.number, {"lat": parts[0], "lon": parts[1]})
            try:
                lat, lon = split.number_between("lat", -85, 85), split.number_between("lon", -180, 180)
            except BadValue as wrong:
                raise BadValue(name, wrong.text) from wrong
        if (lat is None) is not (lon is None):
            raise BadValue(name, "нужны обе: широта и долгота")
        return None if lat is None or lon is None else Point(lon, lat, srid=4326)

    return Column(
        name, _("Точка на карте"), read,
        lambda value, _k: f"{value.y}, {value.x}" if value else "", longest=60,
        hint=_("Широта и долгота, например 54.6292, 39.7364. Пусто: без карты и без расстояния."),
    )  # fmt: skip


def lines(name: str, label: Promise, *, longest: int, **more: Any) -> Column:
    """A list of words, one a line."""

    def read(row: Row, _known: Known) -> list[str]:
        found = cell_lines(row, name)
        for one in found:
            if len(one) > longest:
                raise BadValue(name, f"строка «{one[:40]}…» длиннее {longest} знаков; сократите")
        return list(dict.fromkeys(found))

    return Column(
        name, label, read, lambda value, _k: "\n".join(value), type="textarea", longest=8000, **more
    )


def phones(name: str, label: Promise) -> Column:
    """Lines «Приёмная: +7 491 200-00-00»; without words before the number it is for whatever."""

    def read(row: Row, _known: Known) -> list[list[str]]:
        found = []
        for line in cell_lines(row, name):
            about, _sep, raw = line.rpartition(":")
            found.append([" ".join(about.split())[:150], phone(name, raw)])
        return found

    return Column(
        name, label, read,
        lambda value, _k: "\n".join(f"{about}: {raw}" if about else raw for about, raw in value),
        type="textarea", longest=8000,
        hint=_("По одному в строке: для чего, двоеточие, номер. Например: Приёмная: +7 491 200-00-00."),
    )  # fmt: skip


def persons(name: str, label: Promise) -> Column:
    """Lines «name | post | phone | hours of reception»; only the name is a must."""

    def read(row: Row, _known: Known) -> list[list[str]]:
        found = []
        for line in cell_lines(row, name):
            parts = [" ".join(part.split()) for part in line.split("|")]
            if len(parts) > 4 or not parts[0]:
                raise BadValue(
                    name, f"«{line[:60]}» не читается; нужно: имя | должность | телефон | часы приёма"
                )
            parts += [""] * (4 - len(parts))
            for part, longest in zip(parts, (150, 300, 60, 200), strict=True):
                if len(part) > longest:
                    raise BadValue(name, f"«{part[:40]}…» длиннее {longest} знаков; сократите")
            if parts[2]:
                parts[2] = phone(name, parts[2])
            found.append(parts)
        return found

    return Column(
        name, label, read,
        lambda value, _k: "\n".join(SEP.join(parts).rstrip("| ") for parts in value),
        type="textarea", longest=20_000,
        hint=_("По одному в строке: имя | должность | телефон | часы приёма. Обязательно только имя."),
    )  # fmt: skip


def body(label: Promise, *, required: bool) -> Column:
    def read(row: Row, known: Known) -> int | None:
        code = row.text("authority", longest=64, required=required)
        if code and code not in known.bodies:
            raise BadValue("authority", f"органа «{code}» нет; сначала загрузите органы или исправьте код")
        return known.bodies[code] if code else None

    return Column(
        "authority", label, read, lambda value, known: known.codes.get(value, ""), attr="authority_id",
        type="select", required=required, options=bodies,
    )  # fmt: skip


def municipality() -> Column:
    def read(row: Row, _known: Known) -> str:
        code = row.text("territory_code", longest=30)
        if not re.match(OKTMO, code):
            raise BadValue(
                "territory_code", f"«{code}» не подходит; нужен ОКТМО из 8 или 11 цифр или пусто: весь регион"
            )
        return code

    return Column(
        "territory_code", _("Муниципалитет"), read, lambda value, _k: value, type="select",
        options=municipalities,
    )  # fmt: skip


def phone(name: str, raw: str) -> str:
    """Raises BadValue."""
    said = " ".join(raw.replace("–", "-").split())
    if not _PHONE.fullmatch(said) or sum(sign.isdecimal() for sign in said) < 2:
        raise BadValue(name, f"«{raw.strip()[:60]}» не номер телефона; например: +7 491 200-00-00")
    return said


def cell_lines(row: Row, name: str) -> list[str]:
    """Of a cell with line breaks, or of a JSON list whose items are texts or lists of parts. Raises BadValue."""
    value = row.values.get(name)
    if isinstance(value, list):
        glue = ": " if name == "phones" else SEP
        value = "\n".join(glue.join(map(str, one)) if isinstance(one, list) else str(one) for one in value)
    told = Row(row.number, {name: value}, row.trouble).text(name, longest=20_000, lines=True)
    found = [line for line in told.split("\n") if line]
    if len(found) > LINES_MAX:
        raise BadValue(name, f"строк {len(found)}, можно не больше {LINES_MAX}")
    return found


def bodies(_on: date) -> list[tuple[str, str]]:
    return [("", "—"), *Authority.objects.order_by("name", "id").values_list("code", "name")]


def municipalities(on: date) -> list[tuple[str, str]]:
    return [("", "—"), *territories.territories(on=on)]
