"""`otklik offline`: the files with which phones work without a network, now."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from otklik.kit import clock
from otklik.knowledge import offline as knowledge
from otklik.places import offline
from otklik.reference import offline as reference


class Command(BaseCommand):
    help = (
        "Готовит файлы для работы приложения без связи: для каждого муниципалитета, у которого они устарели."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "codes", nargs="*", metavar="ОКТМО", help="эти муниципалитеты, даже если всё свежее"
        )
        parser.add_argument("--nice", action="store_true", help="уступать процессор всем остальным")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["nice"]:
            os.nice(10)
        articles = knowledge.articles()  # the same everywhere
        for code in options["codes"] or offline.due(now=clock.now()):
            began = time.monotonic()
            more = {offline.CONTACTS: reference.contacts(code), offline.ARTICLES: articles}
            made = offline.make(code, now=clock.now(), more=more)
            self.stdout.write(f"{code}: {made / 1000:.0f} КБ за {time.monotonic() - began:.1f} с")
        offline.forget_ended(now=clock.now())
