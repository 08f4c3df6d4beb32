"""Weekly reports: wanted, made by the worker as PDF and XLSX, told to heads and supervisors every Monday morning."""

from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from otklik.authorities.models import Authority, Membership
from otklik.kit import clock, queued
from otklik.kit.errors import Refusal
from otklik.outbox.put import Note
from otklik.oversight.models import Report
from otklik.oversight.queries import lists
from otklik.oversight.queries.owed import Narrow
from otklik.oversight.queries.week import DAYS, REGION, Figures, figures, monday
from otklik.people import reach
from otklik.people.models import User

KINDS: Final = ("pdf", "xlsx")
OVERDUE_MOST: Final = 2_000  # appeals of the list of what is late
FIRST: Final = date(2000, 1, 3)


class NoSuchWeek(Refusal):
    """Not begun yet, or before there were any portals."""

    code = "no_such_week"


def want(week: date, authority_id: int | None, *, now: datetime) -> Report:
    """The report of the week that the day lies in; queued to be made unless it is there. authority_id None: the region.

    One that was made before its week was over is made anew. Raises NoSuchWeek.
    """
    first = monday(week)
    if not FIRST <= first <= timezone.localdate(now):
        raise NoSuchWeek(_("Такой недели ещё не было. Выберите прошедшую или идущую."))
    with transaction.atomic():
        report, _new = Report.objects.get_or_create(
            week=first, authority_id=authority_id, defaults={"wanted_at": now}
        )
        early = report.made_at is not None and timezone.localdate(report.made_at) < first + timedelta(
            days=DAYS
        )
        if early:
            report.made_at, report.wanted_at = None, now
            report.save(update_fields=["made_at", "wanted_at"])
        if report.made_at is None:
            queued.once(make_wanted, "wanted-reports", lock="reports")
    return report


def wake(*, now: datetime) -> int:
    """From settings.REPORT_WEEKDAY and REPORT_HOUR on: queue the reports of the week that is over, once. Returns 1 when
    it did.
    """
    local = timezone.localtime(now, timezone.get_default_timezone())
    if (local.isoweekday(), local.hour) < (settings.REPORT_WEEKDAY, settings.REPORT_HOUR):
        return 0
    week = monday(local.date()) - timedelta(days=DAYS)
    if Report.objects.filter(week=week, authority=None, told_at__isnull=False).exists():
        return 0
    return queued.once(make_weekly, "weekly-reports", lock="reports", week=week.isoformat())


def forget_old(*, now: datetime, limit: int = 200) -> int:
    """Delete reports made longer than settings.REPORT_KEEP_DAYS ago; return how many. Killed in the middle, the next
    run finds the row whose files are gone.
    """
    before = now - timedelta(days=settings.REPORT_KEEP_DAYS)
    old = list(Report.objects.filter(made_at__lt=before).order_by("made_at", "pk")[:limit])
    for report in old:
        for kind in KINDS:
            default_storage.delete(path(report, kind))
        report.delete()
    return len(old)


def path(report: Report, kind: str) -> str:
    """Where the storage keeps it. kind: one of KINDS."""
    return f"reports/{report.week}/{report.authority_id or 'region'}.{kind}"


def make(report: Report, found: Figures, *, now: datetime) -> None:
    """Write its files, then say that it is made. A repeat replaces them."""
    # typst and XlsxWriter: of the worker alone.
    from otklik.oversight.paper import pdf
    from otklik.oversight.table import xlsx

    today = timezone.localdate(now)
    asked = lists.Question(
        what=lists.What.OVERDUE,
        narrow=Narrow(report.authority_id or 0),
        topic=0,
        days=0,
        now=now,
        today=today,
    )
    late = lists.page(asked, size=OVERDUE_MOST).rows
    with translation.override(settings.LANGUAGE_CODE):
        name = report.authority.name if report.authority else _("Вся область")
        made = {
            "pdf": pdf(name, report.week, found, late, now=now),
            "xlsx": xlsx(name, report.week, found, late, now=now),
        }
    for kind, content in made.items():
        default_storage.save(path(report, kind), ContentFile(content))
    report.made_at, report.figures = now, found.kept()
    report.save(update_fields=["made_at", "figures"])


def make_waiting(*, now: datetime) -> int:
    """Those that somebody wants; returns how many were made."""
    waiting = list(_waiting().select_related("authority"))
    weeks = {report.week: figures(report.week, today=timezone.localdate(now)) for report in waiting}
    for report in waiting:
        make(report, weeks[report.week].get(report.authority_id or REGION, Figures()), now=now)
    return len(waiting)


def make_week(week: date, *, now: datetime) -> int:
    """Reports of the week for the region and for every authority that has anything to say; then the letters.

    Safe to repeat: what is made stays, nobody is told twice. Returns how many were made.
    """
    found, done = figures(week, today=timezone.localdate(now)), 0
    bodies = Authority.objects.in_bulk([key for key in found if key != REGION])
    for key in [*sorted(bodies), REGION]:
        report, _new = Report.objects.get_or_create(
            week=week, authority_id=key or None, defaults={"wanted_at": now}
        )
        if report.made_at is None or timezone.localdate(report.made_at) < week + timedelta(days=DAYS):
            make(report, found[key], now=now)
            done += 1
    _tell(week, now=now)
    return done


@transaction.atomic
def _tell(week: date, *, now: datetime) -> None:
    until = week + timedelta(days=DAYS - 1)
    context = {
        "week": f"{week:%d.%m.%Y}–{until:%d.%m.%Y}",
        "page": f"{settings.BASE_URL}/desk/reports?week={week}",
    }
    reach.tell_many(_readers(), Note("weekly-report", context, once=f"weekly-report {week}"))
    Report.objects.filter(week=week, authority=None).update(told_at=now)


def _readers() -> QuerySet[User]:
    """Supervisors, and heads who serve an authority."""
    serves = Membership.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(Q(role=User.Role.SUPERVISOR) | Q(role=User.Role.HEAD) & Exists(serves))


def _waiting() -> QuerySet[Report]:
    return Report.objects.filter(made_at__isnull=True).order_by("wanted_at", "pk")[:500]


@app.task(queue="reports")
def make_wanted() -> None:
    make_waiting(now=clock.now())


@app.task(queue="reports")
def make_weekly(week: str) -> None:
    make_week(date.fromisoformat(week), now=clock.now())
