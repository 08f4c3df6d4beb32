"""Weekly reports: what they say, who is told, who may read them, and that a citizen's formula stays words."""

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Change
from otklik.appeals.queries import names
from otklik.appeals.tests.given import an_appeal
from otklik.authorities.models import Authority, Membership
from otklik.authorities.tests.given import an_authority
from otklik.outbox.models import Message
from otklik.oversight import report
from otklik.oversight.models import Report
from otklik.oversight.queries.week import REGION, figures, monday
from otklik.people.models import User
from otklik.stats import folding
from otklik.web.citizen.tests.given import seen
from otklik.web.desk.tests.given import an_official
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

WEEK = date(2026, 3, 2)  # a Monday
NEXT = datetime(2026, 3, 9, 6, 0, tzinfo=UTC)  # the Monday after, 09:00 in Moscow
FORMULA = '=HYPERLINK("http://evil.example","Смотри")'


@pytest.fixture(autouse=True)
def fresh():
    names.known.again()
    yield
    names.known.again()


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=day)


def counted() -> None:
    Change.objects.bulk_create(Change(appeal_id=pk) for pk in Appeal.objects.values_list("pk", flat=True))
    folding.fold()
    names.known.again()


def lived(body: Authority) -> None:
    """Three of the week, one of the week before; one is late."""
    answered: dict[str, Any] = {"state": State.ANSWERED, "authority": body}
    an_appeal(
        **answered, received_at=at(0), published_at=at(0), answered_at=at(2), answer_by=at(5).date(), rating=5
    )
    an_appeal(**answered, received_at=at(-3), published_at=at(-3), answered_at=at(3), answer_by=at(1).date())
    an_appeal(**answered, received_at=at(-9), published_at=at(-7), answered_at=at(-5))
    an_appeal(
        state=State.REGISTERED, authority=body, received_at=at(1), published_at=at(1), answer_by=at(4).date(),
        text=FORMULA,
    )  # fmt: skip
    counted()


def made(body: Authority | None) -> Report:
    report.want(WEEK, body.pk if body else None, now=NEXT)
    report.make_waiting(now=NEXT)
    return Report.objects.get(authority=body)


def test_the_figures_are_those_of_the_appeals_beside_the_week_before():
    body = an_authority()
    lived(body)
    found = figures(WEEK, today=NEXT.date())
    for key in (body.pk, REGION):
        one = found[key]
        assert (one.sums.received, one.sums.answered, one.sums.in_time, one.overdue) == (2, 2, 1, 1)
        assert (one.before.received, one.before.answered, one.sums.mean_stars) == (1, 1, 5.0)
        assert (one.median, one.median_before) == (2, 2)


def test_a_report_is_made_as_pdf_and_xlsx_and_the_list_has_its_figures():
    body = an_authority(name="Дороги области")
    lived(body)
    made(body)
    client = an_official("supervisor")
    page = seen(client.get(f"/desk/reports?week={WEEK}"))
    assert re.search(r"Дороги области PDF · XLSX .* 2 2 1 1", page)
    found = Report.objects.get()
    pdf = client.get(f"/desk/reports/{found.pk}.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Type"] == "application/pdf"


def test_what_looks_like_a_formula_in_a_citizens_words_stays_words():
    body = an_authority(name="@SUM(1+1)")
    lived(body)
    found = made(body)
    raw = an_official("supervisor").get(f"/desk/reports/{found.pk}.xlsx").content
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        parts = {
            name: book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))
        }
    assert not any(re.search(r"<f[ >]", part) for part in parts.values())
    assert not any("hyperlink" in name or "<hyperlink" in part for name, part in parts.items())
    assert "=HYPERLINK(" in parts["xl/sharedStrings.xml"]
    assert "@SUM(1+1)" in parts["xl/sharedStrings.xml"]


def test_a_text_with_signs_that_xml_has_not_makes_a_whole_file():
    body = an_authority()
    lived(body)
    Appeal.objects.filter(state="registered").update(text="\x01 \ufffe <b>&amp; " + "я" * 500)
    assert made(body).made_at == NEXT


def test_every_monday_morning_they_are_made_and_heads_and_supervisors_get_one_letter():
    body, silent = an_authority(), an_authority()
    lived(body)
    for role in ("head", "supervisor", "clerk", "analyst"):
        user = User.objects.create_user(f"{role}@example.test", "pass", name=role, role=role)
        Membership.objects.create(user=user, authority=body)
    assert report.wake(now=NEXT - timedelta(hours=4)) == 0
    assert report.wake(now=NEXT) == 1
    assert report.make_week(WEEK, now=NEXT) == 2
    assert report.make_week(WEEK, now=NEXT) == 0
    assert report.wake(now=NEXT) == 0
    assert {r.authority_id for r in Report.objects.all()} == {None, body.pk}
    assert not Report.objects.filter(authority=silent).exists()
    letters = Message.objects.filter(kind="weekly-report")
    assert {letter.to for letter in letters} == {"head@example.test", "supervisor@example.test"}
    assert "/desk/reports?week=2026-03-02" in letters[0].context["page"]


