"""`otklik prepare`: what ./run does before it starts the servers, in one process because each start costs a second."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Обновляет базу до этой версии; с OTKLIK_DEMO=1 загружает пустой портал демонстрационным регионом."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--appeals", type=int, default=2000, help="обращений в демонстрационном регионе")

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
            self.stdout.write("База обновлена.")
        if settings.DEMO:
            call_command("demo", "load", appeals=options["appeals"], stdout=self.stdout)
