"""Every page that people use: accessible, and no sideways scroll on the narrowest telephone."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Answer, AnswerFile, Appeal, Photo
from otklik.appeals.tests.given import an_appeal
from otklik.exchange.models import Packet
from otklik.files import photos
from otklik.files.tests.given import a_picture
from otklik.kit import clock, links
from otklik.people.models import User
from tests.browser.given import a_land, a_moderator, sideways

pytestmark = [pytest.mark.browser, pytest.mark.public, pytest.mark.django_db(transaction=True)]

LONG = "Администрация Верхнеокского муниципального округа, управление благоустройства"


class Portal:
    """One of each thing with the longest words it can have, and browsers that are signed in."""

    def __init__(self, url: str, open_page: Callable[..., Page]) -> None:
        self.url = url
        a_land()
        self.moderator = a_moderator()
        self.citizen = User.objects.create_user("vera@example.test", "pass", name="Вера Полевая")
        self.answered, self.waiting = self._answered(), an_appeal(author=self.citizen, text="слово " * 60)
        an_appeal(state=State.PUBLISHED, attention="wrong_addressee")
        Packet.objects.create(
            direction="out", kind="document", folder="x", file="x.zip", state="rejected", created_at=clock.now(),
            partner_name=LONG, message_uid=uuid4(), version="2.7.1", error="Ошибка адресации: " + LONG,
        )  # fmt: skip
        self.pages = {who: open_page(320, 640) for who in ("stranger", "citizen", "moderator")}
        for who, user in (("citizen", self.citizen), ("moderator", self.moderator)):
            self._sign_in(self.pages[who], user)

    def _answered(self) -> Appeal:
        now = clock.now()
        appeal = an_appeal(
            state=State.ANSWERED, author=self.citizen, answered_at=now, published_at=now - timedelta(days=3),
            text="Яма у дома. " * 20, fields=[["Глубина, см", "20"], ["Где именно", "Тротуар"]],
        )  # fmt: skip
        answer = Answer.objects.create(
            appeal=appeal, message_uid=uuid4(), text="Яма засыпана. " * 12, decision="solved", signatory=LONG,
            number="17-12/4", received_at=now,
        )  # fmt: skip
        AnswerFile.objects.create(
            id=uuid4(), answer=answer, title="Акт_" * 20 + ".pdf", is_photo=False, place=0
        )
        photo = Photo.objects.create(id=uuid4(), appeal=appeal, place=0, width=4, height=3, created_at=now)
        photos.keep(a_picture(), photo_id=photo.pk)
        return appeal

    def _sign_in(self, page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": self.url}])

    def wizard(self) -> list[str]:
        """Drives the citizen's draft on and returns where each page stands."""
        client = Client()
        client.cookies["sessionid"] = next(
            c["value"] for c in self.pages["citizen"].context.cookies() if c["name"] == "sessionid"
        )
        base = client.post("/new", {"kind": "problem"})["Location"].rsplit("/", 1)[0]
        client.post(f"{base}/category", {"category": "roads"})
        client.post(f"{base}/topic", {"topic": "pothole"})
        place = {"settlement": "Липовка", "address": "ул. Новая, 5"}
        client.post(f"{base}/place", {**place, "do": "map"})
        client.post(f"{base}/place", place)
        client.post(f"{base}/text", {"text": "Яма", "own-depth": "20"})
        return ["/new", *(f"{base}/{step}" for step in ("category", "topic", "place", "text", "review"))]


@pytest.fixture
def portal(live_server: LiveServer, open_page: Callable[..., Page]) -> Portal:
    return Portal(live_server.url, open_page)


def checked(page: Page, address: str, axe: Callable[[Page], None]) -> None:
    """On the narrowest telephone; as wide as a monitor nothing may scroll sideways either."""
    answer = page.goto(address)
    assert answer
    assert answer.status < 500, address
    assert sideways(page) == 0, f"{address} scrolls sideways"
    axe(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert sideways(page) == 0, f"{address} scrolls sideways on a monitor"
    page.set_viewport_size({"width": 320, "height": 640})


def test_pages_for_everybody(portal: Portal, axe: Callable[[Page], None]):
    for path in ("/", "/appeals", "/appeals?tab=answers", f"/appeals/{portal.answered.number}", "/login",
                 "/register", "/register/sent", "/password/reset", "/password/reset/sent", "/register/confirm/x",
                 f"/appeals/{portal.waiting.number}", "/settings/vision", "/mine/cut-off"):  # fmt: skip
        checked(portal.pages["stranger"], portal.url + path, axe)


def test_each_page_of_the_wizard(portal: Portal, axe: Callable[[Page], None]):
    page = portal.pages["citizen"]
    for path in portal.wizard():
        checked(page, portal.url + path, axe)


def test_a_wrong_form_is_accessible_too(portal: Portal, axe: Callable[[Page], None]):
    page, place, text = portal.pages["citizen"], *portal.wizard()[3:5]
    for path, field in ((place, "#field-address"), (text, "#field-own-depth")):
        page.goto(portal.url + path)
        page.locator(field).fill("")
        page.get_by_role("button", name="Продолжить").click()
        page.locator(".error-summary").wait_for()
        assert sideways(page) == 0
        axe(page)


def test_the_authors_pages(portal: Portal, axe: Callable[[Page], None]):
    page, stranger = portal.pages["citizen"], portal.pages["stranger"]
    portal.wizard()
    for path in ("/mine", "/mine/drafts", "/mine/followed", "/mine/searches"):
        checked(page, portal.url + path, axe)
    checked(page, f"{portal.url}/mine/number/{portal.waiting.number}", axe)
    checked(stranger, f"{portal.url}/mine/{links.sign('author', portal.answered.pk)}", axe)


def test_the_desk(portal: Portal, axe: Callable[[Page], None]):
    page = portal.pages["moderator"]
    for path in ("/desk/", "/desk/decide", "/desk/exchange", f"/desk/appeals/{portal.waiting.pk}"):
        checked(page, portal.url + path, axe)
    # On a telephone the list lies behind the opened appeal; what stands within a fold opens after it.
    for summary in page.locator("#item details > summary").all():
        if summary.is_visible():
            summary.click()
    axe(page)
