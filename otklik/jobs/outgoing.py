"""Messages to people on their way out: the clock looks every second, a job of the worker sends."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from otklik.kit import clock
from otklik.outbox import drain
from otklik.people import accounts, letters


def wake() -> int:
    """Queue the job when something waits; 0 while one is queued already."""
    if not drain.waits(now=clock.now()):
        return 0
    with suppress(AlreadyEnqueued), transaction.atomic():
        send_waiting.configure(queueing_lock="outbox").defer()
        return 1
    return 0


@app.task(queue="letters")
def send_waiting() -> None:
    """Until nothing waits. Several at once do no harm: each takes messages of its own."""
    while send_some():
        pass


def send_some() -> int:
    """One batch; returns how many were dealt with, 0 when nothing waits or the mail server takes nothing."""
    return drain.batch(finish=letters.finish, undeliverable=accounts.email_is_dead, clock=clock.now)
