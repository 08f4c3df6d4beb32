"""Command line of the stand: `otklik msed-stand`, or `python -m otklik.integrations.msed.stand`."""

import argparse
import fcntl
import logging
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from otklik.integrations.msed.stand.card import Shares
from otklik.integrations.msed.stand.stand import FOLDER, Habits, Stand
from otklik.integrations.msed.wire import Version

log = logging.getLogger("msed.stand")

IDLE_SECONDS: Final = 0.2
TROUBLE_SECONDS: Final = 5.0


def main(argv: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or SIGINT, or with --once until nothing is left to do now. Returns the exit code."""
    options = _parser().parse_args(argv)
    level = logging.INFO if options.verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(asctime)s msed-stand %(message)s", stream=sys.stderr)
    stop = threading.Event()
    try:
        with _alone(options.spool / FOLDER):
            stand = Stand(options.spool, _habits(options))
            with _stopped_by_signals(stop):
                _run(stand, stop, once=options.once)
            log.info("totals: %s", stand.memory.totals())
            stand.memory.close()
    except BlockingIOError:
        log.error("В каталоге %s уже работает другой стенд МСЭД", options.spool)
        return 1
    return 0


def _run(stand: Stand, stop: threading.Event, *, once: bool) -> None:
    while not stop.is_set():
        try:
            busy = stand.turn()
        except OSError as e:
            log.error("Нет доступа к каталогу обмена: %s", e)
            if once:
                raise
            stop.wait(TROUBLE_SECONDS)
            continue
        if not busy:
            if once:
                return
            stop.wait(IDLE_SECONDS)


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """The packet at hand is finished first. Outside the main thread (tests) signals stay as they are."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two stands on one spool would answer twice. Raises BlockingIOError."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _habits(options: argparse.Namespace) -> Habits:
    return Habits(
        delay=options.delay,
        version=None if options.version == "same" else Version(options.version),
        shares=Shares(
            refuse=options.refuse,
            misaddress=options.misaddress,
            duplicates=options.duplicates,
            disorder=options.disorder,
            silence=options.silence,
            seed=options.seed,
        ),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="otklik msed-stand", description="Другая сторона обмена МСЭД для показа и испытаний."
    )
    parser.add_argument(
        "--spool", type=Path, required=True, help="каталог обмена: внутри to_msed и from_msed"
    )
    parser.add_argument("--delay", type=_seconds, default=3.0, help="секунд между шагами по одному документу")
    parser.add_argument(
        "--version", choices=["same", *Version], default="same", help="версия МЭДО для ответов"
    )
    for name, meaning in (
        ("refuse", "отказов в регистрации"),
        ("misaddress", "отказов с причиной «Ошибка адресации»"),
        ("duplicates", "сообщений, приходящих дважды"),
        ("disorder", "документов, чьи сообщения идут вперемешку"),
        ("silence", "документов, на которые ответа нет"),
    ):
        parser.add_argument(
            f"--{name}", type=_share, default=0.0, metavar="ДОЛЯ", help=f"доля {meaning}, 0..1"
        )
    parser.add_argument("--seed", type=int, default=0, help="число, от которого зависит выбор")
    parser.add_argument("--once", action="store_true", help="сделать всё, что можно сейчас, и выйти")
    parser.add_argument("--verbose", action="store_true", help="писать о каждом шаге")
    return parser


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("нужна доля от 0 до 1")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 86_400:
        raise argparse.ArgumentTypeError("нужно число секунд от 0 до 86400")
    return value
