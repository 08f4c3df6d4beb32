"""`otklik config export|import PATH`: the whole configuration of a region as a file. Exit code 1: nothing was taken."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from otklik.configuration import moving, package
from otklik.configuration.sections import SECTIONS
from otklik.kit import clock
from otklik.kit.importing import BadFile


class Command(BaseCommand):
    help = (
        "Переносит настройки региона. export записывает их в .zip или в папку; import показывает, что изменилось бы, "
        "и с --apply принимает всё или ничего. Повтор ничего не меняет. docs/moving.md"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["export", "import"], metavar="ЧТО", help="export или import")
        parser.add_argument("path", type=Path, metavar="ПУТЬ", help="файл .zip или папка")
        parser.add_argument(
            "--without",
            nargs="*",
            default=[],
            choices=[section.name for section in SECTIONS if section.may_be_left_out],
            metavar="РАЗДЕЛ",
            help="export: какие разделы не брать",
        )
        parser.add_argument("--apply", action="store_true", help="import: принять, а не только показать")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "export":
            self._export(options["path"], options["without"])
        else:
            self._import(options["path"], dry_run=not options["apply"])

    def _export(self, path: Path, without: list[str]) -> None:
        try:
            if path.suffix.lower() == ".zip":
                with path.open("wb") as out:
                    package.write(out, without=without, now=clock.now())
            else:
                package.write_folder(path, without=without, now=clock.now())
        except OSError as e:
            raise CommandError(f"Не записать в {path}: {e.strerror}.") from e
        self.stdout.write(f"Записано: {path}. Секретов и людей в выгрузке нет.")

    def _import(self, path: Path, *, dry_run: bool) -> None:
        try:
            outcome = moving.take(path, dry_run=dry_run, by=None, now=clock.now())
        except BadFile as bad:
            raise CommandError(bad.text) from bad
        self.stdout.write(f"Настройки региона «{outcome.region}», выгружены {outcome.made_at}")
        for one in outcome.sections:
            sums = f"создано {one.created}, изменено {one.updated}, без изменений {one.unchanged}"
            self.stdout.write(f"{one.title}: {sums}, ошибок {len(one.errors)}")
            for text in one.errors:
                self.stdout.write(f"  Ошибка, {text}")
            for text in one.notes:
                self.stdout.write(f"  Замечание, {text}")
        for name in outcome.strangers:
            self.stdout.write(f"Раздел «{name}» этот портал не знает, он пропущен.")
        if not outcome.good:
            self.stdout.write("Есть ошибки: ничего не записано.")
            sys.exit(1)
        if dry_run:
            self.stdout.write("Это была проверка: ничего не записано. Принять: добавьте --apply.")
