"""The database that test databases are copies of: migrated once, beside the linters, kept while the migrations stay."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tools import shell
from tools.environment import BIN, ROOT, fingerprint
from tools.say import Stop, doing

_NAME: Final = "otklik_template"
_SAID: Final = {"OTKLIK_TEST_TEMPLATE": _NAME}


@contextmanager
def made(data: Path, variables: dict[str, str]) -> Iterator[Callable[[], dict[str, str]]]:
    """Begin it in the background; what is yielded waits for it and tells the tests. Raises Stop then.

    data: the folder of the cluster, which remembers of which migrations its template is.
    """
    note, log, wanted = data / "template", data / "log/template.log", _migrations()
    if note.exists() and note.read_text() == wanted:
        yield lambda: _SAID
        return
    note.unlink(missing_ok=True)
    with log.open("wb") as sink:
        argv = [str(BIN / "python"), "-m", "tests.template", _NAME]
        process = shell.start(argv, sink, env=variables, cwd=ROOT)

    def waited() -> dict[str, str]:
        with doing("готовлю базу для тестов"):
            if process.wait():
                raise Stop(f"База для тестов не готова. Журнал: {log}\n{shell.last_lines(log)}")
        note.write_text(wanted)
        return _SAID

    try:
        yield waited
    finally:
        shell.end(process, signal.SIGTERM)


def _migrations() -> str:
    """Those of libraries stand by their versions."""
    return fingerprint([ROOT / "requirements.txt", *sorted(ROOT.glob("otklik/*/migrations/*.py"))])
