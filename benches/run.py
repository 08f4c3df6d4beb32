"""The parts one after the other, each at the sizes that it is about; the table, the JSON, the verdict."""

import platform
import time
from collections.abc import Callable
from typing import Final, Protocol

from benches import app, filling, knowledge, pages, works
from benches.api import Api
from benches.app import App
from benches.comeback import Comeback
from benches.desk import Desk
from benches.dryrun import Dryrun
from benches.dump import Dump
from benches.guarantee import Guarantee
from benches.hotline import Hotline
from benches.intake import Intake
from benches.knowledge import Knowledge
from benches.memory import Memory
from benches.msed import Msed
from benches.options import Options, short
from benches.outage import Outage
from benches.outbox import Outbox
from benches.polls import Polls
from benches.public import Public
from benches.rows import Row, broken, say, smallest, table, write
from benches.sections import Sections


class _Part(Protocol):
    def measure(self, size: int) -> list[Row]: ...


# Those that are about a demo's own appeals, before anything is filled.
_UNFILLED: Final = ("pages", "app", "comeback", "knowledge", "works")
# Those whose cost must not grow are measured at every size; the others at the largest.
_EVERY_SIZE: Final = ("intake", "public", "sections", "dump")
# Those that need no more than what everybody may read.
_PUBLIC: Final = ("filling", "public", "sections", "dump", "dryrun", "guarantee")


def main(asked: Options) -> int:
    """0 when every limit holds, else 1."""
    makers: dict[str, Callable[[], _Part]] = {
        "intake": lambda: Intake(smallest(asked.beside, "intake")),
        "public": lambda: Public(smallest(asked.beside, "public")),
        "sections": lambda: Sections(smallest(asked.beside, "sections")),
        "outage": Outage,
        "msed": Msed,
        "outbox": Outbox,
        "hotline": Hotline,
        "desk": Desk,
        "dump": Dump,
        "dryrun": Dryrun,
        "memory": Memory,
        "guarantee": Guarantee,
        "api": Api,
        "polls": Polls,
    }
    parts = {name: makers[name]() for name in asked.parts if name in makers}
    desk = any(name not in _PUBLIC for name in asked.parts)
    rows = _unfilled(asked)
    sizes = asked.sizes if set(asked.parts) - set(_UNFILLED) else ()
    if sizes:
        filling.prepare()
    for size in sizes:
        if filling.filled() != size:
            say(f"· заполняю: {short(size)} обращений…")
            rows += filling.fill(size, desk=desk)
        for name, part in parts.items():
            if name in _EVERY_SIZE or size == asked.sizes[-1]:
                rows += _measured(name, part, size)
    rows = [row for row in rows if row.part in asked.parts]
    rows.sort(key=lambda row: asked.parts.index(row.part))
    say(f"\n{platform.platform()}\n\n{table(rows)}\n")
    if asked.json:
        write(rows, asked.json)
        say(f"Строки записаны в {asked.json}")
    found = broken(rows)
    say(
        "\n".join(["Не выдержано:", *(f"  {words}" for words in found)])
        if found
        else "Все пределы выдержаны."
    )
    return 1 if found else 0


def _unfilled(asked: Options) -> list[Row]:
    """What is measured on the demo's own appeals."""
    makers: dict[str, Callable[[], tuple[_Part, int]]] = {
        "pages": lambda: (pages.Pages(), pages.APPEALS),
        "app": lambda: (App(), app.APPEALS),
        "comeback": lambda: (Comeback(asked.clients), asked.clients),
        "knowledge": lambda: (Knowledge(), knowledge.ARTICLES),
        "works": lambda: (works.Works(), works.WORKS),
    }
    parts = {name: makers[name]() for name in _UNFILLED if name in asked.parts}
    return [row for name, (part, size) in parts.items() for row in _measured(name, part, size)]


def _measured(name: str, part: _Part, size: int) -> list[Row]:
    say(f"· {name}, {short(size)}…")
    began = time.monotonic()
    rows = part.measure(size)
    say(f"{table(rows)}\n  готово за {time.monotonic() - began:.0f} с")
    return rows
