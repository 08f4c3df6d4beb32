"""`otklik poll-check`: a published table of ballots counted again; the same as `python otklik/polls/recount.py`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from otklik.polls import recount


class Command(BaseCommand):
    help = (
        "Пересчитывает таблицу бюллетеней опроса и сверяет её с объявленными итогами. База портала не нужна."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        recount.arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        code = recount.run(
            options["file"], own=options["receipt"], sha256=options["sha256"], write=self.stdout.write
        )
        if code:
            sys.exit(code)
