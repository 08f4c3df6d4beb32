"""The portal with a database behind it, and the land where the browser's appeals lie."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from django.core import mail
from playwright.sync_api import Page

from otklik.appeals.tests.given import a_duty, a_settlement, a_territory, a_topic
from otklik.files.tests.given import a_picture
from otklik.jobs import outgoing
from otklik.kit import clock
from otklik.outbox.models import Message
from otklik.people.models import User
from otklik.people.tests.given import read
from otklik.places.models import Settlement, Street, Territory
from otklik.places.tests.given import a_house, a_street
from otklik.works.tests.given import Town, a_work, an_authority

FIELDS: list[dict[str, Any]] = [
    {"code": "depth", "label": "Глубина, см", "type": "number", "required": True},
    {"code": "since", "label": "С какого дня", "type": "date"},
    {"code": "lane", "label": "Где именно", "type": "choice", "choices": ["Проезжая часть", "Тротуар"]},
    {"code": "again", "label": "Обращались раньше?", "type": "yesno"},
]


def sideways(page: Page) -> int:
    """By how many pixels the whole page scrolls sideways: without its styles, which may come late, it would."""
    page.wait_for_load_state()
    root = "document.documentElement"
    return int(page.evaluate(f"() => {root}.scrollWidth - {root}.clientWidth"))


def until(page: Page, holds: Callable[[], object]) -> None:
    """Wait, as long as `expect` would, for what no locator tells of; the page goes on meanwhile."""
    end = monotonic() + 30
    while not holds():
        if monotonic() > end:
            raise AssertionError("it never came to be")
        page.wait_for_timeout(50)


def a_land() -> None:
    place = a_settlement(name="Липовка", territory=a_territory())
    a_house(a_street(place, "Новая"), "5", lon=39.51, lat=55.51)
    a_topic(fields=FIELDS)
    a_duty()


def works_go_on() -> None:
    """Hot water is off in the house of `a_land`."""
    town = Town(Territory.objects.get(), Settlement.objects.get(), Street.objects.get(), {}, an_authority())
    hours = timedelta(hours=1)
    a_work(town, "Новая: 5", now=clock.now(), starts_at=clock.now() - hours, ends_at=clock.now() + 5 * hours)


def a_moderator(email: str = "moderator@example.test") -> User:
    return User.objects.create_user(email, "pass", name="Марк", role="moderator")


def a_photo(folder: Path) -> Path:
    file = folder / "яма.jpg"
    file.write_bytes(a_picture(size=(800, 600)))
    return file


def link_of_letter(kind: str) -> str:
    """The worker sends what waits; the path of the link in the newest letter of this kind."""
    while outgoing.send_some():
        pass
    letter = Message.objects.filter(kind=kind).latest("id")
    subject, body = read(letter)
    assert letter.state == "sent"
    assert mail.outbox == [] or subject in [message.subject for message in mail.outbox]
    return "/" + body.partition("http://")[2].split()[0].partition("/")[2]


def sign_in(page: Page, site: str, user: User) -> None:
    page.goto(f"{site}/login?next=/desk/")
    page.get_by_label("Электронная почта").fill(user.email)
    page.get_by_label("Пароль").fill("pass")
    page.get_by_role("button", name="Войти", exact=True).click()
