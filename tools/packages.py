"""Debian packages that the commands need; installs those that are missing."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tools import shell
from tools.say import Stop, doing

# The module that makes environments, time zones, and GeoDjango's libraries: postgis brings these along, but a
# foreign DATABASE_URL needs no postgis here.
PYTHON: Final = ("python3-venv", "libgdal32", "libgeos-c1v5", "libproj25", "tzdata")
DATABASE: Final = ("postgresql-15", "postgresql-15-postgis-3")
# Half a megabyte: ESIA wants each sign-in signed.
GOST: Final = ("openssl", "libengine-gost-openssl")
RUN: Final = (*PYTHON, *DATABASE, *GOST)
# ./apk, without an Android SDK: 20 MB to fetch and 61 MB on the disk where Java is there already.
APK: Final = ("aapt", "android-framework-res", "apksigner", "libsmali-java", "zipalign")
# Browser tests (the whole Chromium for notifications only); the Java peer of the MSED tests; the tests of growth; the
# small package's program, read by Android's own verifier and run on the JVM.
TEST: Final = (
    *RUN,
    *APK,
    "chromium",
    "chromium-headless-shell",
    "fonts-dejavu-core",
    "default-jdk-headless",
    "libjaxb-java",
    "libjaxb-api-java",
    "libini4j-java",
    "pgbouncer",
    "dexdump",
    "enjarify",
)
# Debian starts a cluster of its own when the server is installed; while this file lies here it does not.
NO_CLUSTER: Final = Path("/etc/postgresql-common/createcluster.d/otklik.conf")


def need(names: Sequence[str]) -> None:
    """Install what is missing of `names`; does nothing (some 20 ms) where all is there.

    Raises Stop: no apt here, no root and no sudo, no network, no such package.
    """
    missing = _missing(names)
    if not missing:
        return
    by_hand = f"apt-get install {' '.join(missing)}"
    if not shutil.which("apt-get"):
        raise Stop(f"Нет нужных программ, и это не Debian. Установите их сами (в Debian: {by_hand}).")
    prefix = _as_root(by_hand)
    with doing(f"ставлю пакеты Debian: {', '.join(missing)}"), _no_default_cluster(prefix, missing):
        _apt(prefix, ["update", "-q"], by_hand)
        _apt(prefix, ["install", "-y", "-q", "--no-install-recommends", *missing], by_hand)


def _missing(names: Sequence[str]) -> list[str]:
    if not shutil.which("dpkg-query"):
        raise Stop("Эта команда рассчитана на Debian 12: нет dpkg-query. Debian 12 is needed.")
    # dpkg-query answers 1 when one of the names is unknown to it, and still prints the others.
    listed = shell.printed(["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *names])
    there = {line.split()[0] for line in listed.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in there]


def _as_root(by_hand: str) -> list[str]:
    """What to put before a command that must be root's: nothing, or sudo."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        raise Stop(
            f"Не хватает пакетов Debian, а прав на установку нет. Попросите администратора: {by_hand}\n"
            f"  Debian packages are missing and there is no sudo. Ask an administrator to run: {by_hand}"
        )
    return ["sudo"]


def _apt(prefix: list[str], arguments: list[str], by_hand: str) -> None:
    """Its output goes to a log: hundreds of lines that nobody needs when all is well."""
    log = Path(os.environ.get("TMPDIR", "/tmp")) / f"otklik-apt-{os.getuid()}.log"  # noqa: S108
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    if not shell.logged([*prefix, *quiet, *arguments], log, cwd=Path("/")):
        raise Stop(
            f"apt-get {arguments[0]} не удалось (журнал: {log}):\n{shell.last_lines(log)}\n"
            f"  Проверьте сеть и место на диске или установите сами: {by_hand}\n"
            f"  apt-get failed; check network and disk, or install by hand: {by_hand}"
        )


@contextmanager
def _no_default_cluster(prefix: list[str], missing: Sequence[str]) -> Iterator[None]:
    """Keep Debian from starting its own cluster now; later installations are left as Debian has them."""
    if not any(name.startswith("postgresql") for name in missing):
        yield
        return
    shell.output([*prefix, "mkdir", "-p", str(NO_CLUSTER.parent)])
    shell.output([*prefix, "tee", str(NO_CLUSTER)], stdin="create_main_cluster = false\n")
    try:
        yield
    finally:
        shell.output([*prefix, "rm", "-f", str(NO_CLUSTER)])
