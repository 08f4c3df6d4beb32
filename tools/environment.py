"""The Python environment, the translations and the built front end; each made anew only when its inputs changed."""

import fcntl
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

from tools import shell
from tools.say import Stop, doing

ROOT: Final = Path(__file__).resolve().parent.parent
VENV: Final = ROOT / ".venv"
BIN: Final = VENV / "bin"
FRONTEND: Final = ROOT / "frontend"
MOBILE: Final = ROOT / "mobile"
NATIVE: Final = MOBILE / "native"
_INSTALLER: Final = ROOT / "tools/uv.txt"
_CATALOGUES: Final = ROOT / "otklik/locale"
_STAMP: Final = VENV / "installed.json"
_OF_A_PACKAGE: Final = (
    "package.json", "package-lock.json", "vite.config.ts", "pack.mjs", "tsconfig.json", "index.html", "src/**/*",
)  # fmt: skip
_Sources: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
# Everything that Vite reads; parts of the pages bring their own css and ts.
_PAGES: Final[_Sources] = (("frontend", _OF_A_PACKAGE), ("otklik/web/parts", ("**/*.css", "**/*.ts")))
# The app takes over tokens, fonts and drawings of the portal.
_APP: Final[_Sources] = (
    ("mobile", _OF_A_PACKAGE),
    ("frontend", ("pack.mjs", "tsconfig.json", "src/styles/*.css", "src/fonts/*", "src/lib/*.ts")),
    ("otklik/web/parts/icon/drawings", ("*.svg",)),
)
_SCRIPT: Final = """#!{python}
from otklik.config.cli import main

main()
"""


def python(*, dev: bool) -> None:
    """`.venv` with the locked requirements and the `otklik` command, and the translations. Raises Stop."""
    lock = "requirements-dev.txt" if dev else "requirements.txt"
    here = {"place": str(ROOT), "python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    wanted = {**here, lock: fingerprint([ROOT / lock, _INSTALLER])}
    with _alone():
        there: dict[str, str] = json.loads(_STAMP.read_text()) if _STAMP.exists() else {}
        _offer_uv()
        if not wanted.items() <= there.items():
            with doing("готовлю окружение Python"):
                # Scripts of an environment name its folder: a clone that was moved needs a new one. So does an
                # installation that was cut short: half a package counts as installed.
                _make(anew=not here.items() <= there.items())
                _STAMP.unlink(missing_ok=True)
                _install(lock)
                _link()
                _offer_uv()
            # The smaller lock is a part of the larger.
            both = {"requirements.txt": fingerprint([ROOT / "requirements.txt", _INSTALLER])}
            _STAMP.write_text(json.dumps({**both, **wanted}))
        _translations()


def front_end(*, dev: bool = False) -> None:
    """`frontend/dist` and `mobile/dist`, built by Vite. dev: their own tests must be runnable too. Raises Stop."""
    with _alone():
        _package(FRONTEND, _PAGES, "собираю страницы (Vite)", dev=dev)
        _package(MOBILE, _APP, "собираю приложение (Vite)", dev=dev)


def native() -> None:
    """The plugins of the stores' app: for its own tests alone. Raises Stop."""
    with _alone():
        if not _installed(NATIVE):
            with doing("ставлю плагины приложения для магазинов (Capacitor)"):
                _modules(NATIVE)


def _package(folder: Path, read: _Sources, words: str, *, dev: bool) -> None:
    if not (folder / "package.json").exists():
        return
    stamp, made = folder / "dist/.stamp", fingerprint(_sources(read))
    installed = _installed(folder)
    if stamp.exists() and stamp.read_text() == made and (installed or not dev):
        return
    with doing(words):
        if not installed:
            _modules(folder)
        _run([str(BIN / "npm"), "run", "build", "--silent"], cwd=folder)
    stamp.write_text(made)


def _installed(folder: Path) -> bool:
    stamp = folder / "node_modules/.stamp"
    return stamp.exists() and stamp.read_text() == fingerprint([folder / "package-lock.json"])


def _modules(folder: Path) -> None:
    _run([str(BIN / "npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder)
    (folder / "node_modules/.stamp").write_text(fingerprint([folder / "package-lock.json"]))


def variables() -> dict[str, str]:
    """The environment with our own programs first: node and npm come from `.venv`."""
    return {**os.environ, "PATH": f"{BIN}:{os.environ.get('PATH', '')}"}


def fingerprint(files: Iterable[Path]) -> str:
    """Of the files' names and texts."""
    found = hashlib.sha256()
    for file in files:
        found.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _make(*, anew: bool) -> None:
    if not anew and (BIN / "python").exists():
        return
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def _install(lock: str) -> None:
    """By uv; should it fail (a mirror that only pip's settings name), by pip: slower, the same hashes."""
    pip = [
        str(BIN / "python"),
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
    ]
    if not (BIN / "uv").exists():
        _run([*pip, str(_INSTALLER)])
    uv = [
        str(BIN / "uv"),
        "pip",
        "install",
        "-q",
        "--compile-bytecode",
        "--python",
        str(BIN / "python"),
        "--require-hashes",
        "-r",
    ]
    if not _try([*uv, lock])[0]:
        _run([*pip, lock])


def _link() -> None:
    """The project importable and `otklik` on the path of the environment; `uv run otklik` finds it there."""
    packages = next((VENV / "lib").glob("python3.*/site-packages"))
    (packages / "otklik.pth").write_text(f"{ROOT}\n")
    script = BIN / "otklik"
    script.write_text(_SCRIPT.format(python=BIN / "python"))
    script.chmod(0o755)


def _translations() -> None:
    """Each .mo from its .po, which alone is kept in git. Asks for the times of the files only, most days."""
    pairs = [(po, po.with_suffix(".mo")) for po in _CATALOGUES.glob("*/LC_MESSAGES/*.po")]
    if all(mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime for po, mo in pairs):
        return
    with doing("собираю переводы"):
        _run([str(BIN / "otklik"), "translations", "--compile"])


def _offer_uv() -> None:
    """`uv run otklik …` for root on a machine without uv; a link of a clone that is gone is replaced."""
    uv = Path("/usr/local/bin/uv")
    if os.geteuid() == 0 and (BIN / "uv").exists() and not shutil.which("uv") and uv.parent.is_dir():
        uv.unlink(missing_ok=True)
        uv.symlink_to(BIN / "uv")


def _sources(read: _Sources) -> list[Path]:
    return [
        file
        for folder, patterns in read
        for pattern in patterns
        for file in sorted((ROOT / folder).glob(pattern))
        if file.is_file()
    ]


def _run(argv: list[str], *, cwd: Path = ROOT) -> None:
    done, words = _try(argv, cwd=cwd)
    if not done:
        raise Stop(f"Не удалось: {' '.join(argv)}\n{words}\n  Проверьте сеть и место на диске.")


def _try(argv: list[str], *, cwd: Path = ROOT) -> tuple[bool, str]:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        done = shell.logged(argv, log, env=variables(), cwd=cwd)
        return done, shell.last_lines(log, 25)


@contextmanager
def _alone() -> Iterator[None]:
    """./run and ./test of one clone install one after the other."""
    try:
        (ROOT / "var").mkdir(exist_ok=True)
        with (ROOT / "var/.installing").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except PermissionError as e:
        raise Stop(f"Нельзя писать в папку проекта: {e.filename}. Запустите от её владельца.") from e
