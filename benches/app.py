"""The app for phones: what it weighs, how soon it stands without a network, how soon what waits has left."""

import base64
import gzip
import io
import json
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.contrib.gis.geos import Point
from django.core.management import call_command
from PIL import Image, ImageFilter
from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright

from benches import phones
from benches.pages import CHROMIUM
from benches.portal import Portal
from benches.rows import Row
from otklik.appeals.models import Appeal, Photo
from tools.say import Stop

APPEALS: Final = 2_000  # of the demo
# Limits of the issue.
SCRIPT_BYTES: Final = 25_000
STYLE_BYTES: Final = 4_000
OPENS_MS: Final = 1_000
LEAVES_MS: Final = 2_000
_CPU: Final = 4  # times slower
_ROUNDS: Final = 5  # the median counts
_PHOTOS: Final = 3
_WIDTH: Final = ViewportSize(width=360, height=760)
# The moment at which the first list has been painted, from the beginning of the navigation.
_WATCH: Final = """
new MutationObserver(() => {
  if (window.shown === undefined && document.querySelector('main li')) {
    window.shown = 0
    requestAnimationFrame(() => setTimeout(() => { window.shown = performance.now() }))
  }
}).observe(document, { childList: true, subtree: true })
addEventListener('online', () => { window.cameBack = performance.now() })
"""
# As the form of the app puts it there (store/outbox.ts): its screens may change, this has to stay.
_PUT: Final = """
async ([item, photos]) => {
  const opened = await new Promise((done, fail) => {
    const asked = indexedDB.open('otklik'); asked.onsuccess = () => done(asked.result); asked.onerror = fail
  })
  const all = opened.transaction(['outbox', 'photos'], 'readwrite')
  for (const [id, text] of photos) {
    const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer
    all.objectStore('photos').add({ id, for: item.id, type: 'image/jpeg', name: '', bytes })
  }
  all.objectStore('outbox').add(item)
  await new Promise((done, fail) => { all.oncomplete = done; all.onabort = fail })
  opened.close()
}
"""
_LEFT: Final = """
() => performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/api/v1/appeals'))
  .find((one) => one.responseStatus === 201)?.responseEnd
"""


class App:
    """On the demo's own appeals; the portal answers from this machine,."""

    def measure(self, size: int) -> list[Row]:
        call_command("prepare", appeals=size, verbosity=0)
        items = [_item(place) for place in range(_ROUNDS)]  # Playwright's loop lets nobody ask the database
        with Portal() as portal, _phone(f"http://127.0.0.1:{portal.port}") as phone:
            home = f"http://127.0.0.1:{portal.port}/app/"
            page = _installed(phone, home)
            devtools = phone.new_cdp_session(page)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": _CPU})
            opens = [_opened(phone, page, home) for _ in range(_ROUNDS)]
            leaves = [_left(phone, page, home, *one) for one in items]
        keys = [item["id"] for item, _photos in items]
        if Photo.objects.filter(appeal__client_key__in=keys).count() != _PHOTOS * _ROUNDS:
            raise Stop("Обращения приложения ушли, но не все их фото у портала.")
        return [
            *_weights(size),
            _row("открытие без сети, список", size, opens, OPENS_MS),
            _row(f"обращение и {_PHOTOS} фото после online", size, leaves, LEAVES_MS, bytes=len(_photo())),
        ]


def _row(request: str, size: int, took: list[float], most: int, *, bytes: int | None = None) -> Row:
    median = statistics.median(took)
    note = (
        f"процессор {_CPU}× медленнее: медиана {median:.0f} мс, от {min(took):.0f} до {max(took):.0f};"
        f" нужно ≤ {most} мс"
    )
    broken = (f"{median:.0f} мс, нужно ≤ {most}",) if median > most else ()
    return Row("app", request, size, bytes=bytes, note=note, broken=broken)


