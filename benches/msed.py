"""Packets out and in on one core, as the worker makes and takes them; beside them the same files only written."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from django.conf import settings

from benches import cpu, filings
from benches.portal import DATA, DATABASE
from benches.rows import Row
from otklik.appeals.models import Dispatch, Draft
from otklik.appeals.steps import dispatch, drafting, intake, moderation
from otklik.authorities.models import Authority
from otklik.exchange import inbox
from otklik.exchange.models import Packet
from otklik.integrations import msed
from otklik.jobs import inbound
from otklik.kit import clock
from otklik.people.models import User
from tools import shell
from tools.environment import BIN, ROOT
from tools.say import Stop

PER_SECOND: Final = 30  # limit of the issue, out and in
_MANY: Final = 40  # documents of each version


@dataclass(slots=True)
class _Took:
    """cpu: of this process and of PostgreSQL. Both in seconds."""

    cpu: float = 0.0
    wall: float = 0.0


class Msed:
    def measure(self, size: int) -> list[Row]:
        rows = []
        for version in (msed.Version.V2_7_1, msed.Version.V2_2):
            waiting = dispatches(_MANY, version)
            with _one_core():
                took = _Took()
                with _timed(took):
                    for one in waiting:
                        dispatch.send(dispatch_id=one, now=clock.now())
                rows.append(_row(f"отправка, {version.value}", size, took, _MANY, _sent(waiting)))
            _stand()
            rows.append(self._taken(f"приём, {version.value}", size))
        return rows

    def _taken(self, request: str, size: int) -> Row:
        """Everything that the stand wrote: receipts, notices and answers."""
        folder = Path(settings.MSED_SPOOL) / "from_msed"
        files = [_files(packet) for packet in folder.iterdir() if not packet.name.startswith(".")]
        took, taken = _Took(), 0
        with _one_core(), _timed(took):
            while done := inbox.collect(heed=inbound.heed, now=clock.now()):
                taken += done
        bad = Packet.objects.filter(state=Packet.State.QUARANTINED).count()
        row = _row(request, size, took, taken, files)
        whole = taken == len(files) and not bad
        trouble = (f"взято {taken} из {len(files)}, в карантине {bad}",)
        return row if whole else replace(row, broken=(*row.broken, *trouble))


def _row(request: str, size: int, took: _Took, packets: int, files: list[dict[str, bytes]]) -> Row:
    per_core, limit = packets / took.cpu, _bare(files)
    return Row(
        "msed",
        request,
        size,
        cpu_ms=took.cpu / packets * 1000,
        bytes=round(sum(sum(map(len, packet.values())) for packet in files) / len(files)),
        ratio_to_limit=limit / (took.wall / packets),
        note=f"{per_core:.0f} пакетов/с на ядро ({packets / took.wall:.0f} по часам,"
        f" голая запись {1 / limit:.0f}); нужно ≥ {PER_SECOND}",
        broken=(f"{per_core:.0f} пакетов/с, нужно ≥ {PER_SECOND}",) if per_core < PER_SECOND else (),
    )


def _stand() -> None:
    """The other side does all that it can do at once, and ends. Raises Stop."""
    argv = [str(BIN / "otklik"), "msed-stand", "--spool", str(settings.MSED_SPOOL), "--delay", "0", "--once"]
    if not shell.logged(argv, DATA / "log/stand.log", cwd=ROOT):
        raise Stop(f"Стенд МСЭД остановился с ошибкой:\n{shell.last_lines(DATA / 'log/stand.log')}")


def dispatches(count: int, version: msed.Version) -> list[int]:
    """Documents that wait to be sent: filed, published and assigned by the steps themselves."""
    Authority.objects.filter(msed_uid__isnull=False).update(msed_version=version.value)
    moderator = User.objects.get(email="moderator@example.test")
    author = intake.Author(name="Вера Полевая", email="vera@example.test", vouched=True)
    found: list[int] = []
    while len(found) < count:
        for draft_id in filings.drafts(count - len(found)):
            appeal = drafting.file(draft=Draft.objects.get(pk=draft_id), author=author, now=clock.now())
            moderation.publish(appeal_id=appeal.pk, moderator=moderator, now=clock.now())
            found += Dispatch.objects.filter(appeal=appeal).values_list("pk", flat=True)
    return found


def _sent(dispatches: list[int]) -> list[dict[str, bytes]]:
    """Files of their packets as they lie in the spool."""
    uids = Dispatch.objects.filter(pk__in=dispatches).values_list("document_uid", flat=True)
    names = Packet.objects.filter(document_uid__in=list(uids), direction=Packet.Direction.OUT)
    folder = Path(settings.MSED_SPOOL) / "to_msed"
    return [_files(folder / name) for name in names.values_list("folder", flat=True)]


def _files(packet: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in packet.iterdir()}


def _bare(packets: list[dict[str, bytes]]) -> float:
    """Seconds for a packet when its files are only written, synced and renamed into place; the best of two rounds."""
    home = Path(settings.MSED_SPOOL).with_name("bare")
    rounds = []
    for turn in range(2):
        began = time.monotonic()
        for place, files in enumerate(packets):
            draft, target = home / f".{turn}-{place}", home / f"{turn}-{place}"
            draft.mkdir(parents=True)
            for name, content in files.items():
                with (draft / name).open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            _sync(draft)
            draft.rename(target)
            _sync(home)
        rounds.append((time.monotonic() - began) / len(packets))
    shutil.rmtree(home)
    return min(rounds)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _one_core() -> Iterator[None]:
    """This process and the threads that it starts stay on one core; PostgreSQL and the disk are where they are."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def _timed(took: _Took) -> Iterator[None]:
    began, before = time.monotonic(), cpu.seconds([DATABASE])
    own = time.process_time()
    yield
    took.wall = time.monotonic() - began
    took.cpu = time.process_time() - own + cpu.seconds([DATABASE]) - before
