"""Messages to people on their way out: the clock looks every second, a job sends, one for each channel."""

from datetime import timedelta
from typing import Any, Final

from procrastinate.contrib.django import app

from otklik.assessment import telling as survey_telling
from otklik.kit import clock, queued
from otklik.outbox import drain
from otklik.outbox.channel import NotYet
from otklik.outbox.models import Message
from otklik.people import accounts, alarms, audience, daytime, letters, reach
from otklik.polls import telling as poll_telling

# Then other jobs have their turn: a hundred thousand letters must not keep documents from their authorities.
TURN: Final = timedelta(seconds=20)
# News that ask for something as long as it goes on.
_ASKS: Final = {
    poll_telling.OPEN_KIND: poll_telling.still_true,
    survey_telling.KIND: survey_telling.still_true,
}


def wake() -> int:
    """Queue a job for each channel that has something to send, unless one is queued already; return how many."""
    channels = drain.waits(now=clock.now())
    return sum(queued.once(send_waiting, f"outbox-{channel}", channel=str(channel)) for channel in channels)


@app.task(queue="letters")
def send_waiting(channel: str) -> None:
    """For a while, or until nothing waits. Several at once do no harm: each takes messages of its own."""
    until = clock.now() + TURN
    while _batch(Message.Channel(channel)) and clock.now() < until:
        pass


def send_some() -> int:
    """One batch of each channel; returns how many were dealt with, 0 when nothing waits or nobody takes it."""
    return sum(_batch(channel) for channel in Message.Channel)


def _batch(channel: Message.Channel) -> int:
    return drain.batch(
        channel=channel,
        finish=_finish,
        undeliverable=accounts.email_is_dead,
        standing=alarms.channel_stands,
        clock=clock.now,
    )


def _finish(message: Message) -> dict[str, Any] | None:
    """A poll that has ended meanwhile asks nobody for a vote, who asked not to hear of polls hears no more, and what
    many wait for to be sent goes on in the morning.
    """
    if message.kind not in reach.POLLS:
        return letters.finish(message)
    now = clock.now()
    if not daytime.is_on(now):
        raise NotYet(daytime.begins(now))
    if not audience.among([message.user_id or 0]):
        return None
    asks = _ASKS.get(message.kind)
    return letters.finish(message) if asks is None or asks(message.context, now=now) else None
