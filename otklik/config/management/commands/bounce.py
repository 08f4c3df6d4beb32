"""`otklik bounce`: the mail server gives it each letter that comes to the sender's address (docs/operating.md)."""

import logging
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, transaction

from otklik.outbox import bounces
from otklik.people import accounts

log = logging.getLogger(__name__)
TEMPORARY = 75  # EX_TEMPFAIL: the mail server keeps the letter and asks again


class Command(BaseCommand):
    help = "Читает со стандартного входа отчёт о недоставке письма (RFC 3464) и отмечает его."

    def handle(self, *args: Any, **options: Any) -> None:
        """What is no report of ours is passed over with code 0: an answer to it would go round for ever."""
        raw = sys.stdin.buffer.read(bounces.LONGEST)
        while sys.stdin.buffer.read(65_536):  # the rest, so that whoever writes is not cut off
            pass
        report = bounces.read(raw)
        if report is None:
            log.info("bounce: not a report about a letter of ours")
            return
        try:
            with transaction.atomic():
                news = bounces.accept(report, undeliverable=accounts.email_is_dead)
        except DatabaseError:
            sys.exit(TEMPORARY)
        log.info("bounce: letter %s, %s", report.message_id, "noted" if news else "nothing new")
