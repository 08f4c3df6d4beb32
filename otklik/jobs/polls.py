"""Polls by the clock: they end, their votes are counted, what came out is published, and people hear of it."""

from datetime import timedelta
from typing import Final

from procrastinate.contrib.django import app

from otklik.assessment import telling as survey_telling
from otklik.kit import clock, queued
from otklik.people import reach
from otklik.polls import counting, ending, publishing, telling
from otklik.polls.lifecycle import State
from otklik.polls.models import Poll

TURN: Final = timedelta(seconds=20)  # then other messages have theirs


def run() -> int:
    """End what is over, count what has come in, queue the publication of what has ended; return how much it did."""
    done = ending.end_due() + counting.fold()
    for poll_id in Poll.objects.filter(state=State.ENDED).values_list("pk", flat=True):
        name = f"poll-{poll_id}"
        done += queued.once(publish, name, lock=name, poll_id=poll_id)
    return done


@app.task(queue="dumps")
def publish(poll_id: int) -> None:
    """A minute for half a million votes. May run twice; the clock queues it again until it is done."""
    publishing.finish(poll_id, now=clock.now())
    publishing.sweep()


def tell() -> int:
    """Queue the telling of polls and of the survey, unless it is queued; return how many jobs that were."""
    now = clock.now()
    if not (telling.due(now=now) or survey_telling.due(now=now)) or reach.polls_go_out(now=now):
        return 0
    return queued.once(tell_some, "tell-of-polls", lock="tell-of-polls")


@app.task(queue="letters")
def tell_some() -> None:
    """Until everybody is told or messages wait to be sent; the clock queues it again. May run twice."""
    until = clock.now() + TURN
    while clock.now() < until and _told_some():
        pass


def _told_some() -> bool:
    now = clock.now()
    if reach.polls_go_out(now=now):
        return False
    if telling.due(now=now):
        return telling.step(now=now)
    return survey_telling.due(now=now) and survey_telling.step(now=now)
