"""A supervisor goes from a number to its appeal, takes it under control and lets it go. Keyboard alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import Move, State
from otklik.appeals.models import Appeal, Change, JournalRow
from otklik.appeals.queries import names
from otklik.appeals.tests.given import a_moderator, an_appeal
from otklik.authorities.tests.given import an_authority
from otklik.exchange import outbox
from otklik.kit import clock
from otklik.oversight.models import Report
from otklik.stats import folding
from otklik.web.desk.tests.test_packet import kept
from tests.browser.given import sign_in
from tests.browser.keys import Keys
from tests.browser.test_staff import LONG, good, someone

pytestmark = [pytest.mark.browser, pytest.mark.desks, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def late() -> Appeal:
    """Of an authority with a long name; a moderator has refused something; all is counted."""
    body = an_authority(name=LONG)
    yesterday = timezone.localdate(clock.now()) - timedelta(days=1)
    appeal = an_appeal(state=State.REGISTERED, authority=body, answer_by=yesterday)
    JournalRow.objects.create(
        appeal=appeal, move=Move.PUBLISH, from_state="moderation", to_state="published", actor=a_moderator(),
        at=clock.now(),
    )  # fmt: skip
    Change.objects.create(appeal=appeal)
    folding.fold()
    names.known.again()
    return appeal


def take(page: Page, keys: Keys, axe: Callable[[Page], None]) -> None:
    keys.to(page.locator("summary", has_text="Взять под контроль"))
    page.keyboard.press("Enter")
    keys.to(page.get_by_label("Почему"))
    page.keyboard.type("Третья жалоба за неделю")
    good(page, axe)
    keys.press("Взять под контроль")
    expect(page.get_by_role("status")).to_contain_text("взято под контроль")
    good(page, axe)


def test_from_a_number_to_the_appeal_and_under_control(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None], late: Appeal
):
    sign_in(page, live_server.url, someone("supervisor", "Клара Дальняя"))
    page.goto(f"{live_server.url}/desk/control")
    keys = Keys(page)
    good(page, axe)
    keys.to(page.locator("summary").first)
    page.keyboard.press("Enter")
    good(page, axe)

    keys.to(page.locator("#authorities + .table-wrap a").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Просрочено")
    good(page, axe)
    keys.to(page.locator(".queue__row").first)
    page.keyboard.press("Enter")

    take(page, keys, axe)
    page.goto(f"{live_server.url}/desk/controlled")
    expect(page.get_by_text("Третья жалоба за неделю")).to_be_visible()
    good(page, axe)
    keys.to(page.locator(".queue__row").first)
    page.keyboard.press("Enter")
    keys.to(page.locator("summary", has_text="Снять контроль"))
    page.keyboard.press("Enter")
    keys.to(page.get_by_label("Почему контроль снят"))
    page.keyboard.type("Исправлено")
    keys.press("Снять контроль")
    expect(page.get_by_role("status")).to_contain_text("Контроль снят")


def test_the_other_pages_of_supervision(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None], late: Appeal
):
    clara = someone("supervisor", "Клара Дальняя")
    week = timezone.localdate(clock.now()) - timedelta(days=7)
    monday = week - timedelta(days=week.weekday())
    figures = {"received": 12345, "answered": 1, "in_time": 1, "overdue": 0}
    for body in (None, late.authority):
        made_at = clock.now() if body else None
        Report.objects.create(
            week=monday,
            authority=body,
            wanted_at=clock.now(),
            made_at=made_at,
            figures=figures if body else {},
        )
    packet = kept(
        {"x" * 90 + ".xml": b"<a>" + b"<b>x</b>" * 50 + b"</a>"}, state="quarantined", error="Слово " * 30
    )
    assert outbox.kept_files(packet)
    sign_in(page, live_server.url, clara)
    for path in ("/desk/reports", "/desk/exchange", "/desk/exchange?number=1", f"/desk/exchange/{packet.pk}"):
        page.goto(f"{live_server.url}{path}")
        good(page, axe)
    keys = Keys(page)
    keys.to(page.get_by_label("Что сделано"))
    page.keyboard.type("Участник предупреждён")
    keys.press("Отметить разобранным")
    expect(page.get_by_role("status")).to_contain_text("пакет разобран")

    page.goto(f"{live_server.url}/staff/deeds")
    expect(page.get_by_role("cell", name="Пакет отмечен разобранным")).to_be_visible()
    good(page, axe)
    keys.to(page.get_by_role("searchbox"))
    page.keyboard.type("клара")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="Пакет отмечен разобранным")).to_be_visible()
    good(page, axe)
