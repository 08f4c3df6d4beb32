"""The page of an appeal in Chromium: photos above it, the reader's own part, with scripts and without them."""

import os
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Answer, AnswerFile, Appeal, Comment, JournalRow, Photo
from otklik.appeals.tests.given import a_citizen, an_appeal
from otklik.files import photos
from otklik.files.tests.given import a_picture
from otklik.kit import clock
from otklik.people.models import User
from tests.browser.given import a_land, a_moderator, sideways

pytestmark = [pytest.mark.browser, pytest.mark.public, pytest.mark.django_db(transaction=True)]


def an_answered_appeal() -> Appeal:
    """Two photos of the author, one of the authority, a neighbour, a comment."""
    now = clock.now()
    a_land()
    appeal = an_appeal(
        state=State.CLOSED, answered_at=now, published_at=now, solved=False, rating=2, verdict="Засыпали не ту",
        text="Яма у дома. " * 20, fields=[["Глубина, см", "20"]],
    )  # fmt: skip
    an_appeal(state=State.PUBLISHED)
    JournalRow.objects.create(appeal=appeal, move="publish", to_state="published", at=now)
    answer = Answer.objects.create(
        appeal=appeal, message_uid=uuid4(), text="Яма засыпана. " * 12, decision="solved", received_at=now,
        signatory="Начальник дорожной службы", number="17-12/4",
    )  # fmt: skip
    ids = [uuid4() for _ in range(3)]
    for place, photo_id in enumerate(ids[:2]):
        Photo.objects.create(id=photo_id, appeal=appeal, place=place, width=4, height=3, created_at=now)
    AnswerFile.objects.create(answer=answer, id=ids[2], title="после.jpg", is_photo=True, place=0)
    for photo_id in ids:
        photos.keep(a_picture(), photo_id=photo_id)
    Comment.objects.create(
        appeal=appeal,
        author=a_citizen(),
        client_key=uuid4(),
        text="И у нас " * 30,
        state="shown",
        written_at=now,
    )
    return appeal


def enter(page: Page, site: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    # As signing in sets them: the session, the token of forms, the hint by which a page asks for the reader's own.
    session = client.cookies["sessionid"].value
    cookies = {"sessionid": session, "csrftoken": "a" * 32, "otklik_me": "1"}
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])


def test_photos_open_above_the_page_by_keys_and_focus_comes_back(
    live_server: LiveServer, page: Page, axe: Callable[[Page], None]
):
    appeal = an_answered_appeal()
    page.goto(f"{live_server.url}/appeals/{appeal.number}")
    viewer, pair = page.locator("dialog.viewer[open]"), page.locator(".before-after a")
    expect(page.locator(".before-after[data-awake]")).to_be_attached()
    page.wait_for_load_state("networkidle")
    pair.first.focus()
    page.keyboard.press("Enter")
    expect(viewer).to_be_visible()
    expect(viewer.get_by_text("Фото к обращению 1, 1 из 3")).to_be_visible()
    expect(viewer.get_by_role("button", name="Закрыть")).to_be_focused()
    axe(page)
    page.keyboard.press("ArrowLeft")
    expect(viewer.get_by_text("Фото к ответу 1, 3 из 3")).to_be_visible()
    assert "full.jpg" in (viewer.locator("img").get_attribute("src") or "")
    viewer.get_by_role("button", name="Вперёд").click()
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_text("Фото к обращению 2, 2 из 3")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.viewer[open]")).to_have_count(0)
    expect(pair.nth(1)).to_be_focused()
    assert sideways(page) == 0
    axe(page)


def test_the_readers_part_comes_by_itself_and_its_forms_work(
    live_server: LiveServer, page: Page, axe: Callable[[Page], None]
):
    appeal = an_answered_appeal()
    enter(page, live_server.url, a_citizen())
    page.goto(f"{live_server.url}/appeals/{appeal.number}")
    page.get_by_role("button", name="Поддержать", exact=True).click()
    expect(page.get_by_role("button", name="Не поддерживать")).to_be_visible()
    expect(page.locator("#stand")).to_contain_text("Поддержал 1 человек")
    page.get_by_label("Ваш комментарий").fill("Подтверждаю")
    page.get_by_role("button", name="Отправить комментарий").click()
    expect(page.get_by_text("Комментарий появится").first).to_be_visible()
    expect(page.locator("#say")).to_contain_text("ждёт модератора")
    assert sideways(page) == 0
    axe(page)


def test_without_scripts_links_lead_to_the_photos_and_to_the_same_forms(
    live_server: LiveServer, open_page: Callable[..., Page]
):
    appeal = an_answered_appeal()
    page = open_page(360, 740, java_script_enabled=False)
    enter(page, live_server.url, a_citizen())
    address = f"{live_server.url}/appeals/{appeal.number}"
    page.goto(address)
    assert (page.locator(".photo-grid a").first.get_attribute("href") or "").endswith("-full.jpg")
    page.get_by_role("link", name="Поддержать или следить").click()
    page.get_by_role("button", name="Поддержать", exact=True).click()
    expect(page.get_by_role("button", name="Не поддерживать")).to_be_visible()
    page.get_by_label("Ваш комментарий").fill("Подтверждаю")
    page.get_by_role("button", name="Отправить комментарий").click()
    expect(page.get_by_text("ждёт модератора")).to_be_visible()
    assert Comment.objects.filter(text="Подтверждаю", state="waiting").exists()


def test_the_desk_of_comments_and_the_page_apart_are_accessible(
    live_server: LiveServer, open_page: Callable[..., Page], axe: Callable[[Page], None]
):
    appeal = an_answered_appeal()
    Comment.objects.update(state="waiting")
    page = open_page(320, 640)
    for path in (f"/appeals/{appeal.number}/stand", f"/appeals/{appeal.number}/comments"):
        page.goto(live_server.url + path)
        assert sideways(page) == 0
        axe(page)
    enter(page, live_server.url, a_moderator())
    page.goto(f"{live_server.url}/desk/comments")
    assert sideways(page) == 0
    axe(page)
    page.get_by_label("Почему отклонить").select_option("advert")
    page.get_by_role("button", name="Отклонить").click()
    expect(page.get_by_text("Все комментарии проверены")).to_be_visible()

    Comment.objects.update(state="shown", reason="", decided_at=clock.now())
    page.reload()
    expect(page.get_by_role("heading", name="Показаны за последние дни")).to_be_visible()
    assert sideways(page) == 0
    axe(page)
    if folder := os.environ.get("OTKLIK_SHOTS"):
        page.screenshot(path=f"{folder}/comments.png", full_page=True)
    page.get_by_label("Почему скрыть").first.select_option("advert")
    page.get_by_role("button", name="Скрыть").first.click()
    expect(page.get_by_text("автору ушло письмо")).to_be_visible()


def test_on_paper_there_is_the_whole_page_without_buttons(
    live_server: LiveServer, open_page: Callable[..., Page]
):
    appeal = an_answered_appeal()
    page = open_page(800, 1100)
    page.goto(f"{live_server.url}/appeals/{appeal.number}")
    page.emulate_media(media="print")
    for gone in (".site-head", ".site-foot", ".share", ".button", "form"):
        assert page.locator(gone).filter(visible=True).count() == 0, gone
    for stays in ("Что написал автор", "Засыпали не ту", "Эта страница на портале"):
        assert page.get_by_text(stays).first.is_visible(), stays
