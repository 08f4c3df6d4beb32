"""`otklik roles`: docs/roles.md, made from the code."""

from typing import Any

from django.core.management.base import BaseCommand

from otklik.web.access import table


class Command(BaseCommand):
    help = "Печатает таблицу прав для docs/roles.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(table.markdown(), ending="")
