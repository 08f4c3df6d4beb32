"""`otklik call`: what a telephone exchange would post, for a demo and to try the hook."""

import time
import urllib.error
import urllib.request
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from otklik.integrations.telephony import wire
from otklik.kit import clock

TIMEOUT = 10  # seconds


class Command(BaseCommand):
    help = "Сообщает порталу о звонке, как это делает АТС."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--phone", default="", help="кто звонит; без него номер скрыт")
        parser.add_argument("--event", choices=[event.value for event in wire.Event], default="ringing")
        parser.add_argument("--id", default="", help="номер звонка; без него новый звонок")
        parser.add_argument("--operator", default="", help="внутренний номер, на который звонят")
        parser.add_argument("--line", default="", help="номер горячей линии")
        parser.add_argument("--base-url", default=settings.BASE_URL)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CALLS_SECRET:
            raise CommandError("OTKLIK_CALLS_SECRET не задан: приём звонков выключен")
        body = wire.write(
            wire.Notice(
                id=options["id"] or str(uuid4()),
                event=wire.Event(options["event"]),
                at=clock.now(),
                phone=options["phone"],
                line=options["line"],
                operator=options["operator"],
            )
        )
        signed = wire.sign(body, secret=settings.CALLS_SECRET, at=int(time.time()))
        headers = {"Content-Type": "application/json", "X-Otklik-Signature": signed}
        asked = urllib.request.Request(  # noqa: S310  # the portal's own address
            f"{options['base_url']}/api/v1/calls", body, headers
        )
        try:
            with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:  # noqa: S310
                self.stdout.write(answer.read().decode())
        except urllib.error.HTTPError as e:
            raise CommandError(f"{e.code} {e.read().decode(errors='replace')}") from e
        except OSError as e:
            raise CommandError(f"портал не отвечает: {e}") from e
