"""`./test [part] [pytest options]`: everything that must hold, from the linters to the browser."""

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tools import environment, packages, shell, template
from tools.cluster import Cluster
from tools.environment import BIN, FRONTEND, MOBILE, NATIVE, ROOT
from tools.say import Stop, line

PARTS: Final = ("route", "people", "public", "desks", "mobile", "sections")
_HELP: Final = f"""./test [часть] [параметры pytest]

Без части: ruff, mypy, import-linter, проверки страниц, все тесты с браузерными.
Часть ({", ".join(PARTS)}): только её тесты. Остальное передаётся pytest: ./test route -k msed
DATABASE_URL в окружении: взять этот сервер PostgreSQL (роли нужно CREATEDB).
"""
_NO_TESTS: Final = 5  # pytest's exit code when it found none
_CHECKED: Final = ("otklik", "tools", "tests", "benches")


def main(words: list[str]) -> int:
    if words[:1] in (["-h"], ["--help"]):
        line(_HELP)
        return 0
    part = words.pop(0) if words and words[0] in PARTS else ""
    packages.need(packages.TEST)
    environment.python(dev=True)
    environment.front_end(dev=True)
    environment.native()
    with _variables() as (variables, migrated):
        if not part:
            _checks(variables)
        return _tests(part, words, {**variables, **migrated()})


def _checks(variables: dict[str, str]) -> None:
    """Raises Stop at the first that fails; its words are on the screen by then."""
    stages: tuple[tuple[str, Path, list[str]], ...] = (
        ("правила кода (ruff)", ROOT, ["ruff", "check", "--quiet", "."]),
        ("оформление (ruff format)", ROOT, ["ruff", "format", "--check", "--quiet", "."]),
        ("типы (mypy)", ROOT, ["mypy", *(name for name in _CHECKED if (ROOT / name).is_dir())]),
        ("слои (import-linter)", ROOT, ["lint-imports"]),
        ("типы страниц (tsc)", FRONTEND, ["npm", "run", "check", "--silent"]),
        ("тесты страниц (vitest)", FRONTEND, ["npm", "test", "--silent"]),
        ("типы приложения (svelte-check)", MOBILE, ["npm", "run", "check", "--silent"]),
        ("тесты приложения (vitest)", MOBILE, ["npm", "test", "--silent"]),
        ("типы для магазинов (tsc)", NATIVE, ["npm", "run", "check", "--silent"]),
        ("тесты для магазинов (vitest)", NATIVE, ["npm", "test", "--silent"]),
    )
    for title, place, (program, *rest) in stages:
        _stage(title, [str(BIN / program), *rest], variables, place)


def _tests(part: str, words: list[str], variables: dict[str, str]) -> int:
    chosen = ["-m", part] if part else []
    # Tests of one file stay together, so that each browser starts once; a free process takes over files left, in the
    # order of conftest.py.
    processes = ["-n", str(min(4, os.cpu_count() or 2)), "--dist", "loadfile", "--no-loadscope-reorder"]
    spread = [] if _asks_for_processes(words) else processes
    line(f"── тесты{f' части «{part}»' if part else ''} (pytest)")
    argv = [str(BIN / "python"), "-m", "pytest", *chosen, *spread, *words]
    code = shell.follow(argv, env=variables, cwd=ROOT)
    if code == _NO_TESTS:
        raise Stop(f"В части «{part}» пока нет тестов." if part else "Ни одного теста не выбрано.")
    return code


def _stage(title: str, argv: list[str], variables: dict[str, str], place: Path) -> None:
    line(f"── {title}")
    began = time.monotonic()
    if code := shell.follow(argv, env=variables, cwd=place):
        raise Stop(f"Не пройдено: {title} (код {code}). Дальше не проверялось.")
    line(f"   в порядке, {time.monotonic() - began:.1f} с")


def _asks_for_processes(words: list[str]) -> bool:
    return any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in words)


@contextmanager
def _variables() -> Iterator[tuple[dict[str, str], Callable[[], dict[str, str]]]]:
    """The environment of the checks: a quick database of their own and a folder for what tests write.

    And what waits for the migrated database; a server that is not ours gets none.
    """
    with _data() as data:
        (data / "files/static").mkdir(parents=True, exist_ok=True)
        variables = {**environment.variables(), "OTKLIK_DATA": str(data / "files")}
        if variables.get("DATABASE_URL"):
            yield variables, dict
            return
        cluster = Cluster(data, safe=False)
        try:
            variables["DATABASE_URL"] = cluster.start()
            with template.made(data, variables) as migrated:
                yield variables, migrated
        finally:
            cluster.stop()


@contextmanager
def _data() -> Iterator[Path]:
    """var/test, kept for the next time; where another ./test is using it, a temporary folder."""
    kept = ROOT / "var/test"
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with tempfile.TemporaryDirectory(prefix="otklik-test-") as temporary:
                Path(temporary).chmod(0o711)  # the database runs as another user
                yield Path(temporary)
        else:
            yield kept
