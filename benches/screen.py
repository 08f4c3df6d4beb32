"""A call on an operator's screen: from the hook of the exchange to the caller's number in Debian's Chromium."""

import os
import statistics
import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from playwright.sync_api import Page, sync_playwright

from benches.pages import CHROMIUM
from benches.rows import Row

_CALLS: Final = 20
# The moment at which the heading of a card has been painted, by the clock of the machine.
_WATCH: Final = """
new MutationObserver(() => {
  if (!window.shown && location.pathname.includes('/calls/') && document.querySelector('h1'))
    requestAnimationFrame(() => { window.shown ??= performance.timeOrigin + performance.now() })
}).observe(document, { childList: true, subtree: true })
"""


def measured(home: str, session: str, ring: Callable[[], object], *, size: int, most: int) -> Row:
    """One operator at the open desk; the desk is opened anew before each call, the first one included in the median."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="ru-RU")
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": home}])
        page = context.new_page()
        page.add_init_script(_WATCH)
        took = [_one(page, home, ring) for _ in range(_CALLS)]
        chromium.close()
    median = statistics.median(took)
    wrong = (f"на экране через {median:.0f} мс, нужно ≤ {most}",) if median > most else ()
    load = os.getloadavg()[0]
    note = (
        f"{_CALLS} звонков: медиана {median:.0f} мс, первый {took[0]:.0f}, худший {max(took):.0f};"
        f" нагрузка машины {load:.1f}; нужно ≤ {most} мс"
    )
    return Row("hotline", "хук → номер на экране", size, note=note, broken=wrong)


def _one(page: Page, home: str, ring: Callable[[], object]) -> float:
    """Milliseconds."""
    with page.expect_response(lambda answer: "/events" in answer.url):
        page.goto(f"{home}/desk/hotline/")
    page.wait_for_load_state("networkidle")
    began = time.time()
    ring()
    page.locator("h1", has_text="+7 ").wait_for()
    shown: float = page.evaluate("window.shown")
    return shown - began * 1000
