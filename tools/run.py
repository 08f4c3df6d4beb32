"""`./run`: set everything up, start the portal with a demo region, wait. `./run journey`: show the route."""

import argparse
import base64
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from pathlib import Path

from tools import environment, folder, packages, settings_file
from tools.cluster import Cluster, keep_secret
from tools.ports import free_port, is_free
from tools.processes import Processes
from tools.say import Interrupted, Stop, doing, line


def main(words: list[str]) -> int:
    options = _options(words)
    return _journey(as_json=options.json) if options.what == "journey" else _portal(options)


def _portal(options: argparse.Namespace) -> int:
    """Until Ctrl-C (0), or until one of the processes dies (Stop)."""
    data = Path(options.data).resolve()
    _check_port(options.port)
    if options.fresh and settings_file.given().get("DATABASE_URL"):
        line("Задан DATABASE_URL: --fresh очистит папку данных, а саму базу не тронет.")
    with folder.owned(data, fresh=options.fresh):
        _install()
        with _database(data) as url, _processes(data, options.port, url) as processes:
            _prepare(processes, appeals="2000")
            _esia(processes, options.port)
            _calls(processes)
            process, logins = processes.aside("demo", "logins")
            _start(processes, options.port, delay="5")
            process.wait()
            line(f"\nПортал работает: {_address(options.port)}\n\n{logins.read_text(encoding='utf-8')}")
            line(f"Модерация: {_address(options.port)}/desk/")
            line(f"Журналы: {data / 'log'}, письма: {data / 'mail'}")
            line("Остановить: Ctrl-C")
            try:
                while True:
                    processes.check()
                    time.sleep(0.3)
            except Interrupted as interrupted:
                line("\nОстанавливаю…")
                return 0 if interrupted.number == signal.SIGINT else 128 + interrupted.number


def _journey(*, as_json: bool) -> int:
    """One problem, one proposal, one thanks from receipt to closing, in a folder deleted afterwards.

    as_json: the standard output carries the objects and nothing else; progress goes to the error stream.
    """
    with tempfile.TemporaryDirectory(prefix="otklik-journey-") as temporary:
        data = Path(temporary)
        data.chmod(0o711)  # the database runs as another user
        with redirect_stdout(sys.stderr) if as_json else nullcontext():
            folder.check_room(data)
            _install()
            # The port is chosen after the database has taken its own of the same range.
            with _database(data, safe=False) as url, _processes(data, port := free_port(), url) as processes:
                _prepare(processes, appeals="0")
                _start(processes, port, delay="0.2")
                words = ["journey", "--base-url", _address(port), *(["--json"] if as_json else [])]
                return processes.run(*words, out=sys.__stdout__)


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run",
        description="Ставит всё нужное и запускает портал «Отклик» с демонстрационным регионом.",
        epilog="DATABASE_URL в окружении или в .env: взять этот сервер PostgreSQL вместо своего.",
    )
    parser.add_argument(
        "what", nargs="?", choices=["journey"], help="провести три обращения по всему маршруту"
    )
    parser.add_argument("--port", type=int, help="порт портала (8000)")
    parser.add_argument("--data", metavar="ПАПКА", help="где хранить данные (var)")
    parser.add_argument("--fresh", action="store_true", help="удалить прежние данные и начать заново")
    parser.add_argument("--json", action="store_true", help="для journey: по объекту JSON на обращение")
    options = parser.parse_args(words)
    if options.what == "journey" and (options.port is not None or options.data or options.fresh):
        parser.error("journey берёт временную папку и свободный порт: --port, --data и --fresh не для него")
    if options.what is None and options.json:
        parser.error("--json только для journey: ./run journey --json")
    options.port = 8000 if options.port is None else options.port
    options.data = folder.USUAL if options.data is None else options.data
    return options


def _check_port(port: int) -> None:
    if not 1 <= port <= 65_535:
        raise Stop(f"Нет такого порта: {port}. Нужно число 1..65535.")
    if not is_free(port):
        raise Stop(
            f"Порт {port} занят. Освободите его или выберите другой: ./run --port {free_port(port + 1)}"
        )


def _install() -> None:
    foreign = settings_file.given().get("DATABASE_URL")
    packages.need((*packages.PYTHON, *packages.GOST) if foreign else packages.RUN)
    environment.python(dev=False)
    environment.front_end()


