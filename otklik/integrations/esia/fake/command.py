"""Command line of the fake: `otklik esia-fake`."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from otklik.integrations import gost
from otklik.integrations.esia import wire
from otklik.integrations.esia.fake import keys
from otklik.integrations.esia.fake.checks import System
from otklik.integrations.esia.fake.memory import Memory
from otklik.integrations.esia.fake.server import Server


def main(argv: Sequence[str] | None = None) -> int:
    """Make the keys that are missing, then serve until SIGTERM. Returns the exit code."""
    options = _parser().parse_args(argv)
    try:
        certificate, _key = keys.make(options.keys, "portal")
        _trusted, key = keys.make(options.keys, "esia")
    except gost.SigningFailed as e:
        sys.stderr.write(f"Нет OpenSSL с модулем ГОСТ (apt: openssl libengine-gost-openssl): {e}\n")
        return 1
    system = System(
        client_id=options.client_id,
        certificate=certificate,
        redirect_uris=frozenset(options.redirect),
        scope=frozenset(options.scope.split()),
        order=wire.ORDERS[options.order],
    )
    if options.only_keys:
        return 0
    server = Server(options.port, Memory(system, key))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    server.serve_forever()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="otklik esia-fake", description="Учебная ЕСИА для показа и испытаний."
    )
    parser.add_argument("--keys", type=Path, required=True, help="папка ключей portal.* и esia.*")
    parser.add_argument("--only-keys", action="store_true", help="сделать ключи и выйти")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--client-id", default="OTKLIK", help="мнемоника портала")
    parser.add_argument("--redirect", action="append", default=[], help="адрес возврата; можно несколько раз")
    parser.add_argument("--scope", default="openid fullname email mobile usr_org birthdate addresses")
    parser.add_argument("--order", choices=list(wire.ORDERS), default="v3", help="порядок полей под подписью")
    return parser
