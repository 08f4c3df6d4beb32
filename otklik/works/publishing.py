"""A work is published, its times move, it is cancelled: each in one transaction, each told of (`telling`) and kept in
its journal. Nothing is ever deleted: what did not happen is cancelled.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.kit.marks import Changed, mark
from otklik.people.models import User
from otklik.places import queries as places
from otklik.works import telling
from otklik.works.models import WHERE_MAX, Change, Place, Work
from otklik.works.whereabouts import Spot, line_of

TEXT_MAX: Final = 1000  # characters
PERFORMER_MAX: Final = 200
REASON_MAX: Final = 300
LONGEST: Final = timedelta(days=400)
AHEAD: Final = timedelta(days=400)
BACK: Final = timedelta(days=30)  # so long ago one may have begun that is told of only now


class BadWork(Refusal):
    """Something of it cannot be; `errors` by name of the field."""

    code = "bad_work"
    status = 422

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


class NotThere(Refusal):
    """No such work, or somebody else's."""

    code = "no_work"
    status = 404


class Over(Refusal):
    """It has ended or was cancelled: there is nothing to change."""

    code = "work_over"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose work it is: an authority, or an organisation that an administrator let publish."""

    authority_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a work comes from, and what makes a repeat of it known."""

    source: Work.Source = Work.Source.DESK
    form: UUID | None = None  # sent twice, it makes one
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changes a work. owners: whose works they may; None: everybody's."""

    owners: tuple[Owner, ...] | None
    by: User | None
    reason: str = ""
    shown: str = ""  # the mark of what the form showed; "" of a program, which has none


@dataclass(frozen=True, slots=True)
class Wish:
    """A work as it is to be; places are read already (`whereabouts.read`)."""

    kind: str
    text: str
    starts_at: datetime
    ends_at: datetime
    spots: tuple[Spot, ...] = ()
    told: tuple[str, ...] = ()  # the places in words, a part each
    area: Polygon | MultiPolygon | None = None
    point: tuple[float, float] | None = None  # lon, lat: the middle, for a picture
    emergency: bool = False
    performer: str = ""
    typed: dict[str, Any] = field(default_factory=dict)


TYPED: Final = Origin()


@transaction.atomic
def publish(wish: Wish, owner: Owner, *, by: User | None, now: datetime, origin: Origin = TYPED) -> Work:
    """Everybody sees it, subscribers are told. The same again is the work that it made. Raises BadWork."""
    if origin.form and (there := Work.objects.filter(form=origin.form).first()):
        return there
    _check(wish)
    _check_new(wish, now=now)
    work = Work(made_at=now, made_by=by, **asdict(origin), **asdict(owner))
    _put(work, wish)
    try:
        with transaction.atomic():
            work.save(force_insert=True)
    except IntegrityError:
        same: dict[str, Any] = {"form": origin.form} if origin.form else {"external_id": origin.external_id}
        if there := Work.objects.filter(**same, **asdict(owner)).first():
            return there  # sent twice at once
        raise
    _place(work, wish)
    Change.objects.create(work=work, what=Change.What.PUBLISHED, at=now, by=by)
    telling.tell_later(work)
    return work


@transaction.atomic
def edit(work_id: int, wish: Wish, hand: Hand, *, now: datetime) -> Work:
    """Make the work as wished; new times are told, other words only shown. What is so already changes nothing.

    Raises NotThere, Over, Changed, BadWork.
    """
    work = locked(work_id, hand)
    if hand.shown and hand.shown != mark_of(work):
        raise Changed(_("Пока вы правили, эти работы изменил другой сотрудник. Откройте страницу заново."))
    if over(work, now=now):
        raise Over(_("Эти работы уже закончились или отменены. Опубликуйте новые."))
    _check(wish)
    if wish.ends_at < now:
        raise BadWork({"ends_at": _("Это время уже прошло. Проверьте дату окончания.")})
    before, was = mark_of(work), (work.starts_at, work.ends_at)
    _put(work, wish)
    if mark_of(work) == before:
        return work
    moved = was != (work.starts_at, work.ends_at)
    if moved:
        work.revision += 1
    work.save()
    Place.objects.filter(work=work).delete()
    _place(work, wish)
    detail = {"starts_at": was[0].isoformat(), "ends_at": was[1].isoformat()} if moved else {}
    what = Change.What.MOVED if moved else Change.What.EDITED
    Change.objects.create(work=work, what=what, at=now, by=hand.by, reason=_cut(hand.reason), detail=detail)
    telling.tell_later(work)  # of other places: those who live there have heard nothing yet
    return work


@transaction.atomic
def move_end(work_id: int, ends_at: datetime, hand: Hand, *, now: datetime) -> Work:
    """Prolong it, or end it earlier: `now` ends it at once. A repeat changes nothing.

    Raises NotThere, Over, BadWork.
    """
    work = locked(work_id, hand)
    if work.ends_at == ends_at:
        return work
    if over(work, now=now):
        raise Over(_("Эти работы уже закончились или отменены. Опубликуйте новые."))
    if ends_at <= work.starts_at:
        raise BadWork({"ends_at": _("Окончание раньше начала. Если работ не будет, отмените их.")})
    if ends_at < now or ends_at - work.starts_at > LONGEST:
        raise BadWork({"ends_at": _("Укажите время не раньше нынешнего и не дальше года с начала.")})
    detail = {"starts_at": work.starts_at.isoformat(), "ends_at": work.ends_at.isoformat()}
    work.ends_at, work.revision = ends_at, work.revision + 1
    work.save(update_fields=["ends_at", "revision"])
    Place.objects.filter(work=work).update(ends_at=ends_at)
    what = Change.What.MOVED
    Change.objects.create(work=work, what=what, at=now, by=hand.by, reason=_cut(hand.reason), detail=detail)
    telling.tell_later(work)
    return work


