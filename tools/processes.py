"""The portal's processes: started together, stopped together, none left behind."""

import signal
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from tools import shell
from tools.environment import BIN, ROOT
from tools.say import Stop


class Processes:
    """Children of this command; each writes into its own log."""

    def __init__(self, data: Path, variables: Mapping[str, str]) -> None:
        # Granian's stack traces would push its words out of the last lines that people are shown.
        self.logs, self.variables = data / "log", {**variables, "RUST_BACKTRACE": "0"}
        self.logs.mkdir(parents=True, exist_ok=True)
        self.running: dict[str, shell.Process] = {}

    def start(self, name: str, *words: str) -> None:
        """`otklik <words>` in the background; its words go to log/<name>.log."""
        with (self.logs / f"{name}.log").open("ab") as log:
            argv = [str(BIN / "otklik"), *words]
            self.running[name] = shell.start(argv, log, env=self.variables, cwd=ROOT)

    def run(self, *words: str, out: TextIO | None) -> int:
        """`otklik <words>` to its end, on this terminal, its words to `out`; its exit code."""
        return shell.follow([str(BIN / "otklik"), *words], env=self.variables, cwd=ROOT, out=out)

    def aside(self, *words: str) -> tuple[shell.Process, Path]:
        """Begin `otklik <words>` beside the others; the process and the file that takes its words."""
        heard = self.logs / f"{'-'.join(words)}.log"
        with heard.open("wb") as log:
            return shell.start([str(BIN / "otklik"), *words], log, env=self.variables, cwd=ROOT), heard

    def check(self) -> None:
        """Raises Stop when one of them has ended, with the end of its log."""
        for name, process in self.running.items():
            if process.poll() is not None:
                log = self.logs / f"{name}.log"
                raise Stop(
                    f"Процесс «{name}» остановился сам (код {process.returncode}), останавливаю остальные.\n"
                    f"  Журнал: {log}\n{shell.last_lines(log)}"
                )

    def wait_for(self, url: str, *, seconds: float = 60) -> None:
        """Until the portal answers. Raises Stop."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.check()
            try:
                with urllib.request.urlopen(url, timeout=5):  # noqa: S310  # our own http address
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        log = self.logs / "web.log"
        raise Stop(f"Портал не ответил за {seconds:.0f} с: {url}\n  Журнал: {log}\n{shell.last_lines(log)}")

    def stop(self) -> None:
        """Ask all at once, wait up to 25 s for each to finish what it is doing, kill those that have not."""
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            shell.end(process, signal.SIGTERM, seconds=25)
