"""Borders that an administrator uploads: kept as a draft, compared with those in force, taken in one transaction.

`begin` → a job runs `check` → the administrator looks at the difference → `order` → a job runs `take`. From the day
they are valid on, `move_settlements` (by the clock) writes the new territory of settlements. Every step may run twice.
"""

import tempfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.contrib.gis.geos import GEOSGeometry
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.kit.importing import BadFile, Report, trial_or_real
from otklik.people import changes
from otklik.people.models import User
from otklik.places import borderfile, difference
from otklik.places.difference import Problem
from otklik.places.models import BorderPlan, Settlement, Territory

MOST_BYTES: Final = 20_000_000  # the largest region's municipalities are 3 MB
_READ: Final = 70  # percent of the work that reading is
_OPEN: Final = (BorderPlan.State.CHECKING, BorderPlan.State.READY, BorderPlan.State.TAKING)
_TOLD: Final = 200  # problems that a page can show
_State = BorderPlan.State


class BadPlan(Refusal):
    """Cannot be done with this upload; the text says why."""

    code = "bad_plan"
    status = 422


def begin(raw: bytes, *, title: str, valid_from: date, whole: bool, by: User, now: datetime) -> BorderPlan:
    """Keep the file as a draft that waits for its check. Raises BadPlan: too big, empty, another one is open."""
    if not raw.strip():
        raise BadPlan(_("Файл пустой. Выберите GeoJSON с границами."))
    if len(raw) > MOST_BYTES:
        said = {"mb": MOST_BYTES // 10**6}
        raise BadPlan(_("Файл больше %(mb)d МБ. Упростите границы и загрузите снова.") % said)
    key = uuid4()
    try:
        with transaction.atomic():
            plan = BorderPlan.objects.create(
                by=by, at=now, title=title[:150], file=key, valid_from=valid_from, whole=whole
            )
    except IntegrityError as e:
        raise BadPlan(_("Уже загружены другие границы. Примите их или откажитесь от них.")) from e
    default_storage.save(_path(plan), ContentFile(raw))
    return plan


def check(plan_id: int, *, appeals: Callable[[GEOSGeometry], int]) -> None:
    """Read the file, try it, write down what it would change. appeals: how many lie in a piece of land."""
    plan = BorderPlan.objects.get(pk=plan_id)
    if plan.state != _State.CHECKING:
        return
    report = Report()
    try:
        versions = _read(plan, report)
        with trial_or_real(dry_run=True):
            plan.base = difference.fingerprint()
            found = _tried(plan, versions, report, appeals)
    except BadFile as bad:
        _finish(plan, _State.REFUSED, trouble=bad.text)
        return
    plan.report = found.as_json()
    plan.heirs = {row.code: row.heir for row in found.of("gone") if row.heir}
    _finish(plan, _State.READY)


def order(plan_id: int, *, heirs: Mapping[str, str], by: User, now: datetime) -> None:
    """The administrator takes the borders; a job writes them. heirs: code that ends → code of its successor.

    Raises BadPlan: not checked, with mistakes, taken or dropped by somebody else, a successor that is not there.
    """
    with transaction.atomic():
        plan = _locked(plan_id)
        if plan.state in (_State.TAKING, _State.TAKEN):
            return
        found = difference.from_json(plan.report)
        if plan.state != _State.READY or not found.may_be_taken:
            raise BadPlan(_("Эти границы принять нельзя: посмотрите, что с ними не так."))
        known = {row.code for row in found.rows if row.what != "gone"}
        wrong = [heir for heir in heirs.values() if heir and heir not in known]
        if wrong:
            raise BadPlan(_("Преемника %(code)s среди границ нет. Выберите другого.") % {"code": wrong[0]})
        gone = {row.code for row in found.of("gone")}
        plan.heirs = {code: heir for code, heir in heirs.items() if heir and code in gone}
        plan.state, plan.by, plan.at = _State.TAKING, by, now
        plan.save(update_fields=["heirs", "state", "by", "at"])


def take(plan_id: int, *, now: datetime) -> bool:
    """Write the versions: all or nothing. False: the borders in force changed meanwhile, it must be checked anew."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE places_territory IN SHARE ROW EXCLUSIVE MODE")
        plan = _locked(plan_id)
        if plan.state != _State.TAKING:
            return True
        if difference.fingerprint() != plan.base:
            _finish(plan, _State.CHECKING)
            return False
        report = Report()
        _tried(plan, _read(plan, report), report, lambda _geom: 0)
        for code, heir in plan.heirs.items():
            after = Territory.objects.filter(_valid(plan.valid_from), code=heir).first()
            ended = Territory.objects.filter(code=code, valid_to=plan.valid_from - timedelta(days=1))
            (ended.exclude(pk=after.pk) if after else ended).update(successor=after)
        plan.moves = difference.settlements() | _without_point(plan.heirs)
        plan.save(update_fields=["moves"])
        _journal(plan, now)
        _finish(plan, _State.TAKEN)
        move_settlements(now=now)
    return True


def drop(plan_id: int, *, by: User, now: datetime) -> None:
    """The draft is not wanted; a repeat changes nothing. Raises BadPlan: it was taken.

    A job that is writing it holds the row: this waits, and finds it taken."""
    with transaction.atomic():
        plan = _locked(plan_id)
        if plan.state == _State.TAKEN:
            raise BadPlan(_("Эти границы уже приняты."))
        if plan.state != _State.DROPPED:
            changes.write(by=by, what="territories:draft", before=plan.title, after=None, now=now)
            _finish(plan, _State.DROPPED)
    default_storage.delete(_path(plan))


def move_settlements(*, now: datetime) -> int:
    """Settlements of borders that are valid by now get their territory; return how many."""
    moved, today = 0, timezone.localdate(now)
    for plan in BorderPlan.objects.filter(state=_State.TAKEN, moved_at=None, valid_from__lte=today).order_by(
        "pk"
    ):
        with transaction.atomic():
            for code, territory in plan.moves.items():
                moved += Settlement.objects.filter(code=code).update(territory_code=territory)
            BorderPlan.objects.filter(pk=plan.pk).update(moved_at=now)
    return moved


def latest() -> BorderPlan | None:
    """The draft that is open, else the last one that ended in trouble or was taken."""
    return BorderPlan.objects.exclude(state=_State.DROPPED).order_by("-pk").defer("report", "moves").first()


def _read(plan: BorderPlan, report: Report) -> list[borderfile.Version]:
    """Raises BadFile."""
    told = [plan.progress]

    def done(part: float) -> None:
        percent = int(part * _READ)
        if percent >= told[0] + 5:
            told[0] = percent
            BorderPlan.objects.filter(pk=plan.pk).update(progress=percent)

    by_name = Territory.objects.filter(_valid(plan.valid_from - timedelta(days=1))).values_list(
        "name", "code"
    )
    with tempfile.TemporaryDirectory() as folder, default_storage.open(_path(plan)) as kept:
        path = Path(folder, "borders.geojson")
        path.write_bytes(kept.read())
        try:
            return borderfile.read(path, report, valid_from=plan.valid_from, codes=dict(by_name), done=done)
        except BadFile as bad:
            raise BadFile(bad.text.replace(str(path), f"«{plan.title}»")) from bad


def _tried(
    plan: BorderPlan,
    versions: list[borderfile.Version],
    report: Report,
    appeals: Callable[[GEOSGeometry], int],
) -> difference.Difference:
    """Within a transaction: the versions written, those that are not in the file ended, and what that changed."""
    difference.remember(on=plan.valid_from)
    codes = {one.values["code"] for one in versions}
    wrong = _end_others(codes, plan) if plan.whole and not report.errors else []
    borderfile.store(_news(versions, plan), report)
    found = difference.compare(on=plan.valid_from, appeals=appeals)
    told = [Problem(str(error), hard=True) for error in report.errors]
    told += [Problem(text, hard=True) for text in wrong]
    told += [Problem(str(note), hard=False) for note in report.notes]
    found.problems[:0] = told[:_TOLD]
    return found


def _news(versions: list[borderfile.Version], plan: BorderPlan) -> list[borderfile.Version]:
    """Those that are not in force as they are; short name and kind stay where the file does not say others."""
    there = {one.code: one for one in Territory.objects.filter(_valid(plan.valid_from))}
    news = []
    for version in versions:
        values, now = version.values, there.get(version.values["code"])
        if now is not None and values["name"] == now.name:
            values["kind"] = values["kind"] or now.kind
            if values["short_name"] == values["name"][: len(values["short_name"])]:
                values["short_name"] = now.short_name
            same = all(values[name] == getattr(now, name) for name in ("short_name", "kind", "valid_to"))
            if same and difference.same_land(now.geom, values["geom"]):
                continue
        news.append(version)
    return news


def _end_others(codes: set[str], plan: BorderPlan) -> list[str]:
    """Who is not in the file ends on the day before; return what stands in the way."""
    others = Territory.objects.filter(_valid(plan.valid_from)).exclude(code__in=codes)
    late = [one.name for one in others if one.valid_from >= plan.valid_from]
    others.filter(valid_from__lt=plan.valid_from).update(valid_to=plan.valid_from - timedelta(days=1))
    return [
        f"«{name}» действует с того же дня, закончить его раньше нельзя; выберите день позже" for name in late
    ]


def _without_point(heirs: Mapping[str, str]) -> dict[str, str]:
    """Settlements nobody knows the place of go where their territory goes."""
    rows = Settlement.objects.filter(point=None, territory_code__in=list(heirs))
    return {code: heirs[territory] for code, territory in rows.values_list("code", "territory_code")}


def _journal(plan: BorderPlan, now: datetime) -> None:
    rows = [row for row in difference.from_json(plan.report).rows if row.what != "same"]
    before = {row.code: f"{row.was_name}, {row.km2_before} км²" for row in rows if row.what != "new"}
    after = {row.code: f"{row.name}, {row.km2_after} км²" for row in rows if row.what != "gone"}
    what = f"territories:{plan.valid_from}"
    changes.write(by=plan.by, what=what, before=before, after=after | {"file": plan.title}, now=now)


def _finish(plan: BorderPlan, state: BorderPlan.State, trouble: str = "") -> None:
    plan.state, plan.progress, plan.trouble = state, 0, trouble[:500]
    plan.save(update_fields=["state", "progress", "trouble", "base", "report", "heirs"])


def _locked(plan_id: int) -> BorderPlan:
    return BorderPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)


def _valid(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


def _path(plan: BorderPlan) -> str:
    return f"borders/{plan.file.hex}.geojson"
