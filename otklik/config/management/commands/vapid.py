"""`otklik vapid`: a new key pair for notifications in browsers."""

from typing import Any

from django.core.management.base import BaseCommand

from otklik.integrations import push


class Command(BaseCommand):
    help = "Печатает новую пару ключей для уведомлений в браузерах: строку для .env и открытый ключ."

    def handle(self, *args: Any, **options: Any) -> None:
        key = push.new_key()
        self.stdout.write(f"OTKLIK_VAPID_KEY={key}")
        self.stdout.write(f"# открытый ключ: {push.public_key(key)}")
