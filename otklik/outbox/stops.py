"""Channels whose service refuses our keys: they rest, so that nobody is asked in vain every second."""

from datetime import datetime, timedelta
from typing import Final

from otklik.outbox.models import Message, Stop

REST: Final = timedelta(minutes=15)


def begin(channel: Message.Channel, *, said: str, now: datetime) -> Stop:
    """It stands still, or still does: `since` is of the first time."""
    again = {"said": said[:300], "until": now + REST}
    return Stop.objects.update_or_create(
        channel=channel, defaults=again, create_defaults={**again, "since": now}
    )[0]


def end(channel: Message.Channel) -> None:
    """Something was taken, or the service is switched off. One statement, on a table that is empty as a rule."""
    Stop.objects.filter(channel=channel).delete()
