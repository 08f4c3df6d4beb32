"""Whose rights PostgreSQL runs with. It refuses to be root, so root's cluster runs as the user `postgres`."""

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

from tools import shell
from tools.say import Stop

# Rights that let a process pass folders closed to it, the smallest first.
_PASS_CLOSED_FOLDERS = ("", "dac_read_search", "dac_override")


@dataclass(frozen=True, slots=True)
class Owner:
    """The system's user that owns the cluster, and what stands before each of its programs."""

    name: str
    prefix: tuple[str, ...] = ()

    def take(self, folder: Path) -> None:
        """Make `folder` the owner's, closed to others. Raises Stop: it is somebody else's."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        uid = pwd.getpwnam(self.name).pw_uid
        if folder.is_symlink() or folder.stat().st_uid not in {uid, os.geteuid()}:
            raise Stop(f"Папка {folder} принадлежит другому пользователю, поэтому базу в ней держать нельзя.")
        if self.prefix:
            shutil.chown(folder, self.name, self.name)
        folder.chmod(0o700)


def owner_of(folder: Path) -> Owner:
    """Who runs the cluster in `folder`: we ourselves, or `postgres` when we are root.

    A clone under /root (closed) gets the right to pass closed folders added: read and search where the system
    grants it, else the wider one. Raises Stop: no such user, or no way into the folder.
    """
    if os.geteuid() != 0:
        return Owner(pwd.getpwuid(os.geteuid()).pw_name)
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise Stop("Нет пользователя postgres. Установите пакет: apt-get install postgresql-15") from None
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for right in _PASS_CLOSED_FOLDERS:
        caps = (f"--inh-caps=+{right}", f"--ambient-caps=+{right}") if right else ()
        prefix = ("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *caps)
        if shell.succeeds([*prefix, "ls", "-d", f"{folder}/."]):
            return Owner("postgres", prefix)
    raise Stop(
        f"Пользователь postgres не может войти в {folder}: закрыта одна из папок выше.\n"
        "  Укажите другую: ./run --data /srv/otklik"
    )