@transaction.atomic
def cancel(work_id: int, hand: Hand, *, now: datetime) -> Work:
    """They will not be. Whoever was told is told. A repeat changes nothing. Raises NotThere, Over, BadWork."""
    work = locked(work_id, hand)
    if work.cancelled:
        return work
    if over(work, now=now):
        raise Over(_("Эти работы уже закончились."))
    if not hand.reason.strip():
        raise BadWork({"reason": _("Напишите, почему работы отменены: это прочитают жители.")})
    work.cancelled, work.revision = True, work.revision + 1
    work.save(update_fields=["cancelled", "revision"])
    Place.objects.filter(work=work).delete()
    Change.objects.create(work=work, what=Change.What.CANCELLED, at=now, by=hand.by, reason=_cut(hand.reason))
    telling.tell_later(work)
    return work


def locked(work_id: int, hand: Hand) -> Work:
    """Until commit. Raises NotThere."""
    work = Work.objects.select_for_update(of=("self",)).filter(pk=work_id).first()
    mine = work and (hand.owners is None or Owner(work.authority_id, work.organisation_id) in hand.owners)
    if work is None or not mine:
        raise NotThere(_("Таких работ нет, или они другого органа."))
    return work


def over(work: Work, *, now: datetime) -> bool:
    return work.cancelled or work.ends_at <= now


def mark_of(work: Work) -> str:
    """Of what a form shows."""
    times = [work.starts_at.timestamp(), work.ends_at.timestamp(), work.cancelled]
    words = [work.kind, work.emergency, work.text, work.performer, work.where, work.typed]
    return mark([*times, *words, sorted(work.area_codes), work.area.wkt if work.area else ""])


def _put(work: Work, wish: Wish) -> None:
    work.kind, work.emergency = wish.kind, wish.emergency
    work.text, work.performer = _plain(wish.text), _plain(wish.performer)
    work.starts_at, work.ends_at, work.typed = wish.starts_at, wish.ends_at, wish.typed
    work.where = line_of(wish.told, WHERE_MAX)
    work.area = wish.area
    middle = wish.area.centroid if wish.area else None
    at = wish.point or ((middle.x, middle.y) if middle else None)
    work.point = Point(at[0], at[1], srid=4326) if at else None
    work.area_codes = _territories(wish, at)


def _territories(wish: Wish, at: tuple[float, float] | None) -> list[str]:
    codes = {spot.territory_code for spot in wish.spots}
    if not codes and at:
        found = places.at_point(*at, on=timezone.localdate(wish.starts_at))
        if isinstance(found, places.Found):
            codes = {found.territory.code}
        elif isinstance(found, places.NearBorder):
            codes = {one.code for one in found.choices}
    return sorted(codes)


def _place(work: Work, wish: Wish) -> None:
    Place.objects.bulk_create(
        Place(
            work=work,
            key=spot.key,
            ends_at=work.ends_at,
            territory_code=spot.territory_code,
            settlement_id=spot.settlement_id,
            street_id=spot.street_id,
            house_id=spot.house_id,
        )
        for spot in {spot.key: spot for spot in wish.spots}.values()
    )


def _check(wish: Wish) -> None:
    errors = {**wrong_words(wish.kind, wish.text, wish.performer), **_wrong_times(wish)}
    if not wish.spots and wish.area is None:
        errors["settlement"] = _("Укажите, где: населённый пункт, муниципалитет или место на карте.")
    if errors:
        raise BadWork(errors)


def wrong_words(kind: str, text: str, performer: str) -> dict[str, str]:
    """What is wrong, by the names of a wish, in the order of a form."""
    errors: dict[str, str] = {}
    if kind not in Work.Kind:
        errors["kind"] = _("Выберите, что отключают.")
    if not _plain(text):
        errors["text"] = _("Напишите, что произойдёт: простыми словами.")
    elif len(_plain(text)) > TEXT_MAX:
        errors["text"] = _("Текст длиннее %(n)d знаков. Сократите его.") % {"n": TEXT_MAX}
    if len(_plain(performer)) > PERFORMER_MAX:
        errors["performer"] = _("Название длиннее %(n)d знаков. Сократите его.") % {"n": PERFORMER_MAX}
    return errors


def _wrong_times(wish: Wish) -> dict[str, str]:
    if wish.ends_at <= wish.starts_at:
        return {"ends_at": _("Окончание должно быть позже начала.")}
    if wish.ends_at - wish.starts_at > LONGEST:
        return {"ends_at": _("Работы длятся больше года. Проверьте время окончания.")}
    return {}


def _check_new(wish: Wish, *, now: datetime) -> None:
    """Not of one that is changed: it may have begun long ago."""
    if wish.ends_at <= now:
        raise BadWork({"ends_at": _("Это время уже прошло. Проверьте дату окончания.")})
    if not now - BACK <= wish.starts_at <= now + AHEAD:
        raise BadWork({"starts_at": _("Начало слишком далеко от сегодняшнего дня. Проверьте дату.")})


def _plain(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def _cut(text: str) -> str:
    return _plain(text)[:REASON_MAX]
