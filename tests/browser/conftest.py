"""Pages in a real browser: Debian's Chromium without windows, no network beyond our own server."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Route, expect

from tests.browser.keys import awake

# The same engine without a window, a tab strip and a profile around each page: two fifths less of the processors' time.
CHROMIUM: Final = Path("/usr/bin/chromium-headless-shell")
# Playwright compares the addresses itself: what is ours costs no turn of this process.
STRANGERS: Final = re.compile(r"^https?://(?!(localhost|127\.0\.0\.1)[:/])")
RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
expect.set_options(timeout=30_000)  # other tests draw maps on the same two cores: 5 s is no sign of a fault


@pytest.fixture(scope="session", autouse=True)
def _database_beside_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, so Django takes every query here for an async one.

    Beside a loop `connection` is another one (asgiref): what tests before it used is given back first.
    """
    connections.close_all()
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def base_url() -> str:
    """Tests name whole addresses. Replaces the plugin's fixture, of a form that pytest 9 warns about."""
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    # Root may run the tests, and a root's Chromium has no sandbox. Maps are drawn by the processor.
    return {
        **browser_type_launch_args,
        "executable_path": str(CHROMIUM),
        "args": ["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "ru-RU",
        "timezone_id": "Europe/Moscow",
        "reduced_motion": "reduce",
    }


@pytest.fixture(params=[(360, 740), (1280, 900)], ids=["phone", "desktop"])
def viewport(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Width and height in CSS pixels: a cheap phone, then an ordinary monitor."""
    size: tuple[int, int] = request.param
    return size


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """A page in a window of its own: `open_page(360, 740, java_script_enabled=False)`.

    After the test: nothing was asked of a stranger, no script failed, the content policy stopped nothing.
    """
    complaints: list[str] = []

    def made(width: int, height: int, **context: Any) -> Page:
        page = new_context(viewport={"width": width, "height": height}, **context).new_page()
        watch(page, complaints)
        return page

    yield made
    assert complaints == []


@pytest.fixture
def page(open_page: Callable[..., Page], viewport: tuple[int, int]) -> Page:
    """One page at each viewport."""
    return open_page(*viewport)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: WCAG 2.2 AA and axe's best practices, nothing violated."""

    def checked(page: Page) -> None:
        awake(page)  # a page without its styles breaks rules of sizes
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()

    return checked


def watch(page: Page, complaints: list[str]) -> None:
    def to_nobody(route: Route) -> None:
        complaints.append(f"asked a stranger: {route.request.url}")
        route.abort()

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    def on_error(error: Error) -> None:
        complaints.append(f"script failed: {error}")

    page.route(STRANGERS, to_nobody)
    page.on("console", on_console)
    page.on("pageerror", on_error)
