"""Pages of a demo portal in Debian's Chromium: Lighthouse, and how soon they stand on a slow telephone."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.management import call_command
from playwright.sync_api import Page, ViewportSize, sync_playwright

from benches import addresses, pictures
from benches.portal import Portal
from benches.rows import Row
from tools.environment import BIN, ROOT
from tools.say import Stop, doing

CHROMIUM: Final = "/usr/bin/chromium"
_BROWSER: Final = ROOT / "benches/browser"
APPEALS: Final = 2_000  # of the demo: it comes with answers
# Limits of the issue.
SCORES: Final = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
LCP_S: Final = 1.7
LIST_BYTES: Final = 60_000
MAP_BYTES: Final = 600_000
_SLOW: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.44e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
_CPU: Final = 4  # times slower
_WIDTH: Final = ViewportSize(width=360, height=760)
_ROUNDS: Final = 3  # the best counts: neighbours on the machine only ever add
_WATCH: Final = """
window.seen = { lcp: 0, cls: 0 }
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.seen.lcp = one.startTime })
  .observe({ type: 'largest-contentful-paint', buffered: true })
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.seen.cls += one.value })
  .observe({ type: 'layout-shift', buffered: true })
"""
_CAME: Final = """
(only) => performance.getEntriesByType('resource').filter((one) => !only || only.includes(one.name))
  .reduce((sum, one) => sum + one.transferSize, 0)
"""


@dataclass(frozen=True, slots=True)
class _Loaded:
    status: int
    lcp: float  # seconds
    cls: float
    bytes: int  # of everything that came, as it came: headers and compression included


class Pages:
    """Measured before anything is filled: of ten million appeals a single page shows no more than of two thousand."""

    def measure(self, size: int) -> list[Row]:
        call_command("prepare", appeals=size, verbosity=0)
        (number,) = addresses.numbers(1, answered=True)
        with Portal() as portal:
            home = f"http://127.0.0.1:{portal.port}"
            paths = {"главная": "/", "список с фото": "/appeals", "обращение с фото": f"/appeals/{number}"}
            with _browser() as new:
                rows = [_slow(new, "список", f"{home}/appeals", size), _map(new, f"{home}/map", size)]
            pictures.hang([number], each=3)
            pictures.hang(pictures.newest(10), each=1)
            with _browser() as new:
                rows += [_slow(new, name, home + path, size) for name, path in paths.items()]
            rows += _lighthouse({name: home + path for name, path in paths.items()}, size)
        return rows


def _lighthouse(pages: dict[str, str], size: int) -> list[Row]:
    """As Lighthouse measures a telephone by itself."""
    _installed()
    told = _run(str(BIN / "node"), str(_BROWSER / "lighthouse.mjs"), *pages.values()).splitlines()
    return [_scored(name, json.loads(line), size) for name, line in zip(pages, told, strict=True)]


def _scored(name: str, found: dict[str, Any], size: int) -> Row:
    scores = found["scores"]
    said = ", ".join(f"{what} {score} (≥ {SCORES[what]})" for what, score in scores.items())
    wanting = f"; замечания: {', '.join(found['wanting'])}" if found["wanting"] else ""
    broken = tuple(
        f"{what} {score}, нужно ≥ {SCORES[what]}" for what, score in scores.items() if score < SCORES[what]
    )
    return Row("pages", f"Lighthouse, {name}", size, note=said + wanting, broken=broken)


def _installed() -> None:
    """Lighthouse in its own folder, by its own lock file."""
    stamp, lock = _BROWSER / "node_modules/.stamp", (_BROWSER / "package-lock.json").read_text()
    if stamp.exists() and stamp.read_text() == lock:
        return
    with doing("ставлю Lighthouse"):
        _run(str(BIN / "npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write_text(lock)


def _run(*words: str) -> str:
    """What it says, run in the folder of Lighthouse. Raises Stop."""
    done = subprocess.run(  # noqa: S603
        words,
        cwd=_BROWSER,
        env={**os.environ, "CHROME_PATH": CHROMIUM},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(f"{Path(words[0]).name}: {done.stderr[-800:]}")
    return done.stdout


def _slow(new: Any, name: str, address: str, size: int) -> Row:
    found = min((_loaded(new, address) for _ in range(_ROUNDS)), key=lambda one: one.lcp)
    told = [
        (found.status != 200, f"ответ {found.status}"),
        (found.lcp > LCP_S, f"LCP {found.lcp:.2f} с, нужно ≤ {LCP_S}"),
        (found.cls > 0, f"CLS {found.cls:.3f}, нужно 0"),
        (name == "список" and found.bytes > LIST_BYTES, f"{found.bytes} байт, нужно ≤ {LIST_BYTES}"),
    ]
    note = f"{_CPU}× медленнее, 1,44 Мбит/с, 150 мс: LCP {found.lcp:.2f} с, CLS {found.cls:.3f}"
    return _row(f"медленный телефон, {name}", size, found.bytes, note, told)


def _map(new: Any, address: str, size: int) -> Row:
    found = _loaded(new, address, ready="#map-page[data-ready]")
    told = [
        (found.status != 200, f"ответ {found.status}"),
        (found.bytes > MAP_BYTES, f"{found.bytes} байт, нужно ≤ {MAP_BYTES}"),
    ]
    return _row("карта, всё вместе", size, found.bytes, f"нужно ≤ {MAP_BYTES} байт", told)


def _row(request: str, size: int, weight: int, note: str, told: list[tuple[bool, str]]) -> Row:
    return Row(
        "pages", request, size, bytes=weight, note=note, broken=tuple(words for wrong, words in told if wrong)
    )


def _loaded(new: Any, address: str, *, ready: str = "") -> _Loaded:
    """The page opened by somebody who was never here, on a slow telephone.

    ready: what is there when a page is ready that takes longer; it is opened at full speed.
    """
    with new() as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        came: list[float] = []
        devtools.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
        if not ready:
            devtools.send("Network.emulateNetworkConditions", _SLOW)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": _CPU})
        page.add_init_script(_WATCH)
        answer = page.goto(address, wait_until="load", timeout=60_000)
        if ready:
            page.wait_for_selector(ready, state="attached", timeout=60_000)
        page.wait_for_timeout(2_000)  # what loads itself afterwards, and shifts of the layout
        seen = page.evaluate("window.seen")
        weight = int(sum(came)) + _of_workers(page)
    return _Loaded(answer.status if answer else 0, seen["lcp"] / 1000, seen["cls"], weight)


def _of_workers(page: Page) -> int:
    """Bytes of their scripts and of what they asked for: the page's own DevTools do not count them."""
    scripts = [worker.url for worker in page.workers]
    return int(page.evaluate(_CAME, scripts) + sum(worker.evaluate(_CAME) for worker in page.workers))


@contextmanager
def _browser() -> Iterator[Any]:
    """A maker of pages of a telephone, each without a history."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--enable-unsafe-swiftshader"],  # maps are drawn by the processor
        )

        @contextmanager
        def new() -> Iterator[Page]:
            context = chromium.new_context(
                viewport=_WIDTH, device_scale_factor=2, is_mobile=True, locale="ru-RU"
            )
            try:
                yield context.new_page()
            finally:
                context.close()

        yield new
        chromium.close()
