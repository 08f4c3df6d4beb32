"""`otklik forget-second-step EMAIL`: for who has lost telephone, keys and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from otklik.people import accounts
from otklik.people.models import User


class Command(BaseCommand):
    help = "Снять второй шаг входа с учётной записи: телефон, ключ и запасные коды потеряны. Человек узнает письмом."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("Такой учётной записи нет.")
        accounts.forget_second_step(user)
        self.stdout.write(
            "Готово: для входа хватит пароля; сотрудника портал попросит настроить второй шаг заново."
        )