@contextmanager
def _database(data: Path, *, safe: bool = True) -> Iterator[str]:
    """The URL of a database that runs: the person's own, or a private one that is stopped at the end."""
    url = settings_file.given().get("DATABASE_URL")
    if url:
        yield url
        return
    cluster = Cluster(data, safe=safe)
    try:
        yield cluster.start()
    finally:
        cluster.stop()


@contextmanager
def _processes(data: Path, port: int, url: str) -> Iterator[Processes]:
    """What is to be started on that database; all of it is stopped at the end, whatever the end is."""
    processes = Processes(data, {**_settings(data, port), **environment.variables(), "DATABASE_URL": url})
    try:
        yield processes
    finally:
        processes.stop()


def _settings(data: Path, port: int) -> dict[str, str]:
    """Of this start. What the person set in the environment or in `.env` goes first."""
    key = data / "secrets/secret_key"
    if not key.exists():
        keep_secret(key, secrets.token_urlsafe(48))
    vapid = data / "secrets/vapid_key"
    if not vapid.exists():
        # 32 octets of a number on the curve: one that begins with a zero is below its order whatever follows.
        number = b"\0" + secrets.token_bytes(31)
        keep_secret(vapid, base64.urlsafe_b64encode(number).rstrip(b"=").decode())
    (data / "static").mkdir(exist_ok=True)
    calls = data / "secrets/calls_secret"
    if not calls.exists():
        keep_secret(calls, secrets.token_urlsafe(32))
    ours = {
        "OTKLIK_DEMO": "1",
        "OTKLIK_CALLS_SECRET": calls.read_text(),
        "OTKLIK_SECRET_KEY": key.read_text(),
        "OTKLIK_VAPID_KEY": vapid.read_text(),
        "OTKLIK_BASE_URL": _address(port),
    }
    given = settings_file.given()
    return {name: given.get(name, value) for name, value in ours.items()} | {"OTKLIK_DATA": str(data)}


def _prepare(processes: Processes, *, appeals: str) -> None:
    with doing("готовлю базу и демонстрационный регион"):
        if code := processes.run("prepare", "--appeals", appeals, out=sys.stdout):
            raise Stop(f"Не удалось подготовить базу (код {code}), см. сообщения выше.")


def _esia(processes: Processes, port: int) -> None:
    """The fake ESIA beside the portal, unless the settings name a real one. Without the GOST engine there is none."""
    if settings_file.given().get("OTKLIK_ESIA_URL"):
        return
    keys = Path(processes.variables["OTKLIK_DATA"], "esia")
    words = ["esia-fake", "--keys", str(keys)]
    if not (keys / "esia.key").exists() and processes.run(*words, "--only-keys", out=None):
        line("Нет модуля ГОСТ для OpenSSL: вход через Госуслуги в этом показе выключен.")
        return
    processes.variables |= {
        "OTKLIK_ESIA_URL": f"http://127.0.0.1:{(own := free_port())}",
        "OTKLIK_ESIA_CLIENT_ID": "OTKLIK",
        "OTKLIK_ESIA_SCOPE": "openid fullname email mobile usr_org birthdate addresses",  # polls ask for all of it
        "OTKLIK_ESIA_CERTIFICATE": str(keys / "portal.crt"),
        "OTKLIK_ESIA_KEY": str(keys / "portal.key"),
        "OTKLIK_ESIA_TRUSTED": str(keys / "esia.crt"),
    }
    for host in ("127.0.0.1", "localhost"):
        words += ["--redirect", f"http://{host}:{port}/login/with/esia/callback"]
    processes.start("esia-fake", *words, "--port", str(own))


def _calls(processes: Processes) -> None:
    """The stream of the hotline beside the portal, on a port of its own: here is no proxy that makes them one host."""
    if settings_file.given().get("OTKLIK_CALLS_STREAM") is not None:
        return
    port = free_port()
    processes.variables |= {"OTKLIK_CALLS_STREAM": f"http://127.0.0.1:{port}/desk/hotline/events"}
    processes.start("calls", "calls", "--port", str(port))


def _start(processes: Processes, port: int, *, delay: str) -> None:
    """The three servers side by side, until the portal answers."""
    with doing("запускаю портал"):
        processes.start("web", "serve", "--port", str(port))
        processes.start("worker", "worker")
        spool = processes.variables.get("OTKLIK_MSED_SPOOL") or f"{processes.variables['OTKLIK_DATA']}/msed"
        processes.start("msed-stand", "msed-stand", "--spool", spool, "--delay", delay, "--verbose")
        processes.wait_for(f"{_address(port)}/health")


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"
