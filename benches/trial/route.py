"""The appeals travel: every stage by its own step, the other side by a stand in a process of its own."""

import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing as closed_at_end
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from benches.trial.filing import Search, filing, received_at
from benches.trial.meter import Meter
from benches.trial.region import Loaded
from benches.trial.source import Source
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Dispatch
from otklik.appeals.steps import assignment, closing, dispatch, intake, moderation, rating
from otklik.exchange import inbox
from otklik.jobs import inbound, outgoing
from otklik.kit import clock
from otklik.people.models import User
from tools import environment, shell
from tools.say import Stop, line

DELAY: Final = "0.05"  # seconds of the stand between two stages of a document
PATIENCE: Final = 60  # seconds without a packet after which the exchange is taken for dead
AGAIN: Final = 10  # every tenth is filed, sent and mailed twice
NOT_SOLVED: Final = 10  # every tenth answer is returned once
UNRATED: Final = 3  # every third of the others is left without a mark


class Route:
    """One run. Appeals are known by the place of their source in the list."""

    def __init__(self, sources: tuple[Source, ...], loaded: Loaded) -> None:
        self.sources, self.loaded = sources, loaded
        self.meter, self.search = Meter(), Search()
        self.ids: list[int] = []
        self.moderator = User.objects.create_user(
            "trial-moderator@example.test", name="Проба", role="moderator"
        )
        self.packets = 0  # taken in
        self.desk: dict[int, str] = {}  # appeal → why routing left it at the desk

    def travel(self) -> None:
        """From intake to closing, all of them. Raises Stop: the exchange stands still."""
        self._file()
        self._publish()
        self._assign_by_hand()
        with stand(settings.MSED_SPOOL, settings.DATA / "log") as process:
            self._send()
            self._exchange(process)
            self._rate()
            self._send()
            self._exchange(process)
        self._finish()
        self._mail()

    def _file(self) -> None:
        with self.meter.stage("адрес и территория") as stage:
            filings = [filing(one, self.loaded, self.search) for one in self.sources]
            stage.times = len(filings)
        with self.meter.stage("приём") as stage:
            for one, what in zip(self.sources, filings, strict=True):
                self.ids.append(intake.receive(what, now=received_at(one)).pk)
            stage.times = len(filings)
        for place in range(0, len(filings), AGAIN):
            again = intake.receive(filings[place], now=clock.now())
            if again.pk != self.ids[place]:
                raise Stop("Повторная подача создала второе обращение.")
        with self.meter.stage("подтверждение почты") as stage:
            for one, pk in zip(self.sources, self.ids, strict=True):
                intake.confirm(appeal_id=pk, now=received_at(one) + timedelta(minutes=5))
            stage.times = len(self.ids)

    def _publish(self) -> None:
        with self.meter.stage("публикация и назначение") as stage:
            for one, pk in zip(self.sources, self.ids, strict=True):
                now = received_at(one) + timedelta(hours=1)
                moderation.publish(appeal_id=pk, moderator=self.moderator, now=now)
            stage.times = len(self.ids)

    def _assign_by_hand(self) -> None:
        """What routing left at the desk goes to the authority that the file names."""
        named = dict(zip(self.ids, self.sources, strict=True))
        waiting = list(
            Appeal.objects.filter(state=State.PUBLISHED).order_by("id").values_list("pk", "attention")
        )
        self.desk = dict(waiting)
        with self.meter.stage("назначение вручную") as stage:
            for pk in self.desk:
                authority = self.loaded.authorities[named[pk].authority]
                assignment.assign_by_hand(
                    appeal_id=pk, authority_id=authority.pk, moderator=self.moderator, now=clock.now()
                )
            stage.times = len(self.desk)

    def _send(self) -> None:
        waiting = Dispatch.objects.filter(appeal__state=State.SENDING, registered_number="").order_by("id")
        ids = list(waiting.values_list("pk", flat=True))
        with self.meter.stage("пакет в МСЭД") as stage:
            for pk in ids:
                dispatch.send(dispatch_id=pk, now=clock.now())
            stage.times += len(ids)
        for pk in ids[::AGAIN]:
            dispatch.send(dispatch_id=pk, now=clock.now())  # a task may run twice

    def _exchange(self, process: shell.Process) -> None:
        """We and the stand talk until neither has anything to say."""
        last = time.monotonic()
        with self.meter.stage("обмен до ответа") as stage:
            while not _silent(settings.MSED_SPOOL):
                taken = inbox.collect(heed=inbound.heed, now=clock.now())
                self.packets += taken
                if taken:
                    last = time.monotonic()
                elif process.poll() is not None or time.monotonic() - last > PATIENCE:
                    raise Stop(f"Стенд МСЭД молчит {PATIENCE} с или остановился.")
                else:
                    time.sleep(0.05)
            stage.times = len(self.ids)

    def _rate(self) -> None:
        """Every tenth is returned to work; of the others two of three are rated."""
        with self.meter.stage("оценка и возврат") as stage:
            for place, pk in enumerate(self.ids):
                returned = place % NOT_SOLVED == 0
                if not returned and place % UNRATED == 0:
                    continue
                words = "Проба: не решено" if returned else ""
                stars = 2 if returned else 5
                rating.rate(appeal_id=pk, stars=stars, solved=not returned, words=words, now=clock.now())
                stage.times += 1
            while dispatch.resend_returned(now=clock.now()):
                pass

    def _finish(self) -> None:
        """The second answer is rated; what has no mark is closed by the clock, eleven days on."""
        with self.meter.stage("закрытие") as stage:
            for pk in self._in(State.ANSWERED).filter(returns__gt=0).values_list("pk", flat=True):
                rating.rate(appeal_id=pk, stars=4, solved=True, words="", now=clock.now())
                stage.times += 1
            later = clock.now() + timedelta(days=settings.CLOSE_AFTER_DAYS + 1)
            while closed := closing.close_stale(now=later):
                stage.times += closed

    def _mail(self) -> None:
        with self.meter.stage("письма") as stage:
            while sent := outgoing.send_some():
                stage.times += sent

    def _in(self, state: State) -> QuerySet[Appeal]:
        return Appeal.objects.filter(state=state).order_by("id")


@contextmanager
def stand(spool: Path, logs: Path) -> Iterator[shell.Process]:
    """`otklik msed-stand` beside us, ended with the block."""
    logs.mkdir(parents=True, exist_ok=True)
    argv = [sys.executable, "-m", "otklik.integrations.msed.stand", "--spool", str(spool), "--delay", DELAY]
    spool.mkdir(parents=True, exist_ok=True)
    with (logs / "msed-stand.log").open("ab") as log:
        process = shell.start(argv, log, env=environment.variables(), cwd=environment.ROOT)
    try:
        while not (spool / "stand/stand.sqlite3").exists():
            if process.poll() is not None:
                raise Stop(f"Стенд МСЭД не запустился.\n{shell.last_lines(logs / 'msed-stand.log')}")
            time.sleep(0.05)
        yield process
    finally:
        shell.end(process, signal.SIGTERM)
        line(f"  стенд МСЭД остановлен, код {process.returncode}")


def _silent(spool: Path) -> bool:
    """In this order: the stand plans a document before its packet leaves the folder, and sends before it notes."""
    return not _packets(spool / "to_msed") and not _planned(spool) and not _packets(spool / "from_msed")


def _packets(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _planned(spool: Path) -> int:
    address = f"file:{spool / 'stand/stand.sqlite3'}?mode=ro"
    with closed_at_end(sqlite3.connect(address, uri=True, timeout=30)) as memory:
        return int(memory.execute("select count(*) from step where sent_at is null").fetchone()[0])
