"""The app of the stores in a browser: its files at an address of their own, as the shell of a phone serves them.

The phone's own parts are missing here: Capacitor's plugins fall back to the browser's place and badge.
"""

import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.rules.number import spoken
from otklik.appeals.tests.given import an_appeal
from tests.browser.filing import begin, report
from tests.browser.given import a_land, a_photo
from tests.browser.test_app import PHONE
from tools import environment

pytestmark = [pytest.mark.browser, pytest.mark.mobile, pytest.mark.django_db(transaction=True)]


class Shell(SimpleHTTPRequestHandler):
    """Answers the first page where there is no file, as Capacitor's own server does."""

    def translate_path(self, path: str) -> str:
        file = super().translate_path(path)
        return file if Path(file).is_file() else str(Path(self.directory) / "index.html")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def shell(tmp_path: Path, live_server: LiveServer) -> Iterator[str]:
    """Address of the app that was built for the portal under test."""
    www = tmp_path / "www"
    vite = [
        "node_modules/vite/bin/vite.js",
        "build",
        "--mode",
        "native",
        "--outDir",
        str(www),
        "--logLevel",
        "warn",
    ]
    env = {**environment.variables(), "VITE_PORTAL": live_server.url}
    subprocess.run(["node", *vite], cwd=environment.MOBILE, env=env, check=True, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Shell, directory=www))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    a_land()
    return open_page(390, 800, **PHONE)


def test_the_app_of_a_store_shows_what_is_near_from_the_portal_elsewhere(phone: Page, shell: str):
    an_appeal(state=State.PUBLISHED)
    phone.goto(f"{shell}/")
    phone.get_by_role("button", name="Показать").tap()
    expect(phone.locator("main li")).to_have_count(1)
    phone.locator("main li a").first.tap()
    expect(phone.get_by_role("link", name="портал")).to_be_visible()
    assert phone.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_the_app_of_a_store_files_an_appeal_with_a_photo_while_the_portal_is_out_of_reach(
    phone: Page, shell: str, live_server: LiveServer, tmp_path: Path
):
    """Its own files are on the phone: they come whatever the network does."""
    phone.goto(f"{shell}/report")
    begin(phone)
    expect(phone.get_by_label("Найти тему")).to_be_visible()  # the topics are kept now
    portal = f"{live_server.url}/**"
    phone.route(portal, lambda asked: asked.abort("internetdisconnected"))
    report(phone, a_photo(tmp_path))
    expect(phone.get_by_text("Ждёт отправки")).to_be_visible()
    assert Appeal.objects.count() == 0
    phone.unroute(portal)
    phone.get_by_role("button", name="Отправить сейчас").tap()
    expect(phone.get_by_text("Ушло")).to_be_visible()
    filed = Appeal.objects.get()
    assert filed.photos.count() == 1
    expect(phone.get_by_text(f"Номер {spoken(filed.number)}")).to_be_visible()
