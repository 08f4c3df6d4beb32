"""`otklik recount`: every figure, and what the search knows, made anew from the appeals."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from otklik.stats import folding


class Command(BaseCommand):
    help = "Пересчитывает заново статистику, счётчики списков, карту и слова для поиска. Портал при этом работает."

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        folding.recount()
        self.stdout.write(f"Пересчитано за {time.monotonic() - began:.0f} с.")
        began = time.monotonic()
        folding.reword()
        self.stdout.write(f"Слова для поиска записаны за {time.monotonic() - began:.0f} с.")
