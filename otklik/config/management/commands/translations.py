"""`otklik translations`: the catalogues brought up to the texts of the code. See docs/translations.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from otklik.kit import catalogues


class Command(BaseCommand):
    help = "Собирает тексты из кода в каталоги переводов (otklik/locale) и говорит, чего в них не хватает."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--compile",
            action="store_true",
            help="только собрать .mo там, где .po новее: перед запуском портала",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.LOCALE_PATHS[0]
        if not options["compile"]:
            found = catalogues.texts(settings.BASE)
            for language, name in settings.LANGUAGES:
                missing = catalogues.update(folder, language, found)
                self.stdout.write(f"{name}: без перевода {len(missing)}")
                for words in missing:
                    self.stdout.write(f"  {words}")
        catalogues.compile_stale(folder)
