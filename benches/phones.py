"""Many phones that come back at once: the app's own outbox under Node (mobile/comeback) against a portal."""

import base64
import io
import json
import os
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import connection
from PIL import Image

from tools import shell
from tools.environment import BIN, ROOT
from tools.say import Stop

NODES: Final = 2  # processes: one alone would keep the portal waiting for it
# Houses that no border is near, so that nobody must be asked on which side it is; topics that ask for nothing.
_SPOTS: Final = (
    "SELECT s.settlement_id, s.kind || ' ' || s.name || ', ' || h.number FROM places_house h"
    " JOIN places_street s ON s.id = h.street_id WHERE h.point IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM places_territorypart t WHERE NOT ST_Contains(t.geom, h.point)"
    " AND ST_DWithin(t.geom, h.point, 0.005)) ORDER BY md5(h.id::text) LIMIT 200"
)
_TOPICS: Final = (
    "SELECT code FROM classifier_topic WHERE active AND emergency_advice = '' AND fields = '[]'"
    " AND 'problem' = ANY(kinds) ORDER BY id LIMIT 20"
)
_TEXT: Final = (
    "Во дворе третью неделю не горит свет, вечером идти от остановки темно и скользко. Обращение {}."
)


def ask(question: str) -> list[Any]:
    """Of Django's database."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Filing:
    """What one phone has in its outbox."""

    body: dict[str, Any]
    photos: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    access: str | None = None  # token of whoever is signed in


@dataclass(frozen=True, slots=True)
class Phone:
    """What became of it. number: None where it has not left."""

    key: UUID
    number: str | None
    state: str
    trouble: str
    attempts: int
    requests: int
    photos: int
    ms: int  # from the start of all


@dataclass(frozen=True, slots=True)
class Crowd:
    budget: int  # attempts that a phone may make by itself
    phones: list[Phone]
    # Of each request: milliseconds and status; 0: no answer came, 1: it was cut off after the portal had committed.
    heard: list[tuple[int, int]]

    @property
    def stuck(self) -> list[Phone]:
        return [one for one in self.phones if one.number is None]

    @property
    def most_attempts(self) -> int:
        return max(one.attempts for one in self.phones)

    @property
    def requests_each(self) -> float:
        return sum(one.requests for one in self.phones) / len(self.phones)

    @property
    def statuses(self) -> Counter[int]:
        return Counter(status for _ms, status in self.heard)

    def drained(self, share: float = 1) -> float:
        """Seconds until so many had left."""
        return sorted(one.ms for one in self.phones)[round(share * len(self.phones)) - 1] / 1000

    def answered_ms(self, share: float) -> int:
        """Of requests that the portal took (2xx): milliseconds that so many needed at most."""
        taken = sorted(ms for ms, status in self.heard if status in (1, 200, 201))
        return taken[round(share * len(taken)) - 1] if taken else 0


def filings(count: int, *, with_photos: float = 0.2) -> list[Filing]:
    """Every fifth phone has one to three photos."""
    spots, topics = ask(_SPOTS), [code for (code,) in ask(_TOPICS)]
    each = round(1 / with_photos) if with_photos else count + 1
    places = enumerate(islice(zip(cycle(spots), cycle(topics), strict=False), count))
    return [
        Filing(
            {
                "kind": "problem", "topic": topic, "text": _TEXT.format(n), "settlement": settlement,
                "address": address, "name": "Вера Полевая", "email": f"phone{n}@example.test", "consent": True,
            },
            photos=1 + n // each % 3 if n % each == each - 1 else 0,
        )
        for n, ((settlement, address), topic) in places
    ]  # fmt: skip


def wrong(crowd: Crowd) -> list[str]:
    """What is wrong, told by the portal's own database: nothing where each key is there once with its photos."""
    rows = ask(
        "SELECT a.client_key, a.number, (SELECT count(*) FROM appeals_photo p WHERE p.appeal_id = a.id)"
        " FROM appeals_appeal a"
    )
    filed = [(key, number, photos) for key, number, photos in rows]
    times = Counter(key for key, _number, _photos in filed)
    there = {key: (number, photos) for key, number, photos in filed}
    ours = {one.key for one in crowd.phones}
    left = [one for one in crowd.phones if one.number is not None]
    checks = (
        (len(crowd.stuck), "не ушло: {} (" + ", ".join(sorted({p.trouble for p in crowd.stuck})) + ")"),
        (sum(n > 1 for key, n in times.items() if key in ours), "подано дважды: {}"),
        (sum(one.key not in there for one in left), "портал ответил и потерял: {}"),
        (sum(there.get(one.key, ("", 0))[0] != one.number for one in left), "другой номер: {}"),
        (sum(there.get(one.key, ("", -1))[1] != one.photos for one in left), "другое число фото: {}"),
        (sum(one.attempts > crowd.budget for one in crowd.phones), "больше попыток, чем можно: {}"),
    )
    return [words.format(count) for count, words in checks if count]


@contextmanager
def coming_back(
    base: str, filings: Sequence[Filing], *, cut: float = 0, speed: int = 1
) -> Iterator[Callable[[], Crowd]]:
    """They come back now; call the result to wait until all have left or rest.

    cut: share of the answers that are lost after the portal has committed. speed: how many times faster than ours the
    clock runs by which phones wait.
    """
    with tempfile.TemporaryDirectory(prefix="otklik-phones-") as made:
        folder, node = Path(made), str(BIN / "node")
        shell.output([node, str(ROOT / "mobile/comeback/build.mjs"), made])
        asked = {"base": base, "photo": base64.b64encode(_photo()).decode(), "cut": cut, "speed": speed}
        nodes = []
        for place in range(min(NODES, len(filings))):
            share = [asdict(filing) for filing in filings[place::NODES]]
            (folder / f"asked{place}").write_text(json.dumps({**asked, "filings": share}), encoding="utf-8")
            argv = [node, "crowd.js", f"asked{place}", f"heard{place}"]
            with (folder / f"log{place}").open("wb") as log:
                nodes.append(shell.start(argv, log, env=None, cwd=folder))
        try:
            yield lambda: _heard(nodes, folder)
        finally:
            for one in nodes:
                with suppress(ProcessLookupError):  # node is a child of what was started, and outlives it
                    os.killpg(one.pid, signal.SIGKILL)
                one.wait()


def _heard(nodes: Sequence[shell.Process], folder: Path) -> Crowd:
    for n, one in enumerate(nodes):
        if one.wait():
            raise Stop(f"Телефоны не возвратились:\n{shell.last_lines(folder / f'log{n}')}")
    told = [json.loads((folder / f"heard{n}").read_text(encoding="utf-8")) for n in range(len(nodes))]
    phones = [Phone(**{**of_one, "key": UUID(of_one["key"])}) for part in told for of_one in part["done"]]
    return Crowd(told[0]["budget"], phones, [(ms, status) for part in told for ms, status in part["heard"]])


def _photo() -> bytes:
    """As small as a photo may be that is still worked on."""
    out = io.BytesIO()
    Image.effect_noise((320, 240), 40).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()
