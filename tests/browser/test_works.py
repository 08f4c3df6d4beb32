"""Works and outages in a browser: an address is asked about, a person watches it, an official publishes."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from otklik.authorities.models import Authority, Membership
from otklik.kit import clock
from otklik.people.models import User
from otklik.places import queries as places
from otklik.works import publishing, whereabouts
from otklik.works.models import Work
from otklik.works.publishing import Owner, Wish
from tests.browser.given import a_land, sideways, sign_in
from tests.browser.keys import Keys, awake

pytestmark = [pytest.mark.browser, pytest.mark.sections, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server: LiveServer) -> str:
    a_land()
    return live_server.url


def published() -> None:
    settlement = places.settlements_called("Липовка")[0]
    read, now = whereabouts.read(settlement, "ул. Новая: 5"), clock.now()
    day = timedelta(days=1)
    wish = Wish(
        kind="hot",
        text="Меняют трубу",
        starts_at=now - day,
        ends_at=now + day,
        spots=tuple(read.spots),
        told=tuple(read.told),
        point=read.middle,
    )
    publishing.publish(wish, Owner(Authority.objects.get().pk), by=None, now=now)


def test_an_official_corrects_a_mistake_and_publishes(open_page, axe, site):
    clerk = User.objects.create_user("clerk@example.test", "pass", name="Клара", role="clerk")
    Membership.objects.create(user=clerk, authority=Authority.objects.get())
    desk, today = open_page(1280, 900), (clock.now() + timedelta(days=1)).date().isoformat()
    sign_in(desk, site, clerk)
    desk.goto(f"{site}/desk/works/new")
    axe(desk)
    desk.get_by_label("Что отключают или чинят").select_option("hot")
    desk.get_by_label("Что произойдёт").fill("Меняют трубу")
    for name, value in {
        "starts_on": today,
        "starts_time": "09:00",
        "ends_on": today,
        "ends_time": "6 ч",
    }.items():
        desk.locator(f"#field-{name}").fill(value)
    desk.locator("#field-settlement").fill("Липовка")
    desk.locator("#field-addresses").fill("ул. Новая: 5")
    desk.get_by_role("button", name="Опубликовать").click()
    expect(desk.get_by_text("напишите время, например 18:00").first).to_be_visible()
    expect(desk.locator("#field-text")).to_have_value("Меняют трубу")
    desk.locator("#field-ends_time").fill("18:00")
    desk.get_by_role("button", name="Опубликовать").click()
    expect(desk.get_by_text("Подписчикам сообщим сами")).to_be_visible()
    axe(desk)
    assert Work.objects.get().places.count() == 1


def test_an_area_is_drawn_on_the_map_of_the_form_by_a_pointer_and_by_keys(open_page, axe, site):
    clerk = User.objects.create_user("clerk@example.test", "pass", name="Клара", role="clerk")
    Membership.objects.create(user=clerk, authority=Authority.objects.get())
    for width, name in ((1280, "map"), (360, "phone-map")):
        desk = open_page(width, 800)
        sign_in(desk, site, clerk)
        desk.goto(f"{site}/desk/works/new")
        desk.locator("#field-text").fill("Меняют трубу")
        desk.locator("#field-settlement").fill("Липовка")
        desk.get_by_role("button", name="Показать населённый пункт").click()
        picture = desk.locator(f"input.press-{name}")
        for n, at in enumerate([(40, 40), (240, 40), (240, 240)], start=1):
            picture.click(position={"x": at[0], "y": at[1]})
            expect(desk.locator("#field-corners")).to_have_value(re.compile(rf"^(.+\n){{{n - 1}}}.+$"))
        keys = Keys(desk)
        keys.press("Западнее")
        awake(desk)
        keys.to(desk.locator(f"input.press-{name}"))
        desk.keyboard.press("Enter")
        expect(desk.locator("#field-corners")).to_have_value(re.compile(r"^(.+\n){3}.+$"))
        expect(desk.locator("#field-text")).to_have_value("Меняют трубу")
        axe(desk)
        assert sideways(desk) == 0


def test_a_citizen_finds_a_work_by_the_address_and_watches_it(page, axe, site):
    published()
    page.goto(f"{site}/works")
    page.locator("#field-settlement").fill("Липовка")
    page.locator("#field-address").fill("ул. Новая, 5")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Показать").first.click()
    expect(page.locator("#mine + form ~ div h3").last).to_contain_text("Отключение горячей воды")
    axe(page)
    assert sideways(page) == 0
    page.get_by_role("link", name="Отключение горячей воды").first.click()
    expect(page.locator("h1")).to_have_text("Отключение горячей воды")
    axe(page)
    assert sideways(page) == 0

    citizen = User.objects.create_user("vera@example.test", "pass", name="Вера")
    sign_in(page, site, citizen)
    page.goto(f"{site}/works/mine")
    page.locator("#field-settlement").fill("Липовка")
    page.locator("#field-address").fill("ул. Новая, 5")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Сообщать", exact=True).click()
    expect(page.get_by_text("Сообщим об отключениях и работах: д. Липовка, ул. Новая, д. 5.")).to_be_visible()
    axe(page)
    assert sideways(page) == 0
