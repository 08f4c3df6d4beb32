"""The catalogue of measures of support: kept by the desk, read by everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from otklik.business import content as contents
from otklik.business.content import Typed
from otklik.business.models import Measure
from otklik.kit import paging
from otklik.kit.errors import Refusal
from otklik.kit.marks import Changed, mark
from otklik.kit.slugs import slug
from otklik.people import changes
from otklik.people.models import User
from otklik.places.models import Territory

PAGE: Final = 20
_MAKING: Final = 7_310_421  # advisory: one measure is made at a time
COLUMNS: Final = (
    "kind", "sizes", "okved", "territory_codes", "texts", "title", "phone", "email", "url", "valid_from", "valid_to",
    "source_title", "source_url", "checked_on", "active",
)  # fmt: skip


class NoMeasure(Refusal):
    code = "no_measure"
    status = 404


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows the catalogue; "" and None narrow nothing."""

    kind: str = ""
    size: str = ""
    okved: str = ""  # a code: measures for its beginnings count
    area: str = ""  # OKTMO
    open_on: date | None = None  # one may still apply on that day


@dataclass(frozen=True, slots=True)
class Shown:
    """A measure in the reader's language, or in Russian."""

    code: str
    kind: str
    sizes: tuple[str, ...]
    okved: tuple[str, ...]
    territory_codes: tuple[str, ...]
    texts: Mapping[str, str]  # title, summary, amount, conditions, how, provider; what is empty is left out
    language: str
    phone: str
    email: str
    url: str
    valid_from: date | None
    valid_to: date | None
    source_title: str
    source_url: str
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    rows: list[Shown]
    newer: str | None
    older: str | None


def catalogue(asked: Asked, *, language: str, cursor: str = "", size: int = PAGE) -> Catalogue:
    """The newest first. One statement. Raises BadCursor."""
    cut = paging.cut(_narrowed(asked), column="published_at", cursor=cursor, size=size)
    return Catalogue([_shown(row, language) for row in cut.rows], cut.newer, cut.older)


def one(code: str, *, language: str) -> Shown | None:
    """None: there is none, or it is hidden. One that is over is still there. One statement."""
    row = Measure.objects.filter(code=code, active=True).first()
    return _shown(row, language) if row else None


@transaction.atomic
def keep(
    typed: Typed, *, code: str, seen: str, by: User | None, now: datetime, wanted: str = ""
) -> tuple[str, bool]:
    """Make or change a measure; its code, and whether anything changed.

    code: "" makes one, called `wanted` or after its title, which pressed twice it does once. seen: the mark that the
    form was opened with; "" overwrites.
    Raises BadMeasure, NoMeasure, Changed.
    """
    values = contents.checked(typed, territories=list(Territory.objects.values_list("code", flat=True)))
    if not code:
        if not wanted and (there := _same(values)):
            return there, False
        taken = set(Measure.objects.values_list("code", flat=True))
        made = Measure(
            code=wanted or slug(values["title"], taken=taken, longest=80), published_at=now, changed_at=now
        )
        return _kept(made, values, {}, by=by, now=now)
    row = Measure.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NoMeasure(_("Такой меры поддержки нет."))
    before = {name: getattr(row, name) for name in COLUMNS}
    if before == values:
        return row.code, False
    if seen and seen != mark(before):
        raise Changed(
            _("Пока вы писали, меру сохранил кто-то ещё. Ваш текст остался в форме: сравните и сохраните.")
        )
    return _kept(row, values, before, by=by, now=now)


def edited(code: str) -> tuple[Typed, str]:
    """What a form begins with, and its mark. Raises Measure.DoesNotExist."""
    row = Measure.objects.get(code=code)
    values = {name: getattr(row, name) for name in COLUMNS}
    return typed_of(values), mark(values)


def typed_of(values: Mapping[str, Any]) -> Typed:
    said = {name: values[name] for name in COLUMNS if name != "title"}
    for name in ("valid_from", "valid_to", "checked_on"):
        said[name] = said[name].isoformat() if said[name] else ""
    return Typed(**{**said, "okved": ", ".join(said["okved"])})


def for_desk(*, words: str = "", cursor: str = "") -> paging.Cut[Measure]:
    """All, the last changed first. words: part of the title. One statement. Raises BadCursor."""
    rows = Measure.objects.defer("texts")
    if words:
        rows = rows.filter(title__icontains=words)
    return paging.cut(rows, column="changed_at", cursor=cursor, size=PAGE)


def exported() -> list[dict[str, Any]]:
    """All, by code."""
    rows = Measure.objects.order_by("code").values("code", *(name for name in COLUMNS if name != "title"))
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in rows
    ]


def _same(values: Mapping[str, Any]) -> str:
    """The code of a measure that says just this; "" where there is none. Who comes at the same time waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MAKING])
    rows = Measure.objects.filter(title=values["title"]).order_by("id")
    same = (row.code for row in rows if all(getattr(row, name) == values[name] for name in COLUMNS))
    return next(same, "")


def _narrowed(asked: Asked) -> QuerySet[Measure]:
    rows = Measure.objects.filter(active=True)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.size:
        rows = rows.filter(Q(sizes=[]) | Q(sizes__contains=[asked.size]))
    if asked.okved:
        rows = rows.filter(Q(okved=[]) | Q(okved__overlap=contents.beginnings(asked.okved)))
    if asked.area:
        rows = rows.filter(Q(territory_codes=[]) | Q(territory_codes__contains=[asked.area]))
    if asked.open_on:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=asked.open_on))
    return rows


def _kept(
    row: Measure, values: Mapping[str, Any], before: Mapping[str, Any], *, by: User | None, now: datetime
) -> tuple[str, bool]:
    for name, value in values.items():
        setattr(row, name, value)
    row.changed_at = now
    row.save()
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    was = {name: value.isoformat() if isinstance(value, date) else value for name, value in before.items()}
    changes.write(by=by, what=f"measure:{row.code}", before=was or None, after=said, now=now)
    return row.code, True


def _shown(row: Measure, language: str) -> Shown:
    spoken = language if language in row.texts else settings.LANGUAGE_CODE
    return Shown(
        code=row.code, kind=row.kind, sizes=tuple(row.sizes), okved=tuple(row.okved),
        territory_codes=tuple(row.territory_codes), texts=row.texts.get(spoken, {}), language=spoken,
        phone=row.phone, email=row.email, url=row.url, valid_from=row.valid_from, valid_to=row.valid_to,
        source_title=row.source_title, source_url=row.source_url, checked_on=row.checked_on,
    )  # fmt: skip