def test_a_portal_that_slept_on_monday_makes_them_when_it_wakes(settings):
    assert report.wake(now=NEXT + timedelta(days=3)) == 1
    settings.REPORT_WEEKDAY = 5
    assert report.wake(now=NEXT) == 0


def test_what_was_made_before_the_week_was_over_is_made_anew():
    body = an_authority()
    lived(body)
    report.want(WEEK, body.pk, now=at(2))
    report.make_waiting(now=at(2))
    assert report.want(WEEK, body.pk, now=at(3)).made_at is None
    report.make_waiting(now=NEXT)
    assert report.want(WEEK, body.pk, now=NEXT).made_at == NEXT
    assert Report.objects.count() == 1


def test_an_official_reads_and_asks_for_the_own_body_only_a_head_for_those_below_too():
    mine, below, other = an_authority(name="Мой"), an_authority(name="Ниже"), an_authority(name="Чужой")
    Authority.objects.filter(pk=below.pk).update(superior=mine)
    for body in (mine, below, other):
        lived(body)
    found = {body.pk: made(body) for body in (mine, below, other)}
    region = made(None)
    clerk, head = an_official("clerk", mine), an_official("head", mine)

    def read(client: Client, of: Report) -> int:
        return int(client.get(f"/desk/reports/{of.pk}.xlsx").status_code)

    assert [read(clerk, one) for one in (*found.values(), region)] == [200, 404, 404, 404]
    assert [read(head, one) for one in (*found.values(), region)] == [200, 200, 404, 404]
    page = seen(clerk.get(f"/desk/reports?week={WEEK}"))
    assert "Мой" in page
    assert not re.search("Ниже|Чужой|Вся область", page)
    for asked in (str(other.pk), "region", "", "x", "9" * 30):
        assert clerk.post("/desk/reports/want", {"day": "2026-02-20", "body": asked}).status_code == 404
    assert clerk.post("/desk/reports/want", {"day": "2026-02-20", "body": str(mine.pk)}).status_code == 302
    assert Report.objects.filter(week="2026-02-16", authority=mine).exists()


@pytest.mark.parametrize("day", ["", "вчера", "1999-01-01", "2199-01-01", "2026-13-01"])
def test_a_week_that_cannot_be_reported_is_refused_in_words(day):
    client = an_official("supervisor")
    referer = {"Referer": "http://testserver/desk/reports"}
    answer = client.post("/desk/reports/want", {"day": day, "body": "region"}, follow=True, headers=referer)
    assert answer.status_code == 200
    assert re.search("Укажите|Такого дня нет|Такой недели", seen(answer))
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "path", ["?week=x", "?week=0001-01-01", "?week=2026-03-05", "/999.pdf", "/1.exe", "/1.docx"]
)
def test_other_nonsense_is_a_page_or_not_found(path):
    assert an_official("supervisor").get(f"/desk/reports{path}").status_code in (200, 404)


def test_a_week_begins_on_monday_and_the_page_takes_six_statements():
    assert monday(date(2026, 3, 8)) == WEEK
    for _n in range(5):
        body = an_authority()
        Report.objects.create(
            week=WEEK, authority=body, wanted_at=NEXT, made_at=NEXT,
            figures={"received": 1, "answered": 1, "in_time": 1, "overdue": 0},
        )  # fmt: skip
    client = as_(User.objects.create_user("a@example.test", "pass", name="Анна", role="analyst"))
    with CaptureQueriesContext(connection) as told:
        assert client.get("/desk/reports").status_code == 200
    assert len(told) <= 6


@pytest.mark.parametrize("role", ["citizen", "operator", "moderator"])
def test_nobody_else_reads_them(role):
    client = as_(User.objects.create_user("x@example.test", "pass", name="Икс", role=role))
    assert client.get("/desk/reports").status_code == 403
    assert client.get("/desk/reports/1.pdf").status_code == 403


def test_old_reports_are_deleted_with_their_files_by_portions_and_younger_ones_stay(settings):
    settings.REPORT_KEEP_DAYS = 700
    body = an_authority()
    old, region = made(body), made(None)
    waits, _new = Report.objects.get_or_create(week=WEEK - timedelta(days=7), authority=body, wanted_at=NEXT)
    assert default_storage.exists(report.path(old, "pdf"))
    assert report.forget_old(now=NEXT + timedelta(days=700)) == 0

    late = NEXT + timedelta(days=701)
    assert [report.forget_old(now=late, limit=1) for _run in range(3)] == [1, 1, 0]

    assert list(Report.objects.all()) == [waits]  # it is being made
    for one in (old, region):
        assert not any(default_storage.exists(report.path(one, kind)) for kind in report.KINDS)


def test_a_report_whose_files_are_gone_already_is_deleted_too():
    default_storage.delete(report.path(made(None), "pdf"))
    assert report.forget_old(now=NEXT + timedelta(days=731)) == 1
