"""Programs of the system, called without a shell. The one place of the tools that starts processes."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TextIO

from tools.say import Interrupted, Stop

Process = subprocess.Popen[bytes]


def output(argv: Sequence[str], *, stdin: str | None = None) -> str:
    """What the program printed. Raises Stop with its last words when it fails or is absent."""
    done = _run(argv, stdin=stdin)
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()[-12:]
        raise Stop(f"{_name(argv)}: ошибка {done.returncode}\n" + "\n".join(f"    {word}" for word in words))
    return done.stdout


def printed(argv: Sequence[str]) -> str:
    """What the program printed, whatever it answered."""
    return _run(argv).stdout


def succeeds(argv: Sequence[str]) -> bool:
    """Whether the program ran and answered 0. An absent program is a no."""
    return bool(shutil.which(argv[0])) and _run(argv).returncode == 0


def follow(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, out: TextIO | None = None) -> int:
    """Run with the terminal's own input and output (or `out`); its exit code.

    Interrupted, it lets the program tidy up: Ctrl-C has reached it too, a signal sent to us alone has not.
    """
    process = subprocess.Popen(_dying_with_us(argv, "INT"), env=env, cwd=cwd, stdout=out)  # noqa: S603
    try:
        return process.wait()
    except Interrupted as interrupted:
        if interrupted.number == signal.SIGINT:
            _wait(process, 5)
        raise
    finally:
        end(process, signal.SIGINT)


def logged(argv: Sequence[str], log: Path, *, env: Mapping[str, str] | None = None, cwd: Path) -> bool:
    """Run with all output appended to `log`; whether it answered 0."""
    with log.open("ab") as sink:
        process = start(argv, sink, env=env, cwd=cwd)
        try:
            return process.wait() == 0
        finally:
            end(process, signal.SIGTERM)


def start(
    argv: Sequence[str], log: IO[bytes], *, env: Mapping[str, str] | None, cwd: Path, last: str = "TERM"
) -> Process:
    """Begin a program in the background, in a group of its own: Ctrl-C reaches it through us only.

    last: the signal that it gets when we are killed.
    """
    return subprocess.Popen(  # noqa: S603
        _dying_with_us(argv, last),
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def end(process: Process, kindly: signal.Signals, *, seconds: float = 15) -> None:
    """Ask the process to end; after `seconds` kill it and all of its group."""
    if process.poll() is not None:
        return
    process.send_signal(kindly)
    if not _wait(process, seconds):
        if os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, indented, for a message."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 16_384))
        text = file.read().decode("utf-8", "replace")
    return "\n".join(f"    {line}" for line in text.splitlines()[-count:])


def _wait(process: Process, seconds: float) -> bool:
    """Whether the process ended within that time."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _dying_with_us(argv: Sequence[str], last: str) -> list[str]:
    """Should we be killed with -9, the kernel sends the process the signal `last`.

    One setpriv does both this and the change of user: a change of user afterwards would undo it.
    """
    return ["setpriv", "--pdeathsig", last, *(argv[1:] if argv[0] == "setpriv" else argv)]


def _run(argv: Sequence[str], *, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    plain = {**os.environ, "LC_ALL": "C.UTF-8"}
    try:
        return subprocess.run(  # noqa: S603
            argv,
            input=stdin,
            capture_output=True,
            text=True,
            errors="replace",
            env=plain,
            cwd="/",
            check=False,
        )
    except FileNotFoundError:
        raise Stop(f"Не найдена программа {argv[0]}.") from None


def _name(argv: Sequence[str]) -> str:
    """The program's own name, past setpriv and sudo."""
    return next((Path(word).name for word in argv if word.startswith("/")), argv[0])
