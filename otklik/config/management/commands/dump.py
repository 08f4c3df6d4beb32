"""`otklik dump`: the open data of today, now."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from otklik.kit import clock
from otklik.stats.opendata import dump


class Command(BaseCommand):
    help = "Записывает открытые данные: все опубликованные обращения в CSV, GeoJSON и Parquet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--nice", action="store_true", help="уступать процессор всем остальным")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["nice"]:
            os.nice(10)
        began = time.monotonic()
        made = dump.make(now=clock.now())
        self.stdout.write(f"Записано строк: {made.rows}, за {time.monotonic() - began:.0f} с.")
