"""`otklik demo load`: the invented region; `otklik demo logins`: who may sign in there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from otklik.classifier.models import Topic
from otklik.demo.people import ACCOUNTS
from otklik.kit import clock


class Command(BaseCommand):
    help = "Демонстрационный регион: load загружает его в пустой портал, logins называет входы."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["load", "logins"])
        parser.add_argument("--appeals", type=int, default=2000)
        parser.add_argument("--seed", type=int, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Демонстрация выключена. Чтобы включить её, задайте OTKLIK_DEMO=1.")
        if options["action"] == "logins":
            for account in ACCOUNTS:
                self.stdout.write(f"{account.email}  {account.name}, {account.role}")
            self.stdout.write(f"пароль у всех: {settings.DEMO_PASSWORD}")
        elif not Topic.objects.exists():
            self._load(options["seed"], options["appeals"])

    @transaction.atomic  # all or nothing: a start that was cut short begins anew
    def _load(self, given: int | None, appeals: int) -> None:
        # Two seconds, with numpy and shapely: not for every start.
        from otklik.demo import assessment, cadastre, calls, guides, polls, reference, store, wave, works
        from otklik.demo.load import load_region
        from otklik.demo.region import SEED

        seed = SEED if given is None else given
        region = load_region(seed)
        store.create_accounts(settings.DEMO_PASSWORD)
        stored = store.store_appeals(seed=seed, n=appeals, now=clock.now())
        calls.store_calls(seed=seed, now=clock.now())
        reference.store_reference(seed=seed, now=clock.now())
        assessment.store_surveys(seed=seed, now=clock.now())
        wave.store_wave(now=clock.now())
        guides.store_guides(now=clock.now())
        cadastre.store_land(seed=seed, now=clock.now())
        polls.store_polls(seed=seed, now=clock.now())
        works.store_works(seed=seed, now=clock.now())
        self.stdout.write(
            f"Загружен регион: территорий {region.territories}, населённых пунктов {region.settlements}, домов"
            f" {region.houses}, органов {region.authorities}, тем {region.topics}, обращений {stored}."
        )
