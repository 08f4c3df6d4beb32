"""Polls by the clock: they end, their votes are counted, and what came out is published."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from otklik.kit import clock
from otklik.polls import counting, ending, publishing
from otklik.polls.lifecycle import State
from otklik.polls.models import Poll


def run() -> int:
    """End what is over, count what has come in, queue the publication of what has ended; return how much it did."""
    done = ending.end_due() + counting.fold()
    for poll_id in Poll.objects.filter(state=State.ENDED).values_list("pk", flat=True):
        with suppress(AlreadyEnqueued), transaction.atomic():
            publish.configure(queueing_lock=f"poll-{poll_id}", lock=f"poll-{poll_id}").defer(poll_id=poll_id)
            done += 1
    return done


@app.task(queue="dumps")
def publish(poll_id: int) -> None:
    """A minute for half a million votes. May run twice; the clock queues it again until it is done."""
    publishing.finish(poll_id, now=clock.now())
    publishing.sweep()
