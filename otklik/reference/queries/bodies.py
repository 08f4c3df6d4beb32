"""The directory of authorities, and one of them with all that people want to know of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from otklik.authorities.models import Authority, Duty
from otklik.classifier.models import Topic
from otklik.kit.paging import BadCursor
from otklik.reference.models import Office

LISTED: Final = 30  # bodies of a page
TOPICS: Final = 400  # of a body that are named


@dataclass(frozen=True, slots=True)
class Trust:
    """Where something is from, and when it was compared with that."""

    source: str = ""
    url: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class BodyLine:
    id: int
    code: str
    name: str
    level: str
    territory_code: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class OfficeCard:
    about: str = ""
    hours: str = ""
    reception: str = ""
    persons: Sequence[Sequence[str]] = ()  # name, post, phone, hours of reception
    phones: Sequence[Sequence[str]] = ()  # what it is for, number
    point: tuple[float, float] | None = None  # lon, lat
    trust: Trust = field(default_factory=Trust)


@dataclass(frozen=True, slots=True)
class BodyCard:
    id: int
    code: str
    name: str
    level: str
    territory_code: str
    head_name: str
    head_post: str
    phone: str
    email: str
    site: str
    address: str
    superior: tuple[str, str] | None  # code, name
    office: OfficeCard


def listed(*, typed: str = "", area: str = "", level: str = "", after: int | None = None) -> list[BodyLine]:
    """Active bodies by name from the one after `after`; one more than LISTED: there is another page. Two statements
    at most.

    typed: a part of the name or of the head's. area: OKTMO of a municipality; its settlements' bodies come along.
    """
    rows = Authority.objects.filter(active=True).order_by("name", "id")
    if typed:
        rows = rows.filter(
            Q(name__icontains=typed) | Q(short_name__icontains=typed) | Q(head_name__icontains=typed)
        )
    if area:
        rows = rows.filter(territory_code__startswith=area)
    if level:
        rows = rows.filter(level=level)
    last = Authority.objects.filter(pk=after).only("name").first() if after is not None else None
    if last:
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, id__gt=last.pk))
    return [
        BodyLine(
            one.pk, one.code, one.name, _level(one), one.territory_code, one.phone, one.address
        )
        for one in rows[: LISTED + 1]
    ]  # fmt: skip


def place_of(cursor: str) -> int | None:
    """The row after which a page begins, as programs send it back. Raises BadCursor."""
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 18):
        raise BadCursor(_("Адрес страницы списка неполон или изменён. Откройте список с начала."))
    return int(cursor)


def card(code: str) -> BodyCard | None:
    """None: there is no such active body. One statement."""
    one = Authority.objects.select_related("superior", "office").filter(code=code, active=True).first()
    return _card(one, office_of(one), one.superior) if one else None


def of(authority: Authority) -> BodyCard:
    """The same of a body that routing has found. One statement."""
    office = Office.objects.filter(authority=authority).first()
    return _card(authority, _office(office) if office else OfficeCard(), None)


def below(authority_id: int) -> list[tuple[str, str]]:
    """(code, name) of active bodies under it."""
    rows = Authority.objects.filter(superior=authority_id, active=True).order_by("name", "id")
    return list(rows.values_list("code", "name")[:100])


def topics(authority_id: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """(category, [(code, title) of topics]) on which it is asked first, somewhere in the region. Two statements."""
    subjects = set(_first_asked(authority_id).values_list("subject", flat=True))
    rows = (
        Topic.objects.filter(Q(code__in=subjects) | Q(duty__in=subjects), active=True, category__active=True)
        .order_by("category__order", "order", "code")
        .values_list("category__title", "code", "title")[:TOPICS]
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for category, code, title in rows:
        found.setdefault(category, []).append((code, title))
    return list(found.items())


def _first_asked(authority_id: int) -> QuerySet[Duty]:
    """Its duties less those that an active body has before it."""
    before = Duty.objects.filter(
        subject=OuterRef("subject"),
        territory_code=OuterRef("territory_code"),
        rank__lt=OuterRef("rank"),
        authority__active=True,
    )
    return Duty.objects.filter(~Exists(before), authority=authority_id)


def office_of(one: Authority) -> OfficeCard:
    """Of a body that was read with its `office`."""
    office = getattr(one, "office", None)
    return _office(office) if office else OfficeCard()


def _card(one: Authority, office: OfficeCard, superior: Authority | None) -> BodyCard:
    return BodyCard(
        one.pk, one.code, one.name, _level(one), one.territory_code, one.head_name, one.head_post, one.phone,
        one.email, one.site, one.address,
        (superior.code, superior.name) if superior and superior.active else None,
        office,
    )  # fmt: skip


def _office(row: Office) -> OfficeCard:
    return OfficeCard(
        about=row.about,
        hours=row.hours,
        reception=row.reception,
        persons=row.persons,
        phones=row.phones,
        point=(row.point.x, row.point.y) if row.point else None,
        trust=Trust(row.source, row.source_url, row.checked_on),
    )


def _level(one: Authority) -> str:
    return str(Authority.Level(one.level).label)
