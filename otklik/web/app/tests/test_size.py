"""What a phone on a slow line waits for before the frame of the app stands: its budget (docs/mobile.md)."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

pytestmark = pytest.mark.mobile

SCRIPT_MOST, STYLE_MOST = 25_000, 4_000  # bytes, packed
WORDS = "src/words/shell.ru.ts"  # asked for by the entry before it draws anything


def files(name: str, manifest: dict[str, Any]) -> set[str]:
    entry = manifest[name]
    found = {entry["file"], *entry.get("css", ())}
    return found.union(*(files(other, manifest) for other in entry.get("imports", ())))


def packed(names: set[str]) -> int:
    return sum(len(gzip.compress((settings.APP_BUILT / name).read_bytes(), 9)) for name in names)


def test_the_frame_of_the_app_keeps_to_its_budget():
    manifest = json.loads((settings.APP_BUILT / ".vite/manifest.json").read_text(encoding="utf-8"))
    frame = files("index.html", manifest) | files(WORDS, manifest)
    assert packed({name for name in frame if name.endswith(".js")}) <= SCRIPT_MOST
    assert packed({name for name in frame if name.endswith(".css")}) <= STYLE_MOST


def test_every_file_of_the_app_is_there_without_a_network():
    worker = (settings.APP_BUILT / "sw.js").read_text(encoding="utf-8")
    kept = set(re.findall(r"/static/app/(assets/[^`\"']+)", worker))
    built = {
        f"assets/{file.name}"
        for file in Path(settings.APP_BUILT / "assets").iterdir()
        if file.suffix in (".js", ".mjs", ".css", ".woff2")
    }
    assert kept == built


def test_what_the_app_says_the_program_of_the_map_weighs_is_so():
    said = re.search(
        r"MAP_PROGRAM_BYTES = ([\d_]+)", (settings.APP_BUILT.parent / "src/offline/room.ts").read_text()
    )
    assets = settings.APP_BUILT / "assets"
    weight = packed(
        {
            f"assets/{file.name}"
            for name in ("drawn-*.js", "drawn-*.css", "*worker*.mjs")
            for file in assets.glob(name)
        }
    )
    assert said and abs(int(said[1]) - weight) < 0.1 * weight
