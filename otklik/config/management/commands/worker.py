"""`otklik worker`: does queued jobs and runs the clock until it is told to stop."""

import asyncio
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app

from otklik.jobs import clockwork, outgoing, periodic, stalled
from otklik.stats import folding


class Command(BaseCommand):
    help = "Рабочий процесс: выполняет задания очереди и всё, что происходит по часам."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="заданий одновременно")
        parser.add_argument("--no-clock", action="store_true", help="только очередь")
        parser.add_argument("--drain", action="store_true", help="сделать, что есть в очереди, и закончить")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        clocks = [
            threading.Thread(target=clockwork.run, args=[stop, table], name=table)
            for table in periodic.TABLES
        ]
        if options["no_clock"] or options["drain"]:
            clocks = []
        for clock in clocks:
            clock.start()
        try:
            asyncio.run(self._work(options["concurrency"], wait=not options["drain"]))
            while options["drain"] and outgoing.send_some():
                pass
            if options["drain"]:
                folding.fold()
        finally:
            stop.set()
            for clock in clocks:
                clock.join(timeout=10)

    async def _work(self, concurrency: int, *, wait: bool) -> None:
        # Tasks that queue further ones do so through Django's own connection, in their transaction.
        worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=concurrency,
                wait=wait,
                # After a restart of PostgreSQL the worker's LISTEN is lost for good (backend.md): so it asks.
                fetch_job_polling_interval=0.3,
                listen_notify=True,
                delete_jobs="successful",
                update_heartbeat_interval=stalled.HEARTBEAT,
                stalled_worker_timeout=stalled.SECONDS,
                shutdown_graceful_timeout=20,
            )