def _weights(size: int) -> Iterator[Row]:
    """What is asked for before anything is drawn: the entry, what it imports, and its words in Russian."""
    manifest: dict[str, Any] = json.loads((settings.APP_BUILT / ".vite/manifest.json").read_text("utf-8"))
    frame = _files("index.html", manifest) | _files("src/words/shell.ru.ts", manifest)
    for name, ending, most in (("сценарий", ".js", SCRIPT_BYTES), ("оформление", ".css", STYLE_BYTES)):
        plain = [settings.APP_BUILT / file for file in sorted(frame) if file.endswith(ending)]
        packed = sum(len(gzip.compress(file.read_bytes(), 9)) for file in plain)
        brotli = sum(file.with_name(f"{file.name}.br").stat().st_size for file in plain)
        broken = (f"{packed} байт, нужно ≤ {most}",) if packed > most else ()
        note = f"gzip {packed}, brotli {brotli} байт; нужно ≤ {most} (gzip)"
        yield Row("app", f"оболочка, {name}", size, bytes=packed, note=note, broken=broken)


def _files(name: str, manifest: dict[str, Any]) -> set[str]:
    entry = manifest[name]
    found = {entry["file"], *entry.get("css", ())}
    return found.union(*(_files(other, manifest) for other in entry.get("imports", ())))


@contextmanager
def _phone(home: str) -> Iterator[BrowserContext]:
    """Of somebody who stands where something has been published."""
    point = Appeal.objects.filter(published_at__isnull=False, point__isnull=False).latest("id").point
    if not isinstance(point, Point):
        raise Stop("В демонстрационном регионе нет обращения с точкой.")
    here = {"latitude": point.y, "longitude": point.x, "accuracy": 12.0}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        context = chromium.new_context(
            viewport=_WIDTH, device_scale_factor=2, is_mobile=True, has_touch=True, locale="ru-RU"
        )
        context.grant_permissions(["geolocation"], origin=home)
        context.set_geolocation(here)  # type: ignore[arg-type]  # Playwright's own shape of three numbers
        context.add_init_script(_WATCH)
        yield context
        chromium.close()


def _installed(phone: BrowserContext, home: str) -> Page:
    """The app with its worker at work, and what is near kept on the phone."""
    page = phone.new_page()
    page.goto(home)
    _when(page, "!!navigator.serviceWorker.controller", "служба приложения не начала работать")
    page.get_by_role("button", name="Показать").tap()
    page.locator("main li").first.wait_for()
    return page


def _opened(phone: BrowserContext, page: Page, home: str) -> float:
    """Milliseconds from the touch of the icon to the first list, from what was kept."""
    phone.set_offline(True)
    page.goto("about:blank")
    page.goto(home)
    page.locator("main li").first.wait_for()
    return float(_when(page, "window.shown", "список не показан"))


def _left(
    phone: BrowserContext, page: Page, home: str, item: dict[str, Any], photos: list[tuple[str, str]]
) -> float:
    """Milliseconds from `online` to the portal's answer to the appeal, its photos taken before."""
    phone.set_offline(False)
    page.goto(f"{home}outbox")  # a page that was opened without a network is told of none by Playwright
    page.get_by_role("heading", name="Исходящие").wait_for()
    phone.set_offline(True)
    page.evaluate(_PUT, [item, photos])
    phone.set_offline(False)
    end = _when(page, _LEFT, "обращение не ушло")
    return float(end) - float(page.evaluate("window.cameBack"))


def _when(page: Page, expression: str, otherwise: str) -> Any:
    """Its value once it has one; asked again and again, since the policy of the app lets Playwright do no more."""
    for _ in range(600):
        if found := page.evaluate(expression):
            return found
        page.wait_for_timeout(50)
    raise Stop(f"За полминуты {otherwise}.")


def _item(place: int) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    (filing,) = phones.filings(1)
    photos = [(str(uuid4()), base64.b64encode(_photo()).decode()) for _ in range(_PHOTOS)]
    item = {
        "id": str(uuid4()), "filing": filing.body, "title": "Обращение", "account": None,
        "photos": [id for id, _text in photos],
        "arrived": [], "state": "waiting", "tries": 0, "waitMs": 0, "isTold": False, "trouble": None,
        "number": None, "stage": None, "madeAt": place,
    }  # fmt: skip
    return item, photos


@cache
def _photo() -> bytes:
    """As heavy as the app makes photos: 1920 pixels, some 950 KB."""
    bands = [Image.effect_noise((1920, 1440), 70).filter(ImageFilter.GaussianBlur(0.9)) for _ in range(3)]
    out = io.BytesIO()
    Image.merge("RGB", bands).save(out, "JPEG", quality=82)
    return out.getvalue()
